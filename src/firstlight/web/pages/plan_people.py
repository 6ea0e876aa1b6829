"""Who is busy when, and what runs in each hour of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _

from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.facts import GROUP
from firstlight.cutover.rules.findings.people import (
    LONGEST,
    busy_of,
    by_day,
    duties_of,
    merged,
    same_person,
    shortest_rest,
    tired_of,
)
from firstlight.web.figures import weekday
from firstlight.web.pages.gantt import Chart, ChartRow, height_of
from firstlight.web.pages.plan_chart import Address, marks, shades
from firstlight.web.pages.zoom import Zoom

#: People on one page.
SIZE = 60
#: Days that can be chosen at once, steps and people that an hour names.
_DAYS, _BEGINS, _NAMES = 21, 15, 12
_HEAVY = {"unmet": 0, "partly": 1, "met": 2}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """How much a person has to do: steps, hours in all, the longest day, the longest duty, the shortest rest.

    `word` says which rule is broken, or that all hold.
    """

    name: str
    steps: int
    hours: str
    longest: str
    day: str
    duty: str
    rest: str
    state: str
    word: str
    url: str


def person_lines(planned: Planned, address: Address) -> list[PersonLine]:
    """Everybody who has something to do: first who breaks a rule, then by name."""
    busy = busy_of(planned.facts, planned.timetable)
    lines = [_line(planned, name, busy[name], address(name)) for name in busy]
    return sorted(lines, key=lambda one: (_HEAVY[one.state], one.name.casefold()))


def people_chart(planned: Planned, lines: Sequence[PersonLine], now: datetime, zoom: Zoom) -> Chart:
    """When these people are busy, with their shifts behind it."""
    facts = planned.facts
    busy = busy_of(facts, planned.timetable)
    spans = [at for one in lines for start, end, _ref in busy[one.name] for at in (start, end)]
    scale = zoom.scale(planned, [*spans, *(at for one in facts.presences for at in (one.start, one.end))])
    rows: list[ChartRow] = []
    for line in lines:
        stretches = busy[line.name]
        kinds = (
            ("shift", [(one.start, one.end) for one in facts.presences if same_person(one.person, line.name)]),
            ("run", merged([(start, end) for start, end, _ref in stretches])),
            ("late", _twice(stretches)),
        )
        bars = [
            scale.bar(start, end, len(rows), kind)
            for kind, found in kinds
            for start, end in found
            if start < scale.end and end > scale.start
        ]
        rows.append(ChartRow(line.name, line.url, line.hours, bars=tuple(bars)))
    below = marks(planned, scale, now)
    return Chart(tuple(rows), scale.ticks(), below, shades(planned, scale), (), height_of(rows, below),
                 _("Who is busy when"))  # fmt: skip


def _twice(busy: Sequence[tuple[datetime, datetime, str]]) -> list[tuple[datetime, datetime]]:
    """When more than one step runs at once."""
    found = []
    until = datetime.min.replace(tzinfo=UTC)
    for start, end, _ref in busy:
        if start < until:
            found.append((start, min(end, until)))
        until = max(until, end)
    return found


def _line(planned: Planned, name: str, busy: Sequence[tuple[datetime, datetime, str]], url: str) -> PersonLine:
    stretches = merged([(start, end) for start, end, _ref in busy])
    days = by_day(stretches, planned.facts)
    when, longest = max(days.items(), key=lambda one: one[1])
    whole = sum(days.values(), timedelta())
    duty = max(end - start for start, end in duties_of(stretches))
    rest = shortest_rest(stretches)
    state, word = _judged(longest, bool(tired_of(stretches)), bool(_twice(busy)))
    return PersonLine(
        name, len({ref for _s, _e, ref in busy}), _hours(whole), _hours(longest), weekday(when), _hours(duty),
        _hours(rest) if rest else "", state, word, url,
    )  # fmt: skip


def _judged(longest: timedelta, tired: bool, twice: bool) -> tuple[str, str]:
    """The state of a person, and the heaviest rule that is broken."""
    if longest > LONGEST:
        return "unmet", _("Over 12 h in a day")
    if tired:
        return "partly", _("Over 12 h without 11 h of rest")
    return ("partly", _("Two at once")) if twice else ("met", _("Fits"))


def _hours(span: timedelta) -> str:
    return written(round(span.total_seconds() / 60))


@dataclass(frozen=True, slots=True)
class HourLine:
    """What runs in an hour: how many steps, whose, and which begin. `more_people` and `more` are not named.

    `at` is the hour as an address says it.
    """

    hour: str
    at: str
    running: int
    people: str
    more_people: int
    begins: tuple[tuple[str, str], ...]
    more: int


def days_of(planned: Planned) -> list[date]:
    """The days on which something runs, in the plan's zone."""
    zone = planned.facts.zone
    found: set[date] = set()
    for step in planned.facts.steps:
        if step.kind != GROUP and (times := planned.timetable.times.get(step.ref)):
            # What ends at midnight does not run on the day that begins then.
            last = max(times.start, times.end - timedelta(microseconds=1)).astimezone(zone).date()
            first = times.start.astimezone(zone).date()
            found.update(first + timedelta(days=number) for number in range((last - first).days + 1))
    return sorted(found)


