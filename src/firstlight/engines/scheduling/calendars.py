"""When work is done: shifts, weeks, holidays, and times in which nothing may start or end. Facts only.

What they mean in instants, across daylight saving, is in `working_time`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from types import MappingProxyType
from zoneinfo import ZoneInfo

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MIDNIGHT = time(0)
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one instant to a later one, without the later one itself. Both carry their zone."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError(f"{self.start} to {self.end}: an instant carries its zone")
        if self.end <= self.start:
            raise ValueError(f"it ends at {self.end}, which is not after its start at {self.start}")


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """A stretch of work by the clock on the wall, of a day.

    One that ends at or before its start goes on over midnight and belongs to the day on which it starts: 22:00 to 06:00
    is a night, 00:00 to 00:00 a whole day. Times carry no zone; that is the calendar's.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start.tzinfo or self.end.tzinfo:
            raise ValueError("the times of a shift carry no zone: the calendar has it")

    @property
    def seconds(self) -> int:
        """Its start in seconds since midnight."""
        return self.start.hour * 3600 + self.start.minute * 60 + self.start.second

    @property
    def lasts(self) -> int:
        """Its length in seconds by the clock, at most a day."""
        return int(self.length.total_seconds())

    @property
    def length(self) -> timedelta:
        """How long it is by the clock, at most a day."""
        span = _of_day(self.end) - _of_day(self.start)
        return span if span > timedelta(0) else span + _A_DAY


@dataclass(frozen=True, slots=True)
class Exceptional:
    """Days that are unlike their weekday: a holiday without shifts, a Saturday with some. Both days are in it."""

    first: date
    last: date
    shifts: tuple[Shift, ...] = ()
    name: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"“{self.name}” ends on {self.last}, before it begins on {self.first}")
        check_shifts(self.shifts, self.name or str(self.first))


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """A week of shifts in one time zone, with days that are unlike it.

    `week` has the shifts by weekday, Monday is 0; an empty tuple is a day without work. A weekday that is not in it is
    that of the calendar which `base` names, and without a base a day without work. Of exceptions, one's own count
    before those of the base, and the first that holds the day decides. `blackouts` are times in which nothing may
    start or end; work that began before goes on through them. Those of the base count too.
    Raises ValueError, naming the calendar, for overlapping shifts, weekdays beyond 6, unknown zones.
    """

    id: str
    name: str = ""
    zone: str = "UTC"
    week: Mapping[int, tuple[Shift, ...]] = field(default_factory=dict, hash=False)
    exceptions: tuple[Exceptional, ...] = ()
    blackouts: tuple[Span, ...] = ()
    base: str | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError(f"the calendar “{self.name}” has no id")
        check_zone(self.zone, f"calendar “{self.called}”")
        if strange := set(self.week) - set(range(7)):
            raise ValueError(f"calendar “{self.called}” has a weekday {min(strange)}; expected 0 to 6, Monday first")
        if self.base == self.id:
            raise ValueError(f"calendar “{self.called}” is its own base")
        for day, shifts in self.week.items():
            check_shifts(shifts, f"{DAYS[day]} of calendar “{self.called}”")
        object.__setattr__(self, "week", MappingProxyType(dict(self.week)))

    @property
    def called(self) -> str:
        """Its name, or its id where it has none."""
        return self.name or self.id

    @classmethod
    def always(cls, id: str, name: str = "Around the clock") -> WorkCalendar:
        """Day and night, every day: the calendar of machines, and of most cutover weekends."""
        return cls(id, name, week={day: (Shift(_MIDNIGHT, _MIDNIGHT),) for day in range(7)})

    @classmethod
    def office(cls, id: str, name: str = "Standard", zone: str = "UTC") -> WorkCalendar:
        """Monday to Friday, 8 to 12 and 13 to 17: what planning tools begin with."""
        day = (Shift(time(8), time(12)), Shift(time(13), time(17)))
        return cls(id, name, zone, week={number: day if number < 5 else () for number in range(7)})


def check_zone(zone: str, where: str) -> None:
    """Raises ValueError for a name that is no time zone, saying where it stands."""
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, KeyError):
        # An unknown name is a KeyError; others lead to folders, or outside of them.
        raise ValueError(_no_zone(zone, where)) from None


def check_shifts(shifts: tuple[Shift, ...], where: str) -> None:
    """Raises ValueError where two shifts of a day overlap, or the last one runs into the first of the same day."""
    spans = sorted((_of_day(one.start), _of_day(one.start) + one.length) for one in shifts)
    for (_, end), (start, _) in pairwise(spans):
        if start < end:
            raise ValueError(f"{where}: a shift that starts at {_clock(start)} overlaps one that ends at {_clock(end)}")


def _no_zone(zone: str, where: str) -> str:
    return f"{where}: “{zone}” is not a time zone; expected a name such as Europe/Berlin"


def _of_day(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)


def _clock(since_midnight: timedelta) -> str:
    minutes = int(since_midnight.total_seconds() // 60) % 1440
    return f"{minutes // 60:02}:{minutes % 60:02}"
