"""What several operations take and give."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, TypeVar

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StringConstraints

from firstlight.api.problems import Problem
from firstlight.kernel.actions import Action

F = TypeVar("F", bound=Callable[..., Any])


class Given(Schema):
    """What is sent: only what is declared is read, and anything else is refused."""

    model_config = ConfigDict(extra="forbid")


class Told(Schema):
    """What is answered."""


def _near(moment: datetime) -> datetime:
    if not 1900 <= moment.year <= 2200:
        raise ValueError("expected a time between the years 1900 and 2200")
    return moment


#: A time with its offset, within a span that every database and every zone can hold.
Moment = Annotated[AwareDatetime, AfterValidator(_near)]
#: A sentence or a few.
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=r"\S")]
#: A name that is looked up.
Ref = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Number = Annotated[int, Field(ge=1, le=2_147_483_647)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

#: What any operation may answer instead. The schema page gives each the media type of problem details.
REFUSALS = dict.fromkeys((400, 401, 403, 404, 429, 503), Problem)
#: And what one that writes may.
REFUSALS_OF_WRITING = {**REFUSALS, 409: Problem, 413: Problem, 422: Problem}


def reading(answer: Any) -> dict[Any, Any]:
    """The answers of an operation that reads."""
    return {200: answer, **REFUSALS, 422: Problem}


def writing(answer: Any, status: int = 200) -> dict[Any, Any]:
    """The answers of an operation that writes."""
    return {status: answer, **REFUSALS_OF_WRITING}


def file_of(*media: str) -> dict[str, Any]:
    """For the description of an operation that answers with a file."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in media}
    return {"responses": {200: {"description": "The file.", "content": content}}}


#: For each operation the actions that it calls.
REACHED: dict[str, tuple[Action[Any, Any], ...]] = {}


def reaches(*called: Any) -> Callable[[F], F]:
    """Say which actions an operation calls, so that a test can tell which no operation calls."""

    def note(operation: F) -> F:
        REACHED[operation.__name__] = called
        return operation

    return note