def day_chosen(planned: Planned, days: Sequence[date], asked: str, now: datetime) -> date | None:
    """The day that is asked for; else today, else the day on which the window opens, else the first."""
    window, zone = planned.facts.window, planned.facts.zone
    wanted = [asked, now.astimezone(zone).date().isoformat()]
    if window:
        wanted.append(window.start.astimezone(zone).date().isoformat())
    known = {one.isoformat(): one for one in days}
    return next((known[one] for one in wanted if one in known), days[0] if days else None)


def days_near(days: Sequence[date], on: date | None) -> Sequence[date]:
    """So many of the days as can be chosen at once, those around this one."""
    at = days.index(on) if on in days else 0
    first = max(0, min(at - _DAYS // 2, len(days) - _DAYS))
    return days[first : first + _DAYS]


def hour_lines(planned: Planned, on: date, address: Address) -> list[HourLine]:
    """The hours of a day in which something runs or begins, as they pass in the plan's zone.

    The day on which the clocks are set back has 25 of them; the one that comes twice names its zone.
    """
    work = [(step, planned.timetable.times[step.ref]) for step in planned.facts.steps
            if step.kind != GROUP and step.ref in planned.timetable.times]  # fmt: skip
    found = []
    for start, end, said in _hours_of(planned, on):
        running = [step for step, times in work if times.start < end and times.end > start]
        begins = [step for step, times in work if start <= times.start < end]
        if running or begins:
            names = sorted({step.owner or _("nobody") for step in running}, key=str.casefold)
            found.append(HourLine(
                said, start.astimezone(planned.facts.zone).isoformat(timespec="minutes"), len(running),
                ", ".join(names[:_NAMES]), max(0, len(names) - _NAMES),
                tuple((step.ref, address(step.ref)) for step in begins[:_BEGINS]), max(0, len(begins) - _BEGINS),
            ))  # fmt: skip
    return found


def _hours_of(planned: Planned, on: date) -> list[tuple[datetime, datetime, str]]:
    """Each hour of the day: from, to, and as it is said."""
    zone = planned.facts.zone
    at, last = (
        datetime.combine(one, time(), zone).astimezone(UTC) for one in (on, on + timedelta(days=1))
    )  # fmt: skip
    starts = []
    while at < last:
        starts.append(at)
        at += timedelta(hours=1)
    local = [one.astimezone(zone) for one in starts]
    clocks = [f"{one:%H:%M}" for one in local]
    return [
        (start, start + timedelta(hours=1), f"{clock} {here.tzname()}" if clocks.count(clock) > 1 else clock)
        for start, here, clock in zip(starts, local, clocks, strict=True)
    ]
