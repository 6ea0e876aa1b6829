"""A calendar as stretches of working time in UTC, and moving through them. Seconds throughout, see `wall_clock`.

A *position* is how much was worked since the anchor: negative before it. It stands still while nobody works, so that
one position is several instants: `begin` gives the last of them, when work goes on, `end` the first, when it stopped.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from firstlight.engines.scheduling.calendars import Shift, WorkCalendar
from firstlight.engines.scheduling.wall_clock import bounds, moment, offset_at, seconds_of

_MINUTE, _DAY = 60, 86_400
_YEAR = 366 * _DAY
#: As far from the anchor as anybody looks for work.
_FARTHEST = 60 * _YEAR
#: Beyond any plan, and well within what numpy counts exactly.
FAR = 2**50

_A_DAY = timedelta(days=1)

Stretch = tuple[int, int]


class NoWorkingTime(ValueError):
    """A calendar in which the work cannot be done: nothing is worked for sixty years."""


class WorkingTime:
    """The stretches of one calendar, or of what several have in common, made as far as they are asked for.

    `made` gives the stretches between two instants, in order, apart from each other. `blackouts` are stretches in which
    nothing may start or end. `name` is for sentences.
    """

    def __init__(
        self,
        name: str,
        anchor: int,
        made: Callable[[int, int], list[Stretch]],
        blackouts: Sequence[Stretch] = (),
    ) -> None:
        self.name, self.anchor, self._made = name, anchor, made
        self.blackouts = tuple(merged(blackouts))
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.before: list[int] = []
        self.first = self.last = anchor
        self._make(anchor - _YEAR // 12, anchor + _YEAR // 2)

    @classmethod
    def clock(cls, blackouts: Sequence[Stretch] = ()) -> WorkingTime:
        """Time of the clock: everything is working time, and positions are instants."""
        endless = cls("the clock", 0, lambda first, last: [(-FAR, FAR)], blackouts)
        endless.first, endless.last = -FAR, FAR
        return endless

    @property
    def steady(self) -> bool:
        """Whether every second is working time, as far as was looked."""
        return len(self.starts) == 1 and self.starts[0] <= self.first and self.ends[0] >= self.last

    def _make(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        stretches = self._made(first, last)
        self.starts = [start for start, _ in stretches]
        self.ends = [end for _, end in stretches]
        self.before, worked, at_anchor = [], 0, 0
        for start, end in stretches:
            self.before.append(worked)
            if start < self.anchor:
                at_anchor = worked + min(end, self.anchor) - start
            worked += end - start
        if at_anchor:
            self.before = [one - at_anchor for one in self.before]

    def _reach(self, at: int) -> None:
        """Have the stretches around an instant."""
        if not self.first <= at <= self.last:
            if abs(at - self.anchor) > 2 * _FARTHEST:
                raise NoWorkingTime(
                    f"{self.name} is asked for a time that is {abs(at - self.anchor) // _YEAR} years off"
                )
            self._make(min(self.first, at - _YEAR // 2), max(self.last, at + _YEAR))

    def _more(self, later: bool) -> None:
        """Look further, for work that does not fit into what is there."""
        reach = 2 * (self.last - self.first)
        if reach > _FARTHEST:
            raise NoWorkingTime(f"{self.name} has too little working time for what is planned in it")
        self._make(self.first - (0 if later else reach), self.last + (reach if later else 0))

    def position(self, at: int) -> int:
        """How much was worked from the anchor until then."""
        if not self.first <= at <= self.last:
            self._reach(at)
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return self.before[0] if self.before else 0
        end = self.ends[index]
        return self.before[index] + (at if at < end else end) - self.starts[index]

    def begin(self, position: int) -> int:
        """When work goes on at that position: the last instant at which so much was worked."""
        while not self.starts or position < self.before[0] or position >= self._worked():
            self._more(later=(bool(self.starts) and position >= self.before[0]) or not self.starts)
        index = bisect_right(self.before, position) - 1
        return self.starts[index] + position - self.before[index]

    def end(self, position: int) -> int:
        """When that position was reached: the first instant at which so much was worked."""
        while not self.starts or position <= self.before[0] or position > self._worked():
            self._more(later=(bool(self.starts) and position > self.before[0]) or not self.starts)
        index = bisect_left(self.before, position) - 1
        return self.starts[index] + position - self.before[index]

    def _worked(self) -> int:
        return self.before[-1] + self.ends[-1] - self.starts[-1]

    def onwards(self, at: int) -> int:
        """That instant if work goes on then, or the next at which it does."""
        if not self.first <= at <= self.last:
            self._reach(at)
        index = bisect_right(self.starts, at) - 1
        if index >= 0 and at < self.ends[index]:
            return at
        if index + 1 < len(self.starts):
            return self.starts[index + 1]
        return self.begin(self.position(at))

    def backwards(self, at: int) -> int:
        """That instant if work was done just before it, or the last before it at which work stopped."""
        if not self.first <= at <= self.last:
            self._reach(at)
        index = bisect_left(self.starts, at) - 1
        if index >= 0:
            return at if at <= self.ends[index] else self.ends[index]
        return self.end(self.position(at))

    def begin_by(self, at: int) -> int:
        """The last minute until then in which work can begin: that instant, or a minute before work stopped."""
        return at if self.onwards(at) == at else self.begin(self.position(at) - _MINUTE)

    def next_start(self, at: int) -> int:
        """The next instant after that one at which work begins; that one itself where it never stops."""
        self._reach(at)
        index = bisect_right(self.starts, at)
        if index < len(self.starts):
            return self.starts[index]
        if self.steady:
            return at
        return self.begin(self._worked())

    def worked(self, start: int, end: int) -> list[Stretch]:
        """What is worked between two instants."""
        self._reach(start)
        self._reach(end)
        first, last = max(bisect_right(self.starts, start) - 1, 0), bisect_left(self.starts, end)
        near = zip(self.starts[first:last], self.ends[first:last], strict=True)
        return [(max(one, start), min(other, end)) for one, other in near if other > start]

    def touches(self, at: int) -> bool:
        """Whether work goes on then or has just stopped: where a milestone may stand."""
        if not self.first <= at <= self.last:
            self._reach(at)
        index = bisect_right(self.starts, at) - 1
        return index >= 0 and at <= self.ends[index]

    def add(self, at: int, work: int) -> int:
        """When so much work from that instant on is done; for negative work, when to begin to be done by then."""
        if work > 0:
            return self.end(self.position(at) + work)
        return self.begin(self.position(at) + work) if work else at

    def latest_before(self, at: int, lag: int) -> int:
        """The last instant, to the minute, from which `add` with that lag leads no further than to that instant.

        Back in working time leads to where work goes on, so never to an instant at which it has just stopped.
        """
        return self.begin(self.position(self.begin_by(at) if lag < 0 else at) - lag)

    def between(self, start: int, end: int) -> int:
        """How much is worked from one instant to another; negative when the other is earlier."""
        return self.position(end) - self.position(start)


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In order, what overlaps or touches joined, what is empty left out."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def in_common(left: Sequence[Stretch], right: Sequence[Stretch]) -> list[Stretch]:
    """What two lists of stretches, each in order, have in common."""
    found: list[Stretch] = []
    one = other = 0
    while one < len(left) and other < len(right):
        start = max(left[one][0], right[other][0])
        end = min(left[one][1], right[other][1])
        if start < end:
            found.append((start, end))
        if left[one][1] <= right[other][1]:
            one += 1
        else:
            other += 1
    return found


class Calendars:
    """The working time of a plan's calendars, each made once. `anchor` is an instant within the plan."""

    def __init__(self, calendars: Iterable[WorkCalendar], anchor: int, blackouts: Sequence[Stretch] = ()) -> None:
        self._known = {calendar.id: calendar for calendar in calendars}
        self._anchor, self._blackouts = anchor, list(blackouts)
        self._made: dict[frozenset[str], WorkingTime] = {}
        self.clock = WorkingTime.clock(self._blackouts)

    def of(self, *ids: str) -> WorkingTime:
        """The working time of a calendar, or what several have in common."""
        key = frozenset(self._plain(id) for id in ids)
        if key not in self._made:
            self._made[key] = self._make(sorted(key))
        return self._made[key]

    def _plain(self, id: str) -> str:
        """The calendar, or its base where it says nothing of its own."""
        one = self._known[id]
        while one.base is not None and not (one.week or one.exceptions or one.blackouts):
            if one.zone != self._known[one.base].zone:
                break
            one = self._known[one.base]
        return one.id

    def _make(self, ids: Sequence[str]) -> WorkingTime:
        chains = [lineage(self._known, id) for id in ids]
        blackouts = [
            (seconds_of(span.start), seconds_of(span.end))
            for chain in chains
            for one in chain
            for span in one.blackouts
        ]
        name = " with ".join(f"calendar “{self._known[id].called}”" for id in ids)

        def made(first: int, last: int) -> list[Stretch]:
            found = stretches(chains[0], first, last)
            for chain in chains[1:]:
                found = in_common(found, stretches(chain, first, last))
            return found

        return WorkingTime(name, self._anchor, made, [*self._blackouts, *blackouts])


