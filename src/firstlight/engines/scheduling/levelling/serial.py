"""Schedules by hand: tasks in the order of a list, each as early as its waits and the resources allow."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from firstlight.engines.scheduling.levelling.problem import Problem


class Builder:
    """Builds schedules of one problem from lists of its tasks.

    What is free, and what a task takes, is one number: each resource has its bits in it, and one bit more that is set
    when it is subtracted without borrowing. So one subtraction asks all resources at once.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.after = problem.successors()
        width = max(problem.capacity, default=0).bit_length() + 1
        self.guard = sum(1 << (width * (at + 1) - 1) for at in range(len(problem.capacity)))
        self.capacity = sum(amount << width * at for at, amount in enumerate(problem.capacity))
        self.demands = [
            sum(amount << width * at for at, amount in enumerate(demand)) if lasts else 0
            for demand, lasts in zip(problem.demands, problem.durations, strict=True)
        ]
        self.rank = [0] * problem.size
        for rank, task in enumerate(problem.order):
            self.rank[task] = rank
        self.forward = all(gap >= 0 for waits in problem.waits for _, gap in waits)

    def build(self, order: Sequence[int]) -> list[int]:
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

    def by_times(self, times: Sequence[int]) -> list[int]:
        """An order by times at which no task comes before what it waits for: simply sorted, where no wait is back."""
        if not self.forward:
            return self.by_priority(times)
        rank = self.rank
        return sorted(range(len(times)), key=lambda task: (times[task], rank[task]))

    def by_priority(self, keys: Sequence[float]) -> list[int]:
        """An order that takes the task with the least key of all whose waits are placed."""
        from heapq import heapify, heappop, heappush

        left = [len(known) for known in self.problem.waits]
        ready = [(keys[task], task) for task, count in enumerate(left) if not count]
        heapify(ready)
        order = []
        while ready:
            task = heappop(ready)[1]
            order.append(task)
            for other, _ in self.after[task]:
                left[other] -= 1
                if not left[other]:
                    heappush(ready, (keys[other], other))
        return order


class Justifier:
    """Forwards and backwards: pushing a schedule to its end and back to its start makes it no longer, often shorter.

    Once each way: what further passes gain is less than what as many schedules more do.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.forwards, self.backwards = Builder(problem), Builder(problem.reversed())

    def justified(self, starts: list[int]) -> list[int]:
        """A schedule that ends no later: once to the right, and back to the left."""
        problem = self.problem
        ends = [start + length for start, length in zip(starts, problem.durations, strict=True)]
        mirrored = self.backwards.build(self.backwards.by_times([-at for at in ends]))
        length = self.backwards.problem.ends(mirrored)
        right = [length - at - lasts for at, lasts in zip(mirrored, problem.durations, strict=True)]
        left = self.forwards.build(self.forwards.by_times(right))
        return left if problem.ends(left) <= problem.ends(starts) else starts
