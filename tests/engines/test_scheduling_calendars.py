"""Working time in every zone: held against a walker that looks at one minute after the other."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.engines.scheduling import Exceptional, Shift, Span, WorkCalendar
from firstlight.engines.scheduling.wall_clock import Doubtful, NoSuchTime, instant_of, seconds_of
from firstlight.engines.scheduling.working_time import Calendars, NoWorkingTime, WorkingTime

_NAMES = """
Africa/Cairo Africa/Casablanca Africa/Johannesburg Africa/Lagos America/Anchorage America/Argentina/Buenos_Aires
America/Bogota America/Chicago America/Denver America/Halifax America/Havana America/Los_Angeles America/Mexico_City
America/New_York America/Nuuk America/Phoenix America/Santiago America/Sao_Paulo America/St_Johns Asia/Amman Asia/Beirut
Asia/Dubai Asia/Gaza Asia/Jerusalem Asia/Kathmandu Asia/Kolkata Asia/Shanghai Asia/Tehran Asia/Tokyo Atlantic/Azores
Australia/Adelaide Australia/Lord_Howe Australia/Sydney Europe/Berlin Europe/Dublin Europe/Lisbon Europe/London
Pacific/Apia Pacific/Auckland Pacific/Chatham Pacific/Marquesas Pacific/Pago_Pago UTC
"""
ZONES = _NAMES.split()
MINUTE = 60

clocks = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


@st.composite
def days_of_shifts(draw: st.DrawFn) -> tuple[Shift, ...]:
    """At most three shifts that do not overlap, the last perhaps over midnight."""
    marks = sorted(draw(st.sets(clocks, max_size=6)))
    if len(marks) == 1:
        return (Shift(marks[0], marks[0]),)
    return tuple(Shift(*marks[at : at + 2]) for at in range(0, len(marks) - 1, 2))


weeks = st.dictionaries(st.integers(0, 6), days_of_shifts(), min_size=4)


def changes(zone: str, year: int) -> list[datetime]:
    """When the clock of a zone is changed in a year, as days in UTC."""
    place = ZoneInfo(zone)
    days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=number) for number in range(365)]
    offsets = [day.astimezone(place).utcoffset() for day in days]
    return [days[at] for at in range(364) if offsets[at] != offsets[at + 1]] or [days[40]]


class Walker:
    """One minute after the other, four days long: what the wall clock shows, and who works."""

    def __init__(self, calendar: WorkCalendar, exceptions: tuple[Exceptional, ...], first: datetime) -> None:
        place = ZoneInfo(calendar.zone)
        self.first = seconds_of(first)
        before = 2 * 1440
        self.walls = [
            (first + timedelta(minutes=minute)).astimezone(place).replace(tzinfo=None)
            for minute in range(-before, 4 * 1440 + before)
        ]
        self.works = [False] * len(self.walls)
        for day in {wall.date() for wall in self.walls} | {date(2011, 12, 30)}:
            special = [one for one in exceptions if one.first <= day <= one.last]
            for shift in special[0].shifts if special else calendar.week.get(day.weekday(), ()):
                opens = datetime.combine(day, shift.start)
                self._mark(opens, opens + shift.length)
        self.works = self.works[before:-before]

    def _mark(self, opens: datetime, closes: datetime) -> None:
        """From the first that shows the opening or more to the first after which none shows less than its end."""
        around = int((opens - self.walls[0]).total_seconds()) // 60
        near = range(max(0, around - 1800), min(len(self.walls), max(0, around + 3600)))
        start = next((at for at in near if self.walls[at] >= opens), len(self.walls))
        end = next((at + 1 for at in reversed(near) if self.walls[at] < closes), 0)
        for at in range(start, end):
            self.works[at] = True

    def at(self, minute: int) -> int:
        return self.first + minute * MINUTE


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=4, deadline=None)
@given(weeks, days_of_shifts(), st.sampled_from([2011, 2019, 2026, 2027]), st.data())
def test_working_time_is_what_a_walker_counts_minute_by_minute(
    zone: str, week: dict[int, tuple[Shift, ...]], special: tuple[Shift, ...], year: int, data: st.DataObject
) -> None:
    change = data.draw(st.sampled_from(changes(zone, year)))
    first = change - timedelta(days=1)
    day = first.date() + timedelta(days=data.draw(st.integers(0, 4)))
    exceptions = (Exceptional(day, day, special),)
    known = WorkCalendar("own", "Own", zone, week, exceptions)
    working = Calendars([known], seconds_of(change)).of("own")
    walker = Walker(known, exceptions, first)
    start, length = data.draw(st.integers(0, 5000)), data.draw(st.integers(0, 700))
    assert working.between(walker.at(start), walker.at(start + length)) == MINUTE * sum(
        walker.works[start : start + length]
    )
    _same_steps(working, walker, start, length)


def _same_steps(working: WorkingTime, walker: Walker, start: int, work: int) -> None:
    """Adding, taking away and going to where work is, as the walker does them within its four days."""
    minutes = [at for at, works in enumerate(walker.works) if works]
    later = [at for at in minutes if at >= start]
    earlier = [at for at in minutes if at < start]
    if later:
        assert working.onwards(walker.at(start)) == walker.at(later[0])
    if earlier:
        assert working.backwards(walker.at(start)) == walker.at(earlier[-1] + 1)
    if 0 < work <= len(later):
        assert working.add(walker.at(start), work * MINUTE) == walker.at(later[work - 1] + 1)
    if 0 < work <= len(earlier):
        assert working.add(walker.at(start), -work * MINUTE) == walker.at(earlier[-work])


def test_a_night_is_longer_and_shorter_with_the_clock() -> None:
    night = WorkCalendar("n", zone="Europe/Berlin", week={day: (Shift(time(22), time(6)),) for day in range(7)})
    working = Calendars([night], seconds_of(datetime(2026, 7, 1, tzinfo=UTC))).of("n")
    noons = {"spring": datetime(2026, 3, 28, 11, tzinfo=UTC), "autumn": datetime(2026, 10, 24, 11, tzinfo=UTC)}
    hours = {
        season: working.between(seconds_of(noon), seconds_of(noon) + 86_400) / 3600 for season, noon in noons.items()
    }
    assert hours == {"spring": 7, "autumn": 9}


def test_a_shift_that_ends_where_the_clock_is_put_back_to_ends_once() -> None:
    """Two o'clock in Berlin comes twice: the late shift goes home at the first, when the night shift begins."""
    day = datetime(2026, 10, 25, tzinfo=UTC)
    shifts = {"late": Shift(time(0), time(2)), "night": Shift(time(2), time(4))}
    hours = {}
    for name, shift in shifts.items():
        sundays = WorkCalendar(name, zone="Europe/Berlin", week={6: (shift,)})
        working = Calendars([sundays], seconds_of(day)).of(name)
        hours[name] = working.between(seconds_of(day) - 43_200, seconds_of(day) + 43_200) / 3600
    assert hours == {"late": 2, "night": 3}
    assert instant_of(datetime(2026, 10, 25, 2), "Europe/Berlin", Doubtful.EARLIER).hour == 0  # noqa: DTZ001
    assert instant_of(datetime(2026, 10, 25, 2), "Europe/Berlin", Doubtful.LATER).hour == 1  # noqa: DTZ001


