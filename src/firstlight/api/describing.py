"""What the generated description leaves out: media types of problems, headers, how one signs in."""

from __future__ import annotations

import json
from typing import Any

from firstlight.api.problems import MEDIA

_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A word of your own for this request. Sent again with the same word, it is answered as before "
    "and not done twice. Kept for two days.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
}
_HEADERS = {
    "X-Request-Id": {"description": "Stands in the ledger beside what the request did.", "schema": {"type": "string"}},
    "RateLimit-Limit": {"description": "Requests a minute.", "schema": {"type": "string"}},
    "RateLimit-Remaining": {"description": "How many are left now.", "schema": {"type": "string"}},
}
_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "An access token of one project."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "firstlight_session",
        "description": "A signed-in browser. What writes needs the header X-CSRFToken, too.",
    },
}
_UNSAFE = ("post", "put", "patch", "delete")


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """The same document with all of it."""
    document["security"] = [{"token": []}, {"session": []}]
    document.setdefault("components", {})["securitySchemes"] = _SCHEMES
    document["servers"] = [{"url": "/"}]
    for operations in document["paths"].values():
        for method, operation in operations.items():
            if method in _UNSAFE:
                operation["parameters"] = [*operation.get("parameters", ()), _KEY]
            for status, answer in operation["responses"].items():
                _complete(int(status), answer)
    # Once through JSON: names are text then, as everybody else reads them.
    told: dict[str, Any] = json.loads(json.dumps(document))
    return told


def _complete(status: int, answer: dict[str, Any]) -> None:
    content = answer.get("content")
    if status >= 400 and content:
        answer["content"] = {MEDIA: next(iter(content.values()))}
    if status != 401:
        answer.setdefault("headers", {}).update(_HEADERS)
