"""The phases of a project on one line, with today and the go-live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from firstlight.web.pages.spans import short_day
from firstlight.workspace.models import Phase

#: How much of the line an open last phase gets at least, in parts of all that went before.
_OPEN_END = 6
_SHORTEST_OPEN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase: its share of the line in per cent, how much of it is past, and where the go-live falls."""

    title: str
    when: str
    share: int
    done: int
    current: bool
    go_live: int | None


def horizon(phases: Sequence[Phase], go_live: date | None, today: date) -> list[PhaseLine]:
    """The phases to scale; none where there are none."""
    if not phases:
        return []
    ends = [_end(phase, phases) for phase in phases]
    whole = sum((end - phase.start).days + 1 for phase, end in zip(phases, ends, strict=True))
    current = _current(phases, ends, today)
    sun = _current(phases, ends, go_live) if go_live else None
    return [
        PhaseLine(
            phase.title,
            _when(phase, today, current=number == current),
            min(100, max(1, round(((end - phase.start).days + 1) * 100 / whole))),
            _part(phase.start, end, today),
            number == current,
            _part(phase.start, end, go_live) if go_live and number == sun else None,
        )
        for number, (phase, end) in enumerate(zip(phases, ends, strict=True))
    ]


def _end(phase: Phase, phases: Sequence[Phase]) -> date:
    """The last day; an open phase is drawn as a part of what went before it."""
    if phase.end:
        return phase.end
    known = (phase.start - phases[0].start) / _OPEN_END
    return phase.start + max(known, _SHORTEST_OPEN)


def _current(phases: Sequence[Phase], ends: Sequence[date], day: date) -> int | None:
    """The phase a day falls into: between two of them it is the one that comes."""
    return next((number for number, end in enumerate(ends) if day <= end and day >= phases[0].start), None)


def _part(start: date, end: date, day: date) -> int:
    """How much of the phase lies before the day, in whole per cent."""
    length = (end - start).days + 1
    return min(100, max(0, round((day - start).days * 100 / length)))


def _when(phase: Phase, today: date, *, current: bool) -> str:
    start = short_day(phase.start, today.year)
    if phase.end is None:
        return _("from %(day)s") % {"day": start}
    span = f"{start} – {short_day(phase.end, today.year)}"
    if current and phase.start <= today:
        weeks = -(-((phase.end - phase.start).days + 1) // 7)
        week = (today - phase.start).days // 7 + 1
        return _("%(span)s, week %(week)s of %(weeks)s") % {"span": span, "week": week, "weeks": weeks}
    return span
