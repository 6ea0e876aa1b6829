"""How one check stood over the assessments: since when it stands as it does, and how it came there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

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


def points(bodies: Iterable[tuple[int, datetime, Mapping[str, Any] | None]]) -> list[Point]:
    """The points of a check. Each body is the check in one assessment, None where that had none."""
    return [
        Point(
            number,
            as_of,
            check["mark"],
            check["figure_text"],
            check["stale"] if check["mark"] == "stale" else check["reasons"][0],
        )
        for number, as_of, check in bodies
        if check is not None
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
