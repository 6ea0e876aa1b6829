"""Notices that the clock of the server was set, by a clock beside it that only ever goes on."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

#: What is less is how clocks are kept right all the time.
LEAST = timedelta(seconds=30)
#: What is less is how exactly two clocks can be read one after the other.
_OTHER = timedelta(seconds=1)


def steady() -> timedelta:
    """A clock that nobody sets: time since some moment, sleep of the machine included where that is known."""
    kind = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return timedelta(seconds=time.clock_gettime(kind))


#: Names one start of a Linux machine; others do not say.
_START = Path("/proc/sys/kernel/random/boot_id")


def this_start() -> str:
    """The name of this start of this machine, since which its steady clock goes on; "" where there is none."""
    try:
        return _START.read_text(encoding="ascii").strip()[:60]
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class Stood:
    """How a clock stood while somebody looked: `apart` from the steady one, `seen` when that was."""

    apart: datetime
    seen: datetime


class ClockWatch:
    """Compares the two clocks. Give both as they are now.

    `stood` is how this machine's clock stood when somebody looked last, since the same start; `last` when anybody
    looked, on any machine: then it is noticed too that the clock was set while nobody did.
    """

    def __init__(
        self, now: datetime, beside: timedelta, *, stood: Stood | None = None, last: datetime | None = None
    ) -> None:
        self.kept = stood
        if stood is not None:
            self.apart = stood.apart
        else:
            # A time that is yet to come was written by a clock that was set back since, by that much at least.
            self.apart = max(now, last or now) - beside

    def step(self, now: datetime, beside: timedelta) -> timedelta:
        """By how much the clock was set since the last step was seen to; nothing for less than `LEAST`.

        It is said again until it is `seen`.
        """
        by = (now - beside) - self.apart
        return by if abs(by) >= LEAST else timedelta()

    def seen(self, now: datetime, beside: timedelta) -> None:
        """From now on the clock is right as it is."""
        self.apart = now - beside

    def to_keep(self, now: datetime, *, every: timedelta) -> Stood | None:
        """How it stands, where that is to be written down: it differs from what was, or that was long ago."""
        if self.kept is None or abs(self.apart - self.kept.apart) >= _OTHER or abs(now - self.kept.seen) >= every:
            return Stood(self.apart, now)
        return None
