"""Schedules in forty zones, through the engine, a workbook and a calendar: every instant is what it was.

Here a few schedules in each zone are tried, in the thorough tests 5,000 in all of them; with
`--hypothesis-profile=search` there are 5,000 in each.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from icalendar import Calendar

from firstlight.cutover.formats.calendar import write_calendar
from firstlight.cutover.sheets import TASKS
from firstlight.engines.scheduling import Link, Plan, Shift, Task, WorkCalendar, compute
from firstlight.intake.offering import read_offer
from firstlight.intake.writing import write_csv, write_workbook
from firstlight.kernel.sheets import Row
from tests.engines.test_scheduling_calendars import ZONES, changes

SCHEDULES = 5_000 if settings.default.max_examples > 100 else 8
#: Of so many schedules the calendar is written and read: that takes longest.
CALENDARS = 250
#: Where days, months and years end, beside the changes of the clocks.
EDGES = (
    datetime(2026, 12, 31, 22, tzinfo=UTC),
    datetime(2028, 2, 28, 20, tzinfo=UTC),
    datetime(2027, 6, 30, tzinfo=UTC),
)
ALWAYS = WorkCalendar("always", zone="UTC", week={day: (Shift(time(0), time(0)),) for day in range(7)})
SHIFT = {day: (Shift(time(22), time(6)),) for day in range(7)}


@dataclass(frozen=True, slots=True)
class Made:
    """A step of a schedule: when it is by the engine, and how long it was to take."""

    ref: str
    start: datetime
    end: datetime
    takes: timedelta
    calendar: str


def schedules(zone: str, count: int) -> Iterator[list[Made]]:
    """Small plans about a change of the clocks, the end of a year, a leap day: the same ones every time."""
    dice = random.Random(zone)
    nights = WorkCalendar("nights", zone=zone, week=SHIFT)
    moments = [*(change for year in (2026, 2027) for change in changes(zone, year)), *EDGES]
    for number in range(count):
        begin = dice.choice(moments) + timedelta(minutes=dice.randrange(-2 * 1440, 2 * 1440))
        tasks, links = [], []
        for at in range(4):
            minutes = dice.choice((15, 30, 45, 60, 90, 240, 600, 1500))
            calendar = "nights" if dice.random() < 0.3 else "always"
            tasks.append(Task(str(at), duration=timedelta(minutes=minutes), calendar=calendar))
            if at:
                links.append(Link(str(dice.randrange(at)), str(at)))
        plan = Plan(begin, tuple(tasks), tuple(links), (ALWAYS, nights), "always")
        found = compute(plan)
        yield [
            Made(f"{number}-{task.id}", found.dates(task.id).start, found.dates(task.id).finish, task.duration,
                 task.calendar) for task in tasks
        ]  # fmt: skip


def row_of(made: Made) -> Row:
    values: dict[str, Any] = {column.key: column.empty for column in TASKS.columns}
    values |= {"ref": made.ref, "title": "A step", "plan": "cutover", "start": made.start, "end": made.end,
               "actual_start": made.start, "minutes": 30}  # fmt: skip
    return Row(TASKS.identify(values), values)


@pytest.mark.parametrize("zone", ZONES)
def test_no_instant_moves_on_its_way_through_engine_workbook_and_calendar(zone: str) -> None:
    _nothing_moves(zone, SCHEDULES)


@pytest.mark.thorough
@pytest.mark.parametrize("zone", ZONES)
def test_none_of_the_instants_of_five_thousand_schedules_moves(zone: str) -> None:
    _nothing_moves(zone, -(-5_000 // len(ZONES)))


def _nothing_moves(zone: str, count: int) -> None:
    place, made = ZoneInfo(zone), [one for plan in schedules(zone, count) for one in plan]
    assert len(made) == 4 * count
    for one in made:
        assert one.start <= one.end
        if one.calendar == "always":
            assert one.end - one.start == one.takes, "durations are those of UTC, whatever the clocks do"
    files = {"plan.xlsx": write_workbook([(TASKS, map(row_of, made))], place),
             "plan.csv": write_csv(TASKS, map(row_of, made), place)}  # fmt: skip
    for name, data in files.items():
        offer = read_offer(TASKS, data, name, place, {}).rows
        assert not offer.problems, (zone, name, offer.problems[:3])
        back = {row.identity[-1]: row.values for row in offer.rows}
        wrong = [one for one in made if (back[one.ref]["start"], back[one.ref]["end"]) != (one.start, one.end)]
        assert wrong == [], (zone, name, wrong[:3])
    _same_for_a_reader_elsewhere(made, place)
    _same_in_calendar(made[: 4 * CALENDARS])


def _same_for_a_reader_elsewhere(made: list[Made], place: ZoneInfo) -> None:
    """What one zone wrote is read where the program thinks in another, and written there again."""
    dice = random.Random(place.key)
    other = ZoneInfo(dice.choice(ZONES))
    rows = [row_of(one) for one in made]
    there = read_offer(TASKS, write_csv(TASKS, rows, other), "there.csv", other, {}).rows
    again = read_offer(TASKS, write_workbook([(TASKS, there.rows)], place), "again.xlsx", place, {}).rows
    assert not there.problems
    assert not again.problems
    assert [(row.values["start"], row.values["end"]) for row in again.rows] == [(one.start, one.end) for one in made]


def _same_in_calendar(made: list[Made]) -> None:
    usual = dict.fromkeys(("kind", "owner", "backup", "verifier", "system", "instruction", "verification",
                           "environment"), "")  # fmt: skip
    steps = [SimpleNamespace(ref=one.ref, title="A step", takes=None, predecessors=(), **usual) for one in made]
    times = {one.ref: SimpleNamespace(start=one.start, end=one.end) for one in made}
    plan: Any = SimpleNamespace(title="Plan", steps=steps)
    timetable: Any = SimpleNamespace(times=times)
    data = write_calendar(plan, timetable, "uid", EDGES[0])
    found = {str(event["summary"]).split()[0]: (event["dtstart"].dt, event["dtend"].dt)
             for event in Calendar.from_ical(data).walk("VEVENT")}  # fmt: skip
    assert found == {one.ref: (one.start, one.end) for one in made}


def _twice_and_never(zone: str) -> tuple[list[datetime], list[datetime]]:
    """Local times of 2026 and 2027 that come twice, and that never come."""
    place, twice, never = ZoneInfo(zone), [], []
    for year in (2026, 2027):
        for day in changes(zone, year):
            for minutes in range(-1440, 2 * 1440, 15):
                local = (day + timedelta(minutes=minutes)).astimezone(place).replace(tzinfo=None)
                first, second = (local.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
                if first != second:
                    twice.append(local)
            gaps = (day + timedelta(minutes=one) for one in range(-1440, 2 * 1440, 15))
            for moment in gaps:
                local = moment.replace(tzinfo=None)
                if local.replace(tzinfo=place).astimezone(UTC).astimezone(place).replace(tzinfo=None) != local:
                    never.append(local)
    return twice, never


@pytest.mark.parametrize("zone", ZONES)
def test_a_local_time_that_comes_twice_or_never_asks_for_its_offset(zone: str) -> None:
    (start,) = (column for column in TASKS.columns if column.key == "start")
    place, (twice, never) = ZoneInfo(zone), _twice_and_never(zone)
    for local in {*twice, *never}:
        with pytest.raises(ValueError, match="the offset must be given"):
            start.parse(f"{local:%Y-%m-%d %H:%M}", place)
        with pytest.raises(ValueError, match="the offset must be given"):
            start.parse(local, place)
    for local in twice:
        both = {start.parse(local.replace(tzinfo=place, fold=fold).isoformat(), place) for fold in (0, 1)}
        assert len(both) == 2


def test_the_zones_have_quarters_of_an_hour_and_lie_on_both_sides_of_the_date_line() -> None:
    offsets = {ZoneInfo(zone).utcoffset(datetime(2026, 7, 1)) or timedelta() for zone in ZONES}  # noqa: DTZ001
    assert {one % timedelta(hours=1) for one in offsets} >= {timedelta(minutes=30), timedelta(minutes=45)}
    assert min(offsets) <= timedelta(hours=-11)
    assert max(offsets) >= timedelta(hours=13)


def test_forty_zones_and_more_than_a_dozen_in_which_an_hour_comes_twice() -> None:
    assert len(ZONES) >= 40
    assert sum(bool(_twice_and_never(zone)[0]) for zone in ZONES) > 12
