"""Until when there is a way back: before what cannot be undone begins, and early enough to be back in the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from firstlight.engines.scheduling.chance.durations import draw, pert
from firstlight.engines.scheduling.chance.lookup import Times
from firstlight.engines.scheduling.chance.runs import Model, Runs
from firstlight.engines.scheduling.facts import ThreePoint
from firstlight.engines.scheduling.wall_clock import moment, seconds_of

#: A moment to decide is told to the minute.
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class RollbackChance:
    """The way back. `last_decision` is the latest moment at which to decide it, None where there is none in time.

    `no_return` is the point of no return: when something that cannot be undone may begin (one run in ten begins it
    earlier), None where everything can be undone. `longest` is what going back takes at the last decision, nine times
    of ten. `confidence` is how sure it is to be back by the end of the window.
    """

    last_decision: datetime | None
    no_return: datetime | None
    longest: timedelta
    confidence: float


@dataclass(slots=True)
class Undoing:
    """When what has to be undone begins in each run, and when there is no way back."""

    undone: list[int] = field(default_factory=list)
    final: list[int] = field(default_factory=list)
    starts: list[list[Times]] = field(default_factory=list)
    no_return: list[Times] = field(default_factory=list)

    @classmethod
    def of(cls, model: Model) -> Undoing:
        """What of a plan takes time to undo, and what cannot be undone."""
        tasks = [(number, task) for number, task in enumerate(model.network.tasks) if model.network.leaf[number]]
        undone = [number for number, task in tasks if task.undo is not None]
        return cls(undone, [number for number, task in tasks if task.irreversible])

    def note(self, model: Model, runs: Runs) -> None:
        """Keep what these runs say."""
        size = runs.end.size

        def begins(number: int) -> Times:
            at = model.own(number).begin(runs.starts[number])
            return at if at.size == size else np.full(size, at[0])

        self.starts.append([begins(number) for number in self.undone])
        if self.final:
            self.no_return.append(np.min([begins(number) for number in self.final], axis=0))


def last_decision(
    model: Model, undoing: Undoing, limit: float | None, confidence: float, seed: int
) -> RollbackChance | None:
    """The latest moment from which the way back ends in the window, that sure; None without a way back or a window.

    What is undone is what has begun by then, one after the other, besides what going back takes in any case.
    """
    plan = model.network.plan
    points = [task.undo for task in (model.network.tasks[number] for number in undoing.undone) if task.undo]
    if limit is None or plan.window is None or (plan.rollback is None and not points):
        return None
    starts = [np.concatenate(parts) for parts in zip(*undoing.starts, strict=True)]
    size = sum(parts[0].size for parts in undoing.starts) if starts else 10_000
    random = np.random.default_rng([seed, 1 << 20])
    always = _lasting(plan.rollback, random, size) if plan.rollback else np.zeros(size, np.float32)
    times = [_lasting(one, random, size) for one in points]

    def back(at: float) -> NDArray[np.float64]:
        total = always.astype(np.float64)
        for begins, lasts in zip(starts, times, strict=True):
            total += np.where(begins < at, lasts, np.float32(0))
        return total

    opens = max(float(seconds_of(plan.window.start) - model.origin), 0.0)
    final = float(np.percentile(np.concatenate(undoing.no_return), 10)) if undoing.final else None
    last = _latest(back, opens, limit if final is None else min(limit, final), limit, confidence)
    longest = float(np.percentile(back(last if last is not None else opens), 90))
    return RollbackChance(
        last_decision=None if last is None else moment(model.origin + int(last)),
        no_return=None if final is None else moment(model.origin + int(final)),
        longest=timedelta(seconds=round(longest)),
        confidence=confidence,
    )


def _latest(
    back: Callable[[float], NDArray[np.float64]], first: float, last: float, limit: float, confidence: float
) -> float | None:
    """The last minute from which enough runs are back in time: the later one decides, the later it ends."""

    def holds(at: float) -> bool:
        return float((at + back(at) <= limit).mean()) >= confidence

    low, high = int(first // _MINUTE), int(last // _MINUTE)
    if high < low or not holds(low * _MINUTE):
        return None
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle * _MINUTE):
            low = middle
        else:
            high = middle - 1
    return float(low * _MINUTE)


def _lasting(points: ThreePoint, random: np.random.Generator, size: int) -> NDArray[np.float32]:
    table = pert(points).astype(np.float32)[None, :]
    drawn: NDArray[np.float32] = draw(table, random.standard_normal((1, size), np.float32))[0]
    return drawn
