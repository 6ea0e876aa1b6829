"""Working time of many runs at once: positions and instants as arrays, on the stretches of a calendar.

A calendar without pauses is a straight line, its positions are instants. Instants are seconds since the plan starts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from firstlight.engines.scheduling.working_time import WorkingTime

Times = NDArray[np.float64]


class Lookup:
    """One calendar between two instants, with a straight line beyond its ends.

    `origin` is the instant that counts as 0; `reach` how far, in seconds, anything of the plan may go.
    """

    def __init__(self, time: WorkingTime, origin: int, reach: int) -> None:
        self.time = time
        time.position(origin - reach)
        time.position(origin + reach)
        self.blackouts = [(start - origin, end - origin) for start, end in time.blackouts]
        self.straight = time.steady or not time.starts
        if not self.straight:
            self.starts = np.array(time.starts, np.float64) - origin
            self.before = np.array(time.before, np.float64)
            self.lasts = np.array(time.ends, np.float64) - origin - self.starts

    def position(self, at: Times) -> Times:
        """How much was worked until each instant."""
        if self.straight:
            return at
        index = np.maximum(np.searchsorted(self.starts, at, "right") - 1, 0)
        worked: Times = np.clip(at - self.starts[index], 0.0, self.lasts[index])
        worked += self.before[index]
        return worked

    def begin(self, position: Times) -> Times:
        """When work goes on at each position."""
        if self.straight:
            return position
        index = np.maximum(np.searchsorted(self.before, position, "right") - 1, 0)
        found: Times = self.starts[index] + (position - self.before[index])
        return found

    def end(self, position: Times) -> Times:
        """When each position was reached."""
        if self.straight:
            return position
        index = np.maximum(np.searchsorted(self.before, position, "left") - 1, 0)
        found: Times = self.starts[index] + (position - self.before[index])
        return found
