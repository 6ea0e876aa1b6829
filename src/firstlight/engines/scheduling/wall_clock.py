"""From the clock on the wall to instants, across the hours that daylight saving leaves out or has twice.

Instants here are whole seconds since 1970 in UTC; `moment` and `seconds_of` translate.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  (the wall clock of UTC)
_SECOND = timedelta(seconds=1)


class Doubtful(StrEnum):
    """What to do with a time that the clock shows twice, or never."""

    REFUSE = "refuse"
    EARLIER = "earlier"
    LATER = "later"


class NoSuchTime(ValueError):
    """A time of the wall clock that is no instant, or two."""


def seconds_of(at: datetime) -> int:
    """Seconds since 1970 of an instant with a zone; fractions are cut off."""
    return (at.astimezone(UTC).replace(tzinfo=None) - _EPOCH) // _SECOND


def moment(seconds: int) -> datetime:
    """The instant, in UTC."""
    return (_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=UTC)


def instant_of(wall: datetime, zone: str, doubtful: Doubtful = Doubtful.REFUSE) -> datetime:
    """The instant, in UTC, at which the clock of the zone shows that time.

    Where the clock was put back it shows an hour twice: EARLIER and LATER choose. Where it was put forward it leaves an
    hour out: both take the instant of the change. REFUSE raises NoSuchTime for either, with a sentence.
    """
    place = ZoneInfo(zone)
    first, _ = bounds(wall, place)
    before, after = _offsets(wall, place)
    if before != after and doubtful is Doubtful.REFUSE:
        shown = f"{wall:%Y-%m-%d %H:%M}"
        if after > before:
            raise NoSuchTime(f"the clock of {zone} never shows {shown}: it is put forward then; give another time")
        raise NoSuchTime(f"the clock of {zone} shows {shown} twice, as it is put back then; give the offset from UTC")
    twice = before > after and doubtful is Doubtful.LATER
    return moment(first + before - after if twice else first)


def bounds(wall: datetime, zone: ZoneInfo) -> tuple[int, int]:
    """The first instant at which the clock shows that time or more, and the first after which it never shows less.

    They are the same but within the hour that the clock shows twice: not at its very beginning, below which the clock
    is not put back. In the hour it leaves out, both are the change.
    """
    before, after = _offsets(wall, zone)
    local = (wall - _EPOCH) // _SECOND
    if before == after:
        return local - before, local - before
    if before > after:
        put_back_to_it = offset_at(moment(local - after - 1).astimezone(zone)) == before
        return local - before, local - (before if put_back_to_it else after)
    change = _change(local - after, local - before, zone)
    return change, change


def _offsets(wall: datetime, zone: ZoneInfo) -> tuple[int, int]:
    """The offset from UTC in seconds, as it is before a change of the clock at that time, and after it."""
    known = wall.replace(tzinfo=zone)
    return offset_at(known), offset_at(known.replace(fold=1))


def offset_at(at: datetime) -> int:
    """Seconds from UTC of a time with a zone."""
    return (at.utcoffset() or timedelta(0)) // _SECOND


def _change(low: int, high: int, zone: ZoneInfo) -> int:
    """The first instant after `low`, at most `high`, with another offset than at `low`."""
    first = offset_at(moment(low - 1).astimezone(zone))
    return first_where(lambda at: offset_at(moment(at).astimezone(zone)) != first, low, high)


def first_where(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The least number from `low` to `high` of which something holds that then goes on to hold."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low
