"""A search without a solver: many priority rules, then a population of orders that is crossed and justified.

How far it goes is said by its caller, in schedules; the engine itself reads no clock.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from firstlight.engines.scheduling.levelling.problem import Problem
from firstlight.engines.scheduling.levelling.serial import Justifier

_POPULATION = 60
#: Of the schedules of a child: built, pushed to its end, and back to its start.
_PASSES = 3
#: Schedules between two looks at the clock.
_TURN = 30


@dataclass(frozen=True, slots=True)
class Searched:
    """The best starts that were found, when they end, and how many schedules were built."""

    starts: list[int]
    end: int
    schedules: int


def searched(problem: Problem, seed: int, going: Callable[[], bool], most: int = 1_000_000) -> Searched:
    """Search until the bound, `most` schedules or the end of `going`. With `most` alone it is repeatable."""
    search = Search(problem, seed)
    while search.open and search.schedules < most and going():
        search.advance(min(_TURN, most - search.schedules))
    return Searched(search.best, search.end, search.schedules)


class Search:
    """A population of schedules, the shortest first. `schedules` counts how many were built.

    There is one from the beginning; `advance` looks for more, `offer` takes one that was found elsewhere.
    """

    def __init__(self, problem: Problem, seed: int) -> None:
        self.problem, self.bound = problem, problem.bound()
        self.random = random.Random(seed)  # noqa: S311  (a search, no secret)
        self.justifier = Justifier(problem)
        self.schedules = 0
        self.people: list[tuple[int, list[int]]] = []
        self.known: set[tuple[int, ...]] = set()
        self.keys: Iterator[list[float]] = iter(self._rules())
        self._try(next(self.keys))

    @property
    def best(self) -> list[int]:
        """The starts of the shortest schedule."""
        return self.people[0][1]

    @property
    def end(self) -> int:
        """When the shortest schedule ends."""
        return self.people[0][0]

    @property
    def open(self) -> bool:
        """Whether there may be a shorter one."""
        return self.end > self.bound

    def advance(self, schedules: int) -> None:
        """Build so many more schedules, or fewer where the bound is reached."""
        until = self.schedules + schedules
        while self.schedules < until and self.open:
            keys = next(self.keys, None)
            self._try(self._child() if keys is None else keys)

    def offer(self, starts: list[int]) -> None:
        """Take a schedule that keeps everything; it is justified."""
        self._add(self.justifier.justified(starts))

    def one_of_the_best(self, chance: random.Random) -> list[int]:
        """A schedule of the population, rather a short one."""
        count = len(self.people)
        return self.people[min(chance.randrange(count) for _ in range(3))][1]

    def _rules(self) -> list[list[float]]:
        """Classic rules first, then the best of them with noise."""
        problem = self.problem
        early, tails = problem.early(), problem.tails()
        longest = max((early[task] + tails[task] for task in range(problem.size)), default=0)
        late_start = [float(longest - tail) for tail in tails]
        late_finish = [at + lasts for at, lasts in zip(late_start, problem.durations, strict=True)]
        slack = [at - first for at, first in zip(late_start, early, strict=True)]
        after = self.justifier.forwards.after
        total: list[set[int]] = [set() for _ in tails]
        for task in reversed(problem.order):
            for other, _ in after[task]:
                total[task] |= total[other] | {other}
        followers = [-float(len(one)) for one in total]
        rules = [late_finish, late_start, slack, followers, [-float(tail) for tail in tails]]
        noisy = [
            [key + self.random.gauss(0, 0.12 * longest) for key in self.random.choice((late_finish, late_start))]
            for _ in range(_POPULATION)
        ]
        return [*rules, *noisy]

    def _try(self, keys: Sequence[float]) -> None:
        forwards = self.justifier.forwards
        self._add(self.justifier.justified(forwards.build(forwards.by_priority(keys))))
        self.schedules += _PASSES

    def _add(self, starts: list[int]) -> None:
        """Into the population, where it is new and good enough."""
        mark = tuple(starts)
        if mark in self.known:
            return
        end = self.problem.ends(starts)
        if len(self.people) >= _POPULATION:
            if end > self.people[-1][0]:
                return
            _, out = self.people.pop()
            self.known.discard(tuple(out))
        self.known.add(mark)
        self.people.append((end, starts))
        self.people.sort(key=lambda one: one[0])

    def _child(self) -> list[float]:
        """Of two parents by tournament, crossed by starts, with some noise."""
        pick = self.random.randrange
        if len(self.people) < 2:
            return [self.random.random() for _ in range(self.problem.size)]
        mother, father = (self.people[min(pick(len(self.people)), pick(len(self.people)))][1] for _ in range(2))
        child = self._peaks(mother, father) if self.random.random() < 0.5 else self._cut(mother, father)
        if self.random.random() < 0.7:
            reach = self.end * self.random.choice((0.02, 0.05, 0.1))
            some = 0.05 + 0.2 * self.random.random()
            child = [key + self.random.gauss(0, reach) if self.random.random() < some else key for key in child]
        return child

    def _cut(self, mother: list[int], father: list[int]) -> list[float]:
        """The mother up to a moment, the father after it."""
        moment = self.random.uniform(0.1, 0.9) * self.problem.ends(mother)
        return [float(at) if at <= moment else moment + 1 + other for at, other in zip(mother, father, strict=True)]

    def _peaks(self, mother: list[int], father: list[int]) -> list[float]:
        """The mother in a stretch of time, in the father's order around it (what is dense there stays together)."""
        end = self.problem.ends(mother)
        first = self.random.uniform(0, 0.8) * end
        last = first + self.random.uniform(0.1, 0.4) * end
        centre = (first + last) / 2
        return [
            centre + (at - centre) / 1e4 if first <= at < last else float(other)
            for at, other in zip(mother, father, strict=True)
        ]
