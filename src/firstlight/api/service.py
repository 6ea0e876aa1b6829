"""The API as one thing: its operations, its errors, its description."""

from __future__ import annotations

import json
import math
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.parser import Parser

from firstlight.api.describing import completed
from firstlight.api.gate import gated
from firstlight.api.operations import ROUTERS
from firstlight.api.problems import problem_of

VERSION = "1"
PREFIX = "api/v1"


class _PlainParser(Parser):
    """JSON as it is written down: no NaN, no repeated secrets of Python, no characters that cannot be stored."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            body = json.loads(request.body.decode("utf-8"), parse_constant=_refuse_constant)
            _check_storable(body)
        except (ValueError, RecursionError) as error:
            raise HttpError(400, f"The body is not readable as JSON: {error}.") from error
        return body


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


def _check_storable(value: Any) -> None:
    if isinstance(value, dict):
        for key, below in value.items():
            _check_storable(key)
            _check_storable(below)
    elif isinstance(value, list):
        for below in value:
            _check_storable(below)
    elif isinstance(value, str) and any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in value):
        raise ValueError("it holds a null character or half a character")
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("it holds a number without end")


class _Api(NinjaAPI):
    """Ninja, with our errors."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        return problem_of(exc)

    def get_openapi_operation_id(self, operation: Any) -> str:
        return str(operation.view_func.__name__)


api = _Api(
    title="Firstlight",
    version=VERSION,
    description="Everything a page of Firstlight can do, for programs.",
    docs_url=None,
    openapi_url=None,
    parser=_PlainParser(),
)
for _tag, _router in ROUTERS:
    api.add_router("", _router, tags=[_tag])


def addresses() -> list[URLPattern]:
    """Every operation behind the gate. Names begin with "api-", so that nobody takes them for pages."""
    found = []
    for bound in api._get_bound_routers():
        for route, view in bound.path_operations.items():
            names = {method: one.view_func.__name__ for one in view.operations for method in one.methods}
            name = "api-" + next(iter(names.values())).replace("_", "-")
            address = route.lstrip("/").replace("{", "<").replace("}", ">")
            found.append(path(address, gated(view.get_view(), names), name=name))
    return found


@cache
def description() -> dict[str, Any]:
    """The API as an OpenAPI 3.1 document."""
    return completed(dict(api.get_openapi_schema(path_prefix=f"{PREFIX}/")))
