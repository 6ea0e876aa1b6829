"""Schedules by hand: tasks in the order of a list, each as early as its waits and the resources allow."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from firstlight.engines.scheduling.levelling.problem import Problem

#: A row for each task, a column for each schedule.
Matrix = NDArray[np.int64]
#: About how long one task of one schedule takes, in nanoseconds. Measured.
_EACH = 1_800.0


class SerialBuilder:
    """Builds schedules of one problem from lists of its tasks, one after the other.

    What is free, and what a task takes, is one number: each resource has its bits in it, and one bit more that is set
    when it is subtracted without borrowing. So one subtraction asks all resources at once.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        width = max(problem.capacity, default=0).bit_length() + 1
        self.guard = sum(1 << (width * (at + 1) - 1) for at in range(len(problem.capacity)))
        self.capacity = sum(amount << width * at for at, amount in enumerate(problem.capacity))
        self.demands = [
            sum(amount << width * at for at, amount in enumerate(demand)) if lasts else 0
            for demand, lasts in zip(problem.demands, problem.durations, strict=True)
        ]

    @property
    def nanoseconds(self) -> float:
        """About how long one schedule takes."""
        return self.problem.size * _EACH

    def build(self, orders: Matrix) -> Matrix:
        """Starts, a column for each column of `orders`, in which each task stands after all it waits for."""
        return np.array([self.one(order) for order in orders.T.tolist()], np.int64).reshape(orders.T.shape).T

    def one(self, order: Sequence[int]) -> list[int]:
        """Starts for an order in which each task stands after all it waits for."""
        problem, demands = self.problem, self.demands
        starts, durations, waits = list(problem.release), problem.durations, problem.waits
        marks, free = [0], [self.capacity]
        for task in order:
            at = starts[task]
            for other, gap in waits[task]:
                earliest = starts[other] + gap
                if earliest > at:
                    at = earliest
            starts[task] = self._fit(marks, free, at, durations[task], demands[task]) if demands[task] else at
        return starts

    def _fit(self, marks: list[int], free: list[int], at: int, length: int, demand: int) -> int:
        """The earliest start from `at` on at which the demand fits all along; it is taken."""
        guard = self.guard
        look, last, end = bisect_right(marks, at) - 1, len(marks), at + length
        while look < last and marks[look] < end:
            if ((free[look] | guard) - demand) & guard != guard:
                at = marks[look + 1]
                end = at + length
            look += 1
        first = bisect_left(marks, at)
        if first == last or marks[first] != at:
            marks.insert(first, at)
            free.insert(first, free[first - 1])
        until = bisect_left(marks, end, first)
        if until == len(marks) or marks[until] != end:
            marks.insert(until, end)
            free.insert(until, free[until - 1])
        for place in range(first, until):
            free[place] -= demand
        return at