def lineage(known: Mapping[str, WorkCalendar], id: str) -> tuple[WorkCalendar, ...]:
    """A calendar and those that it is based on, itself first."""
    chain = [known[id]]
    while (base := chain[-1].base) is not None:
        chain.append(known[base])
    return tuple(chain)


def stretches(chain: Sequence[WorkCalendar], first: int, last: int) -> list[Stretch]:
    """When a calendar works between two instants. The zone is that of the calendar itself, not of its bases.

    A shift begins at the first instant at which the clock shows its start or more, and ends at the first after which
    the clock never shows less than its end: a night with the hour that comes twice is an hour longer, one with the hour
    that is left out an hour shorter.
    """
    zone = ZoneInfo(chain[0].zone)
    week = [_weekday(chain, number) for number in range(7)]
    exceptions = [one for calendar in chain for one in calendar.exceptions]
    if not exceptions and all(_whole(shifts) for shifts in week):
        return [(first, last)]
    # Two days more on either side: no zone is further from UTC, and nights end on the next day.
    from_day, to_day = _date(first) - 2 * _A_DAY, _date(last) + 2 * _A_DAY
    special = {
        day: one.shifts
        for one in reversed(exceptions)
        for day in _days(max(one.first, from_day), min(one.last, to_day))
    }
    found: list[Stretch] = []
    steady = _steady(zone, from_day, to_day)
    midnight = seconds_of(datetime.combine(from_day, time(0), UTC))
    for number, day in enumerate(_days(from_day, to_day)):
        for shift in special.get(day, week[day.weekday()]):
            offset = steady[number]
            if offset is not None:
                opened = midnight + number * _DAY + shift.seconds - offset
                found.append((opened, opened + shift.lasts))
                continue
            opens = datetime.combine(day, shift.start)
            found.append((bounds(opens, zone)[0], bounds(opens + shift.length, zone)[1]))
    return [(max(start, first), min(end, last)) for start, end in merged(found) if end > first and start < last]


def _steady(zone: ZoneInfo, first: date, last: date) -> list[int | None]:
    """The offset from UTC of each day that has one from its eve to three days later; None of the others."""
    days = _days(first - _A_DAY, last + 4 * _A_DAY)
    offsets = [offset_at(datetime.combine(day, time(0), UTC).astimezone(zone)) for day in days]
    count = (last - first).days + 1
    return [offsets[at + 1] if len(set(offsets[at : at + 5])) == 1 else None for at in range(count)]


def _weekday(chain: Sequence[WorkCalendar], number: int) -> tuple[Shift, ...]:
    return next((calendar.week[number] for calendar in chain if number in calendar.week), ())


def _whole(shifts: tuple[Shift, ...]) -> bool:
    return len(shifts) == 1 and shifts[0].start == shifts[0].end == time(0)


def _date(at: int) -> date:
    return moment(at).date()


def _days(first: date, last: date) -> Iterable[date]:
    while first <= last:
        yield first
        first += _A_DAY
