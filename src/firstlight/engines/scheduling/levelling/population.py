"""Schedules that are kept, the shortest of them, and how two of them are crossed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from firstlight.engines.scheduling.levelling.serial import Matrix

Vector = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Population:
    """At most `most` schedules that differ, the shortest first; of those that end together, the newest first."""

    def __init__(self, most: int, weights: Matrix) -> None:
        self.most, self.weights = most, weights
        self.starts = np.empty((len(weights), 0), np.int64)
        self.ends = np.empty(0, np.int64)

    def __len__(self) -> int:
        return len(self.ends)

    def take(self, starts: Matrix, ends: Vector) -> None:
        """Keep what is new and short enough, of a column for each schedule."""
        together = np.concatenate([starts, self.starts], axis=1)
        lasting = np.concatenate([ends, self.ends])
        _, first = np.unique((together * self.weights).sum(axis=0), return_index=True)
        first.sort()
        kept = first[np.argsort(lasting[first], kind="stable")[: self.most]]
        self.starts, self.ends = np.ascontiguousarray(together[:, kept]), lasting[kept]

    def parents(self, random: np.random.Generator, many: int) -> Vector:
        """Numbers of schedules, each the better one of two by chance."""
        picked: Vector = random.integers(0, len(self), (2, many)).min(axis=0)
        return picked


def crossed(mother: Matrix, father: Matrix, ends: Vector, random: np.random.Generator) -> Numbers:
    """Numbers by which tasks are placed, a column for each pair of parents: half of them each way, most with noise."""
    many = len(ends)
    child = np.where(random.random(many) < 0.5, _cut(mother, father, ends, random), _peak(mother, father, ends, random))
    reach = ends * random.choice((0.02, 0.05, 0.1), many) * (random.random(many) < 0.7)
    some = 0.05 + 0.2 * random.random(many)
    noise = random.standard_normal(child.shape) * (random.random(child.shape) < some)
    numbers: Numbers = child + noise * reach
    return numbers


def _cut(mother: Matrix, father: Matrix, ends: Vector, random: np.random.Generator) -> Numbers:
    """The mother up to a moment, the father after it."""
    moment = random.uniform(0.1, 0.9, len(ends)) * ends
    return np.where(mother <= moment, mother, moment + 1 + father)


def _peak(mother: Matrix, father: Matrix, ends: Vector, random: np.random.Generator) -> Numbers:
    """The mother in a stretch of time, in the father's order around it (what is dense there stays together)."""
    first = random.uniform(0, 0.8, len(ends)) * ends
    last = first + random.uniform(0.1, 0.4, len(ends)) * ends
    centre = (first + last) / 2
    return np.where((mother >= first) & (mother < last), centre + (mother - centre) / 1e4, father)
