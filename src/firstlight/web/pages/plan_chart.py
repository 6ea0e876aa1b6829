"""The steps of a plan over time, and who is busy when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.drafting import links_of
from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.facts import GROUP, Step
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
from firstlight.cutover.rules.timing import Times
from firstlight.engines.scheduling import LinkKind
from firstlight.web.figures import weekday, weekday_and_time
from firstlight.web.pages.gantt import Chart, ChartRow, Scale, Shade, Tick, Tie, height_of, top_of

#: The address of a step.
Address = Callable[[str], str]


def step_chart(planned: Planned, steps: Sequence[Step], address: Address, now: datetime) -> Chart:
    """These steps under the headings of their groups, with their links among each other."""
    times = planned.timetable.times
    shown = [times[step.ref] for step in steps if step.ref in times]
    scale = Scale.around([at for one in shown for at in (one.start, one.end)], planned.facts.zone)
    rows: list[ChartRow] = []
    at: dict[str, int] = {}
    group = ""
    for step in steps:
        if step.group != group and step.kind != GROUP and step.group not in at:
            group = step.group
            rows.append(ChartRow(planned.by_ref[group].title if group in planned.by_ref else group, heading=True))
        if step.kind == GROUP:
            group = step.ref
        at[step.ref] = len(rows)
        rows.append(_row(step, times.get(step.ref), scale, len(rows), address(step.ref)))
    words = ngettext("%(count)s step over time", "%(count)s steps over time", len(steps)) % {"count": len(steps)}
    return Chart(
        tuple(rows), scale.ticks(), _marks(planned, scale, now), _shades(planned, scale),
        tuple(_ties(steps, times, at, scale)), height_of(rows), words,
    )  # fmt: skip


def _row(step: Step, times: Times | None, scale: Scale, number: int, url: str) -> ChartRow:
    if times is None:
        return ChartRow(step.title, url, _("no time"), step.ref)
    kind = "group" if step.kind == GROUP else "mark" if times.start == times.end else "plan"
    if step.actual_end:
        kind = "done" if kind == "plan" else kind
    elif step.actual_start:
        kind = "run" if kind == "plan" else kind
    start, end = (one.astimezone(scale.zone) for one in (times.start, times.end))
    said = f"{weekday_and_time(start)} – {weekday_and_time(end)}"
    said = f"{said}, {_('critical')}" if times.critical else said
    bar = scale.bar(times.start, times.end, number, kind, critical=times.critical)
    code = "" if step.kind == GROUP else step.ref
    return ChartRow(step.title, url, said, code, (bar,), times.critical, step.kind == GROUP)


def _ties(steps: Sequence[Step], known: Mapping[str, Times], at: Mapping[str, int], scale: Scale) -> list[Tie]:
    found = []
    for step in steps:
        for link in links_of(step):
            if link.predecessor not in at or not {link.predecessor, step.ref} <= known.keys():
                continue
            first, then = known[link.predecessor], known[step.ref]
            begin = first.end if link.kind in (LinkKind.FS, LinkKind.FF) else first.start
            end = then.start if link.kind in (LinkKind.FS, LinkKind.SS) else then.end
            top, bottom = top_of(at[link.predecessor]) + 6, top_of(at[step.ref]) + 6
            found.append(Tie(scale.x(begin), top, scale.x(end), bottom, first.critical and then.critical))
    return found


def _marks(planned: Planned, scale: Scale, now: datetime) -> tuple[Tick, ...]:
    window = planned.facts.window
    # Words run away from the window: it may be short beside the preparation, and they stood over each other.
    known = [(window.start, _("window opens"), "end"), (window.end, _("window closes"), "start")] if window else []
    known.append((now, _("now"), "middle"))
    return tuple(
        Tick(scale.x(when), words, side=side) for when, words, side in known if scale.start <= when <= scale.end
    )


def _shades(planned: Planned, scale: Scale) -> tuple[Shade, ...]:
    found = []
    for one in planned.facts.closed:
        if one.end > scale.start and one.start < scale.end:
            left, right = float(scale.x(one.start)), float(scale.x(one.end))
            found.append(Shade(f"{left:.2f}", f"{right - left:.2f}", one.reason))
    return tuple(found)


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


def people_chart(planned: Planned, address: Address, now: datetime) -> tuple[Chart, list[PersonLine]]:
    """Who is busy when, with their shifts behind it, and the same as lines."""
    facts = planned.facts
    busy = busy_of(facts, planned.timetable)
    spans = [at for stretches in busy.values() for start, end, _ref in stretches for at in (start, end)]
    scale = Scale.around([*spans, *(at for one in facts.presences for at in (one.start, one.end))], facts.zone)
    rows: list[ChartRow] = []
    lines: list[PersonLine] = []
    for name in sorted(busy, key=str.casefold):
        shifts = [
            scale.bar(one.start, one.end, len(rows), "shift")
            for one in facts.presences if same_person(one.person, name)
        ]  # fmt: skip
        found = merged([(start, end) for start, end, _ref in busy[name]])
        bars = [scale.bar(start, end, len(rows), "run") for start, end in found]
        bars += [scale.bar(start, end, len(rows), "late") for start, end in _twice(busy[name])]
        line = _line(planned, name, busy[name], address(name))
        rows.append(ChartRow(name, line.url, line.hours, bars=(*shifts, *bars)))
        lines.append(line)
    chart = Chart(tuple(rows), scale.ticks(), _marks(planned, scale, now), _shades(planned, scale), (),
                  height_of(rows), _("Who is busy when"))  # fmt: skip
    return chart, lines


def _twice(busy: Sequence[tuple[datetime, datetime, str]]) -> list[tuple[datetime, datetime]]:
    """When more than one step runs at once."""
    found = []
    for (_start, end, _ref), (start, other, _other) in pairwise(busy):
        if start < end:
            found.append((start, min(end, other)))
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
    """What runs in an hour: how many steps, whose, and which begin."""

    hour: str
    running: int
    people: str
    begins: tuple[tuple[str, str], ...]


def days_of(planned: Planned) -> list[date]:
    """The days on which something runs, in the plan's zone."""
    table = planned.timetable
    if not table.start or not table.finish:
        return []
    first, last = (at.astimezone(planned.facts.zone).date() for at in (table.start, table.finish))
    return [first + timedelta(days=number) for number in range(min(60, (last - first).days + 1))]


def hour_lines(planned: Planned, on: date, address: Address) -> list[HourLine]:
    """The hours of a day by the clock of the plan's zone in which something runs or begins."""
    zone, found = planned.facts.zone, []
    work = [(step, planned.timetable.times[step.ref]) for step in planned.facts.steps
            if step.kind != GROUP and step.ref in planned.timetable.times]  # fmt: skip
    for hour in range(24):
        start = datetime(on.year, on.month, on.day, hour, tzinfo=zone).astimezone(planned.facts.begins.tzinfo)
        end = start + timedelta(hours=1)
        running = [step for step, times in work if times.start < end and times.end > start]
        begins = [step for step, times in work if start <= times.start < end]
        if running or begins:
            names = sorted({step.owner or _("nobody") for step in running}, key=str.casefold)
            shown = tuple((step.ref, address(step.ref)) for step in begins[:15])
            found.append(HourLine(f"{hour:02}:00", len(running), ", ".join(names), shown))
    return found
