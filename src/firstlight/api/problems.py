"""Refusals as problem details (RFC 9457): the same sentences that pages show, with facts for programs."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import pydantic
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from ninja import Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from firstlight.contracts import tables
from firstlight.contracts.tables import Unreadable
from firstlight.kernel.canonical import canonical
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refusal, Refused
from firstlight.kernel.unavailable import AGAIN, Unavailable, unavailable

log = logging.getLogger(__name__)

MEDIA = "application/problem+json"
#: Where codes are explained.
EXPLAINED = "https://firstlight.example/problems/"


class Fault(Schema):
    """One thing that cannot be accepted: where it stands, what it is, and what would do."""

    place: str = Field(description="The field, or the file with its sheet, row and column.")
    value: str = Field("", description="What was given there, shortened.")
    accepted: str = Field(description="A sentence that says what is wrong and what would be accepted.")


class Problem(Schema):
    """Why a request was not done. Nothing of it was applied."""

    type: str = Field(description="A name for the kind of problem, as a URI that need not lead anywhere.")
    title: str = Field(description="The kind of problem in words.")
    status: int
    detail: str = Field(description="A sentence for people.")
    code: str = Field(description="A word for programs; it does not change between versions.")
    facts: dict[str, Any] = Field(default_factory=dict, description="What a program may want to know about it.")
    problems: list[Fault] = Field(default_factory=list)


class Unknown(Refusal):
    """Nobody is signed in, or the token opens nothing."""

    code = "not-signed-in"


class Changed(Refusal):
    """If-Match names a version that is no longer there."""

    code = "changed-meanwhile"


class NeedsVersion(Refusal):
    """A change must say which version it was made from."""

    code = "version-needed"


class TooMany(Refusal):
    """More requests than a token may make."""

    code = "too-many-requests"


class Senseless(Refusal):
    """The request itself is damaged: no JSON, no such method, too large."""

    code = "bad-request"

    def __init__(self, sentence: str, *, status: int = 400, **facts: Any) -> None:
        super().__init__(sentence, **facts)
        self.status = status


_STATUS: dict[type[Refusal], int] = {
    Unknown: 401,
    Refused: 403,
    NotFound: 404,
    Conflict: 409,
    Changed: 412,
    Invalid: 422,
    NeedsVersion: 428,
    TooMany: 429,
    Unavailable: 503,
}


def problem_of(error: BaseException) -> HttpResponse:
    """The response to what was raised. What nobody foresaw is logged and told without its insides."""
    if isinstance(error, Refusal):
        return _refusal(error)
    if passing := unavailable(error):
        log.warning("an operation has to wait: %s", error)
        return _refusal(passing)
    if isinstance(error, IntegrityError):
        return _refusal(Conflict("Somebody did the same at the same moment. Nothing was changed; look, and try again."))
    if isinstance(error, DataError):
        return _refusal(Invalid("A value is longer or larger than can be kept. Nothing was changed."))
    if isinstance(error, Unreadable):
        return _refusal(Invalid(str(error), problems=(error.problem,)))
    if isinstance(error, ValidationError):
        return _refusal(Invalid("Some of what was sent cannot be accepted."), faults=_faults(error.errors))
    if isinstance(error, RequestDataTooBig):
        return _refusal(Senseless("The request is larger than 25 MB. Send it in parts.", status=413))
    if isinstance(error, SuspiciousOperation | UnreadablePostError):
        return _refusal(Senseless("The request is damaged."))
    if isinstance(error, Http404):
        return _refusal(NotFound("There is nothing here."))
    if isinstance(error, HttpError):
        return _refusal(Senseless(error.message or "The request makes no sense.", status=error.status_code))
    if isinstance(error, pydantic.ValidationError):
        log.error("an answer did not fit its own description: %s", error)
    else:
        log.error("an operation broke", exc_info=error)
    return problem(500, "broken", "Something broke on our side. Nothing was changed. It has been noted.")


def _refusal(refusal: Refusal, faults: Sequence[dict[str, str]] = ()) -> HttpResponse:
    status = refusal.status if isinstance(refusal, Senseless) else _status_of(refusal)
    found = [_fault(one) for one in refusal.problems[:500]] if isinstance(refusal, Invalid) else []
    response = problem(status, refusal.code, refusal.sentence, dict(refusal.facts), [*found, *faults])
    if isinstance(refusal, Unknown):
        response.headers["WWW-Authenticate"] = 'Bearer realm="Firstlight"'
    if isinstance(refusal, Unavailable):
        response.headers["Retry-After"] = str(AGAIN)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.facts["retry_after"])
    return response


def _status_of(refusal: Refusal) -> int:
    return next((status for kind, status in _STATUS.items() if isinstance(refusal, kind)), 422)


def _fault(one: tables.Problem) -> dict[str, str]:
    place = ", ".join(
        part
        for part in (
            one.file,
            f"sheet “{one.sheet}”" if one.sheet else "",
            f"row {one.row}" if one.row is not None else "",
            one.column if not one.file else f"column “{one.column}”" if one.column else "",
        )
        if part
    )
    return {"place": place, "value": one.value[:200], "accepted": one.sentence}


def _faults(errors: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """What pydantic found, in our form. The first part of a place says where: body, query, path, form, file."""
    return [
        {
            "place": ".".join(str(part) for part in error["loc"]),
            "value": str(error.get("input", ""))[:200],
            "accepted": f"{error['msg']}.",
        }
        for error in errors[:100]
    ]


def problem(
    status: int,
    code: str,
    sentence: str,
    facts: dict[str, Any] | None = None,
    faults: Sequence[dict[str, str]] = (),
) -> HttpResponse:
    """A response with problem details."""
    import json

    body = {
        "type": f"{EXPLAINED}{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
        "code": code,
        "facts": json.loads(canonical(facts or {})),
        "problems": list(faults),
    }
    return JsonResponse(body, status=status, content_type=MEDIA)


def not_there(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address below /api/ that does not exist."""
    return problem_of(NotFound("There is nothing here."))
