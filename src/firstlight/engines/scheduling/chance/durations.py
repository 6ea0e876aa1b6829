"""What a task may last: from three points, from rehearsals, or from a spread that is assumed in plain sight.

Every distribution is a table of its quantiles at the same marks of the normal distribution, so that drawing is one
look-up whatever the shape, and a common factor of a team can be mixed in before it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from firstlight.engines.scheduling.facts import Task, ThreePoint
from firstlight.engines.scheduling.plan import Plan

Table = NDArray[np.float32]
#: Marks are this many standard deviations to either side, so many to one deviation.
REACH, FINE = 4, 16
MARKS = 2 * REACH * FINE + 1
#: An estimate counts as much as so many rehearsals.
WEIGHT = 3.0
#: Below this nobody's durations vary, in parts of the logarithm: rehearsals that agree by chance prove little.
_LEAST_SPREAD = 0.03


class Basis(StrEnum):
    """Where the outlook of a task comes from."""

    CERTAIN = "certain"
    ESTIMATE = "estimate"
    REHEARSED = "rehearsed"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Spread:
    """What tasks without an estimate are taken to last, as shares of their duration: at best and at worst."""

    low: float = 0.8
    high: float = 1.5

    def __post_init__(self) -> None:
        if not 0 < self.low <= 1 <= self.high < 100:
            raise ValueError(f"a spread from {self.low} to {self.high} is not accepted; expected such as 0.8 to 1.5")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one task may last, in working time of its calendar: one in ten is below `p10`, one in ten above `p90`."""

    id: str
    basis: Basis
    p10: timedelta
    p50: timedelta
    p90: timedelta
    rehearsals: int
    table: Table


def outlooks(
    plan: Plan, rehearsals: Mapping[str, Sequence[timedelta]] | None = None, spread: Spread | None = None
) -> dict[str, Outlook]:
    """The outlook of every task that is neither a summary nor done.

    `rehearsals` are the durations that rehearsals took, by task, in the same kind of time as its duration.
    """
    known = {
        id: [one.total_seconds() for one in times if one.total_seconds() > 0]
        for id, times in (rehearsals or {}).items()
    }
    spread, summaries = spread or Spread(), plan.summaries
    tasks = [task for task in plan.tasks if task.id not in summaries and not task.progress.done]
    pace = _pace(tasks, known)
    return {task.id: _outlook(task, known.get(task.id, ()), pace, spread) for task in tasks}


def _pace(tasks: Sequence[Task], known: Mapping[str, Sequence[float]]) -> float:
    """How much longer than expected rehearsed tasks took on the whole, as a logarithm, drawn towards none when few."""
    ratios = [math.log(time / _centre(task)) for task in tasks for time in known.get(task.id, ()) if _centre(task) > 0]
    return sum(ratios) / (len(ratios) + WEIGHT)


def _centre(task: Task) -> float:
    likely = task.estimate.likely if task.estimate else task.expected
    return likely.total_seconds()


def _outlook(task: Task, times: Sequence[float], pace: float, spread: Spread) -> Outlook:
    likely = _centre(task)
    if likely <= 0:
        return _told(task, Basis.CERTAIN, np.zeros(MARKS), 0)
    if task.estimate is not None:
        basis, points = Basis.ESTIMATE, task.estimate
    else:
        expected = task.expected
        basis, points = Basis.ASSUMED, ThreePoint(expected * spread.low, expected, expected * spread.high)
    table = pert(points) * math.exp(pace)
    if times:
        table, basis = learned(table, times), Basis.REHEARSED
    return _told(task, basis, table, len(times))


def _told(task: Task, basis: Basis, table: NDArray[np.float64], count: int) -> Outlook:
    p10, p50, p90 = (timedelta(seconds=round(float(np.interp(at, marks(), table)))) for at in (-1.2816, 0, 1.2816))
    return Outlook(task.id, basis, p10, p50, p90, count, table.astype(np.float32))


def learned(before: NDArray[np.float64], times: Sequence[float]) -> NDArray[np.float64]:
    """What is known after rehearsals: logarithms of durations, the estimate weighing as much as three of them.

    Mean and variance are those of the normal distribution with unknown mean and variance after so many observations;
    what is drawn is the next one, so the uncertainty of the mean is in it.
    """
    logs = np.log(np.maximum(before, 1.0))
    mean = float(np.interp(0, marks(), logs))
    spread = (float(np.interp(1, marks(), logs)) - float(np.interp(-1, marks(), logs))) / 2
    seen = np.log(np.asarray(times))
    count, own = len(times), float(seen.mean())
    total = WEIGHT + count
    after = (WEIGHT * mean + count * own) / total
    squares = WEIGHT * spread**2 + float(((seen - own) ** 2).sum()) + WEIGHT * count / total * (own - mean) ** 2
    deviation = max(math.sqrt(squares / total * (1 + 1 / total)), _LEAST_SPREAD)
    found: NDArray[np.float64] = np.exp(after + deviation * marks())
    return found


def pert(points: ThreePoint) -> NDArray[np.float64]:
    """Quantiles of the PERT distribution (a beta with a weight of four on the likely), in seconds."""
    low, likely, high = (one.total_seconds() for one in (points.low, points.likely, points.high))
    if high <= low:
        return np.full(MARKS, likely)
    return low + (high - low) * _beta(round(1 + 4 * (likely - low) / (high - low), 4))


@lru_cache(maxsize=4096)
def _beta(first: float) -> NDArray[np.float64]:
    """Quantiles of the beta distribution whose two parameters add up to six, by sums over a fine grid."""
    grid = (np.arange(1024) + 0.5) / 1024
    density = np.exp((first - 1) * np.log(grid) + (5 - first) * np.log1p(-grid))
    below = np.concatenate(([0.0], np.cumsum(density)))
    found: NDArray[np.float64] = np.interp(_levels() * below[-1], below, np.arange(1025) / 1024)
    return found


@lru_cache(maxsize=1)
def marks() -> NDArray[np.float64]:
    """The marks, in standard deviations."""
    return np.linspace(-REACH, REACH, MARKS)


@lru_cache(maxsize=1)
def _levels() -> NDArray[np.float64]:
    """How much of the normal distribution lies below each mark; the last ones are its very ends."""
    levels = np.array([0.5 * math.erfc(-mark / math.sqrt(2)) for mark in marks()])
    levels[0], levels[-1] = 0.0, 1.0
    return levels


def draw(tables: Table, normal: Table) -> Table:
    """Durations for normal numbers, a row a task: quantiles between marks on a straight line."""
    place = np.clip((normal + REACH) * FINE, 0, MARKS - 1.001)
    index = place.astype(np.int32)
    place -= index
    index += (np.arange(len(tables), dtype=np.int32) * MARKS)[:, None]
    flat = tables.ravel()
    steps = np.append(np.diff(flat), np.float32(0))
    found: Table = np.take(steps, index)
    found *= place
    found += np.take(flat, index)
    return found