def test_a_calendar_takes_what_it_does_not_say_from_its_base() -> None:
    holiday = Exceptional(date(2026, 12, 25), date(2026, 12, 26), (), "Christmas")
    office = WorkCalendar.office("office", zone="Europe/Berlin")
    base = WorkCalendar("base", zone="Europe/Berlin", week=office.week, exceptions=(holiday,))
    desk = WorkCalendar("desk", "Desk", "Europe/Berlin", {4: (Shift(time(8), time(12)),)}, base="base")
    working = Calendars([base, desk], seconds_of(datetime(2026, 12, 20, tzinfo=UTC))).of("desk")
    days = [datetime(2026, 12, day, tzinfo=UTC) for day in (17, 18, 25, 29)]
    worked = [working.between(seconds_of(day), seconds_of(day) + 86_400) / 3600 for day in days]
    assert worked == [8, 4, 0, 8]


def test_several_calendars_work_when_all_of_them_do() -> None:
    office = WorkCalendar.office("office")
    late = WorkCalendar("late", week={0: (Shift(time(14), time(22)),)})
    monday = seconds_of(datetime(2026, 11, 30, tzinfo=UTC))
    both = Calendars([office, late], monday).of("late", "office")
    assert both.add(monday, 3 * 3600) == monday + 17 * 3600
    assert both.add(monday, 4 * 3600) == monday + 7 * 86_400 + 15 * 3600


def test_a_calendar_without_work_says_so() -> None:
    never = Calendars([WorkCalendar("never", "Closed")], 0).of("never")
    with pytest.raises(NoWorkingTime, match="calendar “Closed” has too little working time"):
        never.add(0, 60)


def test_times_that_the_clock_never_shows_or_shows_twice_are_refused_or_resolved_as_asked() -> None:
    gap, twice = datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001
    with pytest.raises(NoSuchTime, match="never shows 2026-03-29 02:30"):
        instant_of(gap, "Europe/Berlin")
    with pytest.raises(NoSuchTime, match="shows 2026-10-25 02:30 twice"):
        instant_of(twice, "Europe/Berlin")
    assert instant_of(gap, "Europe/Berlin", Doubtful.EARLIER) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert instant_of(gap, "Europe/Berlin", Doubtful.LATER) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert instant_of(twice, "Europe/Berlin", Doubtful.EARLIER) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant_of(twice, "Europe/Berlin", Doubtful.LATER) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_every_zone_has_its_hours_of_a_year(zone: str) -> None:
    office = WorkCalendar.office("office", zone=zone)
    start = seconds_of(datetime(2026, 1, 5, tzinfo=ZoneInfo(zone)))
    end = seconds_of(datetime(2026, 12, 28, tzinfo=ZoneInfo(zone)))
    assert Calendars([office], start).of("office").between(start, end) == 51 * 40 * 3600


def test_a_blackout_is_kept_apart_from_working_time() -> None:
    freeze = Span(datetime(2026, 12, 4, 20, tzinfo=UTC), datetime(2026, 12, 4, 22, tzinfo=UTC))
    base = WorkCalendar("base", blackouts=(freeze,))
    own = WorkCalendar("own", week={day: (Shift(time(0), time(0)),) for day in range(7)}, base="base")
    working = Calendars([base, own], seconds_of(freeze.start)).of("own")
    assert working.blackouts == ((seconds_of(freeze.start), seconds_of(freeze.end)),)
    assert working.add(seconds_of(freeze.start), 3600) == seconds_of(freeze.start) + 3600
