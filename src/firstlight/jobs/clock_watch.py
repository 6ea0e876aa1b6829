"""Notices that the clock of the server was set, by a clock beside it that only ever goes on."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

#: What is less is how clocks are kept right all the time.
LEAST = timedelta(seconds=30)


def steady() -> timedelta:
    """A clock that nobody sets: time since some moment, sleep of the machine included where that is known."""
    kind = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return timedelta(seconds=time.clock_gettime(kind))


class ClockWatch:
    """Compares the two clocks. Give both as they are now."""

    def __init__(self, now: datetime, beside: timedelta) -> None:
        self.apart = now - beside

    def step(self, now: datetime, beside: timedelta) -> timedelta:
        """By how much the clock was set since the last step was seen to; nothing for less than `LEAST`.

        It is said again until it is `seen`.
        """
        by = (now - beside) - self.apart
        return by if abs(by) >= LEAST else timedelta()

    def seen(self, now: datetime, beside: timedelta) -> None:
        """From now on the clock is right as it is."""
        self.apart = now - beside
