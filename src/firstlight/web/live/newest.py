"""Which board of a run is shown: how it stands, or the one of a moment ago."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from firstlight.cutover.models import Run
from firstlight.web.live.streams import Seen

#: Seconds within which several changes are told together to those who ask; to streams they come as they happen.
TOGETHER = 1.0
#: A board that takes longer than so many seconds to make, as that of many thousands of steps, is made more rarely: four
#: times as long as that took passes between two of them, at most `LONGEST`.
SLOW, LONGEST = 0.25, 5.0
#: Nobody is shown a board that is older than so many seconds while another is made beside.
OLDEST = 10.0


@dataclass(frozen=True, slots=True)
class Made:
    """A board that was made: of which run as it stood, for which moment; when, and its seconds of processor time."""

    run: Run
    now: datetime
    seen: Seen
    at: float
    took: float


class Newest:
    """The newest board of each run in this process.

    However often a run moves its board is made a few times a second, and what came in between is told together. While
    one makes it all others are shown the one before, so that nobody waits and no thread is held.
    """

    def __init__(self) -> None:
        self._made: dict[int, Made] = {}
        self._making: set[int] = set()

    def instead(self, run: int, version: int, least: Seen, *, together: float = TOGETHER) -> Made | None:
        """A board that may be shown in place of one at that version; None where another has to be made.

        Nobody is led back: never one older than `least`, which somebody has seen.
        """
        made = self._made.get(run)
        if made is None or not _serves(made, version, least):
            return None
        pause = min(4 * made.took, LONGEST) if made.took > SLOW else together
        return made if run in self._making or time.monotonic() - made.at < pause else None

    def before_a_slow_one(self, run: int, version: int, least: Seen) -> Made | None:
        """The board that is shown while another is made beside; None where that is quick, or it is too old to show."""
        made = self._made.get(run)
        if made is None or not _serves(made, version, least) or made.took <= SLOW:
            return None
        return made if time.monotonic() - made.at < OLDEST else None

    def begin(self, run: int) -> None:
        """A board of the run begins to be made."""
        self._making.add(run)

    def end(self, run: int) -> None:
        """It is made, or could not be."""
        self._making.discard(run)

    def made(self, run: Run, now: datetime, seen: Seen, took: float) -> None:
        """A board is there that can be shown."""
        self._made[run.pk] = Made(run, now, seen, time.monotonic(), took)

    def clear(self) -> None:
        """Forget all of them."""
        self._made.clear()


def _serves(made: Made, version: int, least: Seen) -> bool:
    return least.version <= made.seen.version <= version and least.minute <= made.seen.minute
