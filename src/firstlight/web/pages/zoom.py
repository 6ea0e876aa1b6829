"""Which part of a plan's time a chart shows: all of it, its window, a day, or a few hours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.timing import Times
from firstlight.web.figures import weekday_and_time, weekday_of
from firstlight.web.pages.gantt import Scale

WHOLE, WINDOW, DAY, HOURS = "all", "window", "day", "hours"
#: So much is seen of a day, and so much closer.
_SPANS = {DAY: timedelta(hours=24), HOURS: timedelta(hours=6)}

#: The address of the same page with these parts.
Address = Callable[[Mapping[str, str]], str]


@dataclass(frozen=True, slots=True)
class Zoom:
    """A part of the time, from `start` to `end`; both are None where all of it is shown.

    `links` are the ways to look closer or at more: words, address, and whether that is what is shown. `before` and
    `after` are the addresses of the time beside it, empty where nothing runs there. `asked` is what the address says.
    """

    start: datetime | None
    end: datetime | None
    words: str
    links: tuple[tuple[str, str, bool], ...]
    before: str
    after: str
    asked: Mapping[str, str]

    def shows(self, times: Times | None) -> bool:
        """Whether something of a step is seen; what has no times is seen where everything is."""
        if self.start is None or self.end is None:
            return True
        if times is None:
            return False
        return times.start < self.end and (times.end > self.start or times.start >= self.start)

    def scale(self, planned: Planned, times: Iterable[datetime]) -> Scale:
        """The line on which this part stands, or all of these times."""
        part = times if self.start is None or self.end is None else (self.start, self.end)
        return Scale.around(part, planned.facts.zone)


def zoom_of(planned: Planned, asked: Mapping[str, str], address: Address) -> Zoom:
    """What the address asks: `zoom` how much, `at` from when on. What makes no sense is as if it were not there.

    Where nothing is asked the window is shown, if all that is outside it comes before it: weeks of preparation leave
    no room for the weekend. What is late is never out of sight.
    """
    table, window = planned.timetable, planned.facts.window
    if not table.start or not table.finish:
        return Zoom(None, None, "", (), "", "", {})
    first, last = table.start, table.finish
    kinds = [WHOLE, *([WINDOW] if window else []), DAY, HOURS]
    prepared = window is not None and first < window.start < last <= window.end
    kind = asked["zoom"] if asked.get("zoom") in kinds else WINDOW if prepared else WHOLE
    shown = _at(planned, asked.get("at", ""))
    start, end = (window.start, window.end) if window and kind == WINDOW else (None, None)
    if kind in _SPANS:
        start = _morning(planned, shown) if kind == DAY else shown
        end = _later(planned, start, _SPANS[kind])
    near = {"at": shown.isoformat(timespec="minutes")}
    words = {WHOLE: _("Whole plan"), WINDOW: _("The window"), DAY: _("A day"), HOURS: _("6 hours")}
    links = tuple((words[one], address({"zoom": one, **(near if one in _SPANS else {})}), one == kind) for one in kinds)
    before = after = ""
    if kind in _SPANS and start and end:
        earlier = _later(planned, start, -_SPANS[kind])
        before = address({"zoom": kind, "at": earlier.isoformat(timespec="minutes")}) if first < start else ""
        after = address({"zoom": kind, "at": end.isoformat(timespec="minutes")}) if last > end else ""
    parts = {"zoom": kind, **(near if kind in _SPANS else {})} if asked.get("zoom") == kind else {}
    return Zoom(start, end, _words(planned, start, end), links, before, after, parts)


def _at(planned: Planned, written: str) -> datetime:
    """From when on it is looked closer: as the address says, within the plan; else where the window opens."""
    first, last = planned.timetable.start, planned.timetable.finish
    if first is None or last is None:
        raise ValueError("a plan that cannot be computed has no time to look at")
    window, zone = planned.facts.window, planned.facts.zone
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        at = window.start if window else first
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    # Compared before it is converted: the first and the last day of the calendar cannot be told in every zone.
    at = first if at < first else last if at > last else at
    return at.astimezone(zone)


def _morning(planned: Planned, at: datetime) -> datetime:
    return at.astimezone(planned.facts.zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def _later(planned: Planned, at: datetime, span: timedelta) -> datetime:
    """So much later: a day by the calendar, because one of them has 23 hours and one 25; hours as they pass."""
    if abs(span) == _SPANS[DAY]:
        return at + span
    return (at.astimezone(UTC) + span).astimezone(planned.facts.zone)


def _words(planned: Planned, start: datetime | None, end: datetime | None) -> str:
    """Sat 5 Dec, 00:00 – Sun 00:00."""
    if start is None or end is None:
        return ""
    begins, ends = (one.astimezone(planned.facts.zone) for one in (start, end))
    return f"{weekday_of(begins.year, begins)}, {begins:%H:%M} – {weekday_and_time(ends)}"
