"""The clock of a run, and that of its plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZERO = timedelta()
Pause = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class RunClock:
    """Turns times of the clock into times of the plan and back. Neither turns an order of two times around.

    The plan is `shift` earlier, and stands still in the `pauses` (in their order). A live run has none of these: the
    clock of a real window does not stop, so a pause there is a delay that shows.
    """

    shift: timedelta = ZERO
    pauses: tuple[Pause, ...] = ()

    @classmethod
    def of(cls, shift: int, pauses: Iterable[Iterable[str | None]], now: datetime, *, stops: bool) -> RunClock:
        """Of what a run keeps: seconds, and pairs of times as text, of which the last may be open."""
        spans = [tuple(datetime.fromisoformat(at) if at else now for at in pair) for pair in pauses] if stops else []
        return cls(timedelta(seconds=shift), tuple((start, max(start, end)) for start, end in spans))

    def to_plan(self, at: datetime) -> datetime:
        """When that was in the time of the plan."""
        stood = sum((min(max(at, start), end) - start for start, end in self.pauses), ZERO)
        return at - stood - self.shift

    def to_wall(self, at: datetime) -> datetime:
        """When a time of the plan is by the clock. Exactly when a pause begins it is before that pause."""
        at = at + self.shift
        for start, end in self.pauses:
            if at > start:
                at += end - start
        return at

    @property
    def paused(self) -> timedelta:
        """How long the plan stood still."""
        return sum((end - start for start, end in self.pauses), ZERO)


def said_at(at: datetime, zone: ZoneInfo) -> str:
    """A time in a sentence, as the clock of that zone has it: 5 Dec, 22:00."""
    there = at.astimezone(zone)
    return f"{there.day} {there:%b, %H:%M}"
