"""How one check stood over the assessments: since when it stands as it does, and how it came there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from firstlight.readiness.queries.frozen import Stood
from firstlight.web import wording


@dataclass(frozen=True, slots=True)
class Point:
    """How the check stood in one assessment."""

    number: int
    as_of: datetime
    mark: str
    figure: str
    reason: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A point worth telling: the first, every change, and the newest."""

    point: Point
    what: str
    sentence: str


def points(past: Iterable[tuple[int, datetime, Stood | None]]) -> list[Point]:
    """The points of a check: how it stood in each assessment, None where that had none of its ref."""
    return [
        Point(number, as_of, stood.mark, wording.figure(stood.figure), wording.said(stood.reason))
        for number, as_of, stood in past
        if stood is not None
    ]


def since(known: list[Point]) -> tuple[Point, bool] | None:
    """From which point on it stands as it does now, and whether it certainly stood otherwise before.

    `known` is newest first. None where there is no point.
    """
    if not known:
        return None
    first = known[0]
    for point in known[1:]:
        if point.mark != first.mark:
            return first, True
        first = point
    return first, first.number == 1


def moments(known: list[Point]) -> list[Moment]:
    """Newest first: what changed, with the figure and the reason of that time."""
    told: list[Moment] = []
    for number, point in enumerate(known):
        before = known[number + 1] if number + 1 < len(known) else None
        if before is not None and before.mark == point.mark and number:
            continue
        told.append(Moment(point, _what(before, point), _sentence(point)))
    return told


def _what(before: Point | None, point: Point) -> str:
    now = wording.word(point.mark)
    if before is None or before.mark == point.mark:
        return now
    return _("%(before)s to %(after)s") % {"before": wording.word(before.mark), "after": wording.small(now)}


def _sentence(point: Point) -> str:
    return f"{point.figure}. {point.reason}" if point.figure else point.reason
