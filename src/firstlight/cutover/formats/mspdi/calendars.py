"""Calendars: weeks, exceptions that recur, work weeks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta

from firstlight.contracts.tables import Unreadable
from firstlight.cutover.formats.mspdi.elements import Parts
from firstlight.cutover.formats.mspdi.values import Row
from firstlight.engines.scheduling import Exceptional, Shift, WorkCalendar

#: Where a working day says no hours.
_OFFICE = (Shift(time(8), time(12)), Shift(time(13), time(17)))
_A_DAY = timedelta(days=1)
#: Days of one exception that are looked at.
_MOST_DAYS = 40_000
_DAILY, _YEARLY, _YEARLY_BY_PLACE, _MONTHLY, _MONTHLY_BY_PLACE, _WEEKLY = range(1, 7)


def read_calendars(parts: Parts, zone: str) -> Iterator[WorkCalendar]:
    """The calendars of a file."""
    for node in parts.calendars:
        uid = node.words("UID")
        name = node.words("Name")
        row = Row(node, parts, zone, f"Calendar “{name or uid}”")
        base = row.words("BaseCalendarUID")
        try:
            yield WorkCalendar(
                id=uid,
                name=name,
                zone=zone,
                week=_week(row, "WeekDays"),
                exceptions=tuple(_exceptions(row)),
                base=base if base not in ("", "-1", "0") and not row.flag("IsBaseCalendar") else None,
            )
        except ValueError as error:
            raise parts.unlikely(row.where, str(error)) from None


def _week(row: Row, group: str) -> dict[int, tuple[Shift, ...]]:
    """Shifts by weekday, Monday is 0; the format counts from Sunday, 1."""
    days = row.node.find(group)
    found = {}
    for node in days.all("WeekDay") if days else ():
        day = Row(node, row.parts, row.zone, row.where)
        kind = int(day.number("DayType"))
        if 1 <= kind <= 7:
            found[(kind + 5) % 7] = _shifts(day)
    return found


def _shifts(day: Row) -> tuple[Shift, ...]:
    if not day.flag("DayWorking"):
        return ()
    times = day.node.find("WorkingTimes")
    found = []
    for node in times.all("WorkingTime") if times else ():
        one = Row(node, day.parts, day.zone, day.where)
        start, end = one.clock("FromTime"), one.clock("ToTime")
        if start is not None and end is not None:
            found.append(Shift(start, end))
    return tuple(found) or _OFFICE


def _exceptions(row: Row) -> Iterator[Exceptional]:
    """Exceptions, those of old files among the weekdays, then work weeks: an exception counts before a work week."""
    groups = ((row.node.find("Exceptions"), "Exception"), (row.node.find("WeekDays"), "WeekDay"))
    for group, name in groups:
        for node in group.all(name) if group else ():
            one = Row(node, row.parts, row.zone, row.where)
            first, last = one.day("TimePeriod", "FromDate"), one.day("TimePeriod", "ToDate")
            if first is None or last is None or (name == "WeekDay" and one.words("DayType") != "0"):
                continue
            shifts, called = _shifts(one), one.words("Name")
            yield from (Exceptional(start, end, shifts, called) for start, end in _runs(_days(one, first, last)))
    weeks = row.node.find("WorkWeeks")
    for node in weeks.all("WorkWeek") if weeks else ():
        one = Row(node, row.parts, row.zone, row.where)
        first, last = one.day("TimePeriod", "FromDate"), one.day("TimePeriod", "ToDate")
        week = _week(one, "WeekDays")
        if first is None or last is None:
            continue
        for day in _between(one, first, last):
            if day.weekday() in week:
                yield Exceptional(day, day, week[day.weekday()], one.words("Name"))


def _runs(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Days that follow each other, as one."""
    start = end = None
    for day in days:
        if end is not None and start is not None and day != end + _A_DAY:
            yield start, end
            start = None
        start, end = start or day, day
    if start is not None and end is not None:
        yield start, end


def _between(row: Row, first: date, last: date) -> Iterator[date]:
    if (last - first).days > _MOST_DAYS:
        raise _too_long(row)
    while first <= last:
        yield first
        first += _A_DAY


def _too_long(row: Row) -> Unreadable:
    return row.parts.refused(row.where, "TimePeriod", row.words("TimePeriod", "ToDate"), "an exception below a century")


def _days(row: Row, first: date, last: date) -> Iterator[date]:
    """The days of an exception by how it recurs; a kind that is not known counts on all of its days."""
    kind, every = int(row.number("Type", _DAILY)), max(int(row.number("Period", 1)), 1)
    weekdays, month = int(row.number("DaysOfWeek")), int(row.number("Month")) + 1
    place, item, number = int(row.number("MonthPosition")), int(row.number("MonthItem")), int(row.number("MonthDay"))
    for day in _between(row, first, last):
        weeks = ((day - first).days + (first.weekday() + 1) % 7) // 7
        months = (day.year - first.year) * 12 + day.month - first.month
        if kind == _WEEKLY:
            fits = bool(weekdays >> (day.weekday() + 1) % 7 & 1) and weeks % every == 0
        elif kind in (_MONTHLY, _YEARLY):
            in_month = months % every == 0 if kind == _MONTHLY else day.month == month
            fits = in_month and day.day == number
        elif kind in (_MONTHLY_BY_PLACE, _YEARLY_BY_PLACE):
            in_month = months % every == 0 if kind == _MONTHLY_BY_PLACE else day.month == month
            fits = in_month and _is_item(day, item) and _at_place(day, place, item)
        else:
            fits = (day - first).days % every == 0
        if fits:
            yield day


def _is_item(day: date, item: int) -> bool:
    """0 any day, 1 a weekday, 2 of the weekend, 3 to 9 Sunday to Saturday."""
    if item in (0, 1, 2):
        return item == 0 or (day.weekday() < 5) is (item == 1)
    return day.weekday() == (item + 3) % 7


def _at_place(day: date, place: int, item: int) -> bool:
    """Whether it is the first (0) to fourth (3) of its kind in the month, or the last (4)."""
    month = [day.replace(day=number) for number in range(1, 32) if _exists(day, number)]
    same = [one for one in month if _is_item(one, item)]
    return same[-1] == day if place == 4 else place < len(same) and same[place] == day


def _exists(day: date, number: int) -> bool:
    try:
        day.replace(day=number)
    except ValueError:
        return False
    return True
