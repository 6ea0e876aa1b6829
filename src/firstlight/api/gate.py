"""What every request passes: who calls, how often, whether it was done before; and what every answer carries."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from firstlight.api.doors import SAFE, Caller, caller_of, check_writes
from firstlight.api.limits import take
from firstlight.api.problems import MEDIA, Senseless, problem_of
from firstlight.kernel.errors import NotFound
from firstlight.kernel.once import Answer, once

View = Callable[..., HttpResponse]

#: Headers of an answer that are kept for its replay.
_KEPT = ("Content-Type", "ETag", "Location")
#: Attribute of a response whose body holds a secret: it is not kept, so a replay cannot show it.
UNKEPT = "holds_a_secret"


class _NotDoneError(Exception):
    """Carries an answer that says no out of a transaction, so that everything is undone."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


def gated(view: View, operations: dict[str, str]) -> View:
    """The view of an address behind the gate. `operations` names the operation of each method."""

    @csrf_exempt
    @wraps(view)
    def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request_id = secrets.token_hex(8)
        headers: dict[str, str] = {}
        try:
            caller = caller_of(request)
            request_id = caller.request_id
            limit, left = take(caller.name)
            headers |= {"RateLimit-Limit": str(limit), "RateLimit-Remaining": str(left)}
            _check_text(request)
            request.caller = caller  # type: ignore[attr-defined]
            name = operations.get(request.method or "", "")
            response = _answered(request, caller, name, lambda: view(request, *args, **kwargs))
        except Exception as error:
            response = problem_of(error)
        return _carrying(request, response, {**headers, "X-Request-Id": request_id})

    through.open_to_all = True  # type: ignore[attr-defined]
    return through


def _check_text(request: HttpRequest) -> None:
    """No database can be asked for a null character or half a character, wherever in the address it stands."""
    words = [request.path, *request.GET, *(one for name in request.GET for one in request.GET.getlist(name))]
    if any("\x00" in word or (not word.isprintable() and _halved(word)) for word in words):
        raise NotFound("There is nothing here.")


def _halved(word: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in word)


def _answered(request: HttpRequest, caller: Caller, name: str, do: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer; to a request with a key that was answered before, that one. What says no leaves no trace."""
    if request.method in SAFE or not name:
        return do()
    check_writes(caller, name)
    key = request.headers.get("Idempotency-Key")
    try:
        if key is None:
            with transaction.atomic():
                return _done(do)
        return _once(request, caller, key, do)
    except _NotDoneError as not_done:
        return not_done.response


def _done(do: Callable[[], HttpResponse]) -> HttpResponse:
    response = do()
    if response.status_code >= 400:
        raise _NotDoneError(response)
    return response


def _once(request: HttpRequest, caller: Caller, key: str, do: Callable[[], HttpResponse]) -> HttpResponse:
    made: list[tuple[HttpResponse, Answer]] = []

    def keep() -> Answer:
        response = _done(do)
        body = "" if getattr(response, UNKEPT, False) else response.content.decode()
        kept = Answer(response.status_code, {name: response[name] for name in _KEPT if name in response}, body)
        made.append((response, kept))
        return kept

    kept = once(caller.name, key, _fingerprint(request), timezone.now(), keep)
    if made and kept is made[0][1]:  # a copy of the request may have been quicker, and what was made here is undone
        return made[0][0]
    if kept is None:
        raise RuntimeError("a request was neither worked on nor answered before")
    if not kept.body and kept.status != 204:
        raise Senseless("This was done, and its secret was shown then. It cannot be shown again.", status=409)
    response = HttpResponse(kept.body, status=kept.status, headers=dict(kept.headers))
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _fingerprint(request: HttpRequest) -> str:
    """The digest of what was sent. Parts of a form are taken one by one: what divides them differs each time."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    digest.update(request.headers.get("If-Match", "").encode() + b"\n")
    if not (request.content_type or "").startswith("multipart/"):
        digest.update(request.body)
        return digest.hexdigest()
    for name in sorted(request.POST):
        digest.update(repr((name, request.POST.getlist(name))).encode())
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            own = hashlib.sha256()
            for piece in file.chunks():  # never all of it at once: how large it may be is said later
                own.update(piece)
            file.seek(0)
            digest.update(repr((name, file.name, own.hexdigest())).encode())
    return digest.hexdigest()


def _carrying(request: HttpRequest, response: HttpResponse, headers: dict[str, str]) -> HttpResponse:
    if response.status_code == 405:
        allowed = response.headers.get("Allow", "")
        response = problem_of(Senseless(f"This address takes {allowed}, not {request.method}.", status=405))
        response.headers["Allow"] = allowed
    elif response.status_code >= 400 and not response.headers.get("Content-Type", "").startswith(MEDIA):
        response = problem_of(Senseless("The request makes no sense.", status=response.status_code))
    for name, value in headers.items():
        response.headers[name] = value
    return response
