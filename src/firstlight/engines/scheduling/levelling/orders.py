"""Orders in which tasks are placed, from numbers; schedules that are pushed to their end and back to their start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from firstlight.engines.scheduling.levelling.problem import Problem
from firstlight.engines.scheduling.levelling.serial import Matrix

#: Numbers are told apart by this part of a step.
_PART = 64


class Builder(Protocol):
    """What places tasks: each as early as its waits and the resources allow."""

    @property
    def nanoseconds(self) -> float:
        """About how long one schedule takes."""

    def build(self, orders: Matrix) -> Matrix:
        """Starts, a column for each column of `orders`, in which each task stands after all it waits for."""


class Orders:
    """Orders of one problem: by numbers, the least first, and no task before what it waits for.

    A task that waits for one with a larger number counts as if it had the same; of equals the one that stands first in
    the order of the problem comes first. So the same numbers give the same order on every machine.
    """

    def __init__(self, problem: Problem) -> None:
        self.size = problem.size
        self.waits = [(task, [other for other, _ in problem.waits[task]]) for task in problem.order]
        self.rank = np.empty((problem.size, 1), np.int64)
        self.rank[list(problem.order), 0] = np.arange(problem.size)

    def by(self, numbers: Matrix) -> Matrix:
        """An order for each column; `numbers` may be changed."""
        for task, others in self.waits:
            for other in others:
                np.maximum(numbers[task], numbers[other], out=numbers[task])
        numbers *= self.size
        numbers += self.rank
        return np.ascontiguousarray(np.argsort(np.ascontiguousarray(numbers.T), axis=1).T)

    def by_parts(self, numbers: NDArray[np.float64]) -> Matrix:
        """The same of numbers that are not whole."""
        return self.by(np.rint(numbers * _PART).astype(np.int64))


class Justifier:
    """Forwards and backwards: pushing a schedule to its end and back to its start makes it no longer, often shorter.

    Once each way: what further passes gain is less than what as many schedules more do.
    """

    def __init__(self, problem: Problem, builder: Callable[[Problem], Builder]) -> None:
        mirrored = problem.reversed()
        self.durations = np.array(problem.durations, np.int64)[:, None]
        self.forwards, self.backwards = builder(problem), builder(mirrored)
        self.orders, self.mirrored = Orders(problem), Orders(mirrored)

    def ends(self, starts: Matrix) -> Matrix:
        """When the last task of each schedule ends."""
        ends: Matrix = (starts + self.durations).max(axis=0, initial=0)
        return ends

    def made(self, numbers: NDArray[np.float64]) -> Matrix:
        """A justified schedule for each column of numbers."""
        return self.justified(self.forwards.build(self.orders.by_parts(numbers)))

    def justified(self, starts: Matrix) -> Matrix:
        """Schedules that end no later: once to the right, and back to the left."""
        mirrored = self.backwards.build(self.mirrored.by(-starts - self.durations))
        right = self.ends(mirrored) - mirrored - self.durations
        left = self.forwards.build(self.orders.by(right))
        return np.where(self.ends(left) <= self.ends(starts), left, starts)
