"""Schedules by hand: tasks in the order of a list, each as early as its waits and the resources allow."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from firstlight.engines.scheduling.levelling.problem import Problem


class Profile:
    """What is left of each resource over time: marks, and what is free from each mark to the next."""

    def __init__(self, capacity: Sequence[int], first: int = 0) -> None:
        self.marks = [first]
        self.free: list[list[int]] = [list(capacity)]

    def place(self, at: int, length: int, demand: Sequence[tuple[int, int]]) -> int:
        """The earliest start from `at` on at which the demand fits all along; it is taken."""
        marks, free = self.marks, self.free
        index = bisect_right(marks, at) - 1
        end = at + length
        look, last = index, len(marks)
        while look < last and marks[look] < end:
            row = free[look]
            for kind, amount in demand:
                if row[kind] < amount:
                    index = look + 1
                    at = marks[index]
                    end = at + length
                    break
            look += 1
        self.take(at, end, demand)
        return at

    def clash(self, start: int, end: int, demand: Sequence[tuple[int, int]]) -> int | None:
        """Until when what is there keeps the demand from fitting between two times; None where it fits."""
        marks = self.marks
        look = bisect_right(marks, start) - 1
        later: int | None = None
        while look < len(marks) and marks[look] < end:
            row = self.free[look]
            if any(row[kind] < amount for kind, amount in demand):
                later = marks[look + 1]
            look += 1
        return later

    def take(self, start: int, end: int, demand: Sequence[tuple[int, int]]) -> None:
        """Take a demand from one time to another; it may leave less than nothing where what happened did so."""
        marks, free = self.marks, self.free
        first = bisect_left(marks, start)
        if first == len(marks) or marks[first] != start:
            marks.insert(first, start)
            free.insert(first, free[first - 1][:])
        last = bisect_left(marks, end)
        if last == len(marks) or marks[last] != end:
            marks.insert(last, end)
            free.insert(last, free[last - 1][:])
        for row in free[first:last]:
            for kind, amount in demand:
                row[kind] -= amount


class Builder:
    """Builds schedules of one problem from lists of its tasks."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.demands = [[(kind, amount) for kind, amount in enumerate(demand) if amount] for demand in problem.demands]
        self.after = problem.successors()

    def build(self, order: Sequence[int]) -> list[int]:
        """Starts for an order in which each task stands after all it waits for."""
        problem, demands = self.problem, self.demands
        starts, profile = list(problem.release), Profile(problem.capacity)
        durations, waits = problem.durations, problem.waits
        for task in order:
            at = starts[task]
            for other, gap in waits[task]:
                earliest = starts[other] + gap
                if earliest > at:
                    at = earliest
            if durations[task] and demands[task]:
                at = profile.place(at, durations[task], demands[task])
            starts[task] = at
        return starts

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
    """Forwards and backwards: pushing a schedule to its end and back to its start makes it no longer, often shorter."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.forwards, self.backwards = Builder(problem), Builder(problem.reversed())

    def justified(self, starts: list[int]) -> list[int]:
        """A schedule that ends no later, by passes to the right and back to the left while that helps."""
        problem = self.problem
        best, end = starts, problem.ends(starts)
        while True:
            ends = [start + length for start, length in zip(best, problem.durations, strict=True)]
            mirrored = self.backwards.build(self.backwards.by_priority([-at for at in ends]))
            length = self.backwards.problem.ends(mirrored)
            right = [length - at - lasts for at, lasts in zip(mirrored, problem.durations, strict=True)]
            left = self.forwards.build(self.forwards.by_priority(right))
            reached = problem.ends(left)
            if reached >= end:
                return left if reached == end else best
            best, end = left, reached
