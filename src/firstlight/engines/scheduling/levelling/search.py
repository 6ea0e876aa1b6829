"""A search without a solver: many priority rules, then populations of schedules that are crossed and justified.

How far it goes is said by its caller, in schedules; the engine itself reads no clock.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from firstlight.engines.scheduling.levelling.orders import Justifier
from firstlight.engines.scheduling.levelling.population import Numbers, Population, Vector, crossed
from firstlight.engines.scheduling.levelling.problem import Problem
from firstlight.engines.scheduling.levelling.serial import Matrix, SerialBuilder
from firstlight.engines.scheduling.levelling.sliced import SlicedBuilder, fits_in_words, whole_words

#: Schedules of one population, and populations where schedules are built many at once.
_POPULATION, _ISLANDS = 60, 8
#: Of the children of a population, with a father of another one.
_ABROAD = 0.1
#: Of the schedules of a child: built, pushed to its end, and back to its start.
_PASSES = 3
#: Children of the first generation, which double; of one at most, and how long one may take, in nanoseconds.
_FIRST, _MOST, _LONGEST = 64, 2_048, 0.15e9
#: Generations that have no parents.
_FOUNDING = 5
#: How much longer than the best a schedule may be, so that what is built at once knows of it.
_ROOM = 1.1


@dataclass(frozen=True, slots=True)
class Searched:
    """The best starts that were found, when they end, and how many schedules were built."""

    starts: list[int]
    end: int
    schedules: int


def searched(problem: Problem, seed: int, going: Callable[[], bool], most: int = 10_000_000) -> Searched:
    """Search until the bound, `most` schedules or the end of `going`. With `most` alone it is repeatable."""
    search = Search(problem, seed)
    while search.open and search.schedules < most and going():
        search.generation(most - search.schedules)
    return Searched(search.best, search.end, search.schedules)


class Search:
    """Populations of schedules that grow apart from each other. `schedules` counts how many were built.

    There is one schedule from the beginning; `advance` looks for more, `offer` takes one that was found elsewhere.
    """

    def __init__(self, problem: Problem, seed: int) -> None:
        self.problem, self.bound = problem, problem.bound()
        self.random = np.random.default_rng(seed)
        self.single = Justifier(problem, SerialBuilder)
        self.rules = _rules(problem)
        starts = self.single.made(self.rules[:, :1])
        self.best, self.end = _column(starts), int(self.single.ends(starts)[0])
        self.schedules, self.generations = _PASSES, 0
        self.horizon, self.justifier = 0, self.single
        self._look()
        weights = self.random.integers(1, 1 << 62, (problem.size, 1), np.int64)
        count = _ISLANDS if self.justifier is not self.single else 1
        self.populations = [Population(_POPULATION, weights) for _ in range(count)]
        for one in self.populations:
            one.take(starts, self.single.ends(starts))

    @property
    def open(self) -> bool:
        """Whether there may be a shorter one."""
        return self.end > self.bound

    @property
    def nanoseconds(self) -> float:
        """About how long one schedule takes."""
        return self.justifier.forwards.nanoseconds

    def advance(self, schedules: int) -> None:
        """Build about so many more schedules, whole generations, or fewer where the bound is reached."""
        until = self.schedules + schedules
        while self.schedules < until and self.open:
            self.generation()

    def generation(self, most: int = _PASSES * _MOST) -> None:
        """Build one more generation, of so many schedules at most (but of one child)."""
        self._look()
        apart = len(self.populations)
        young = _FIRST << min(self.generations, _FOUNDING)
        many = int(min(most / _PASSES, _LONGEST / (_PASSES * self.nanoseconds), _MOST, young)) // apart or 1
        begun = self.generations >= _FOUNDING
        starts = self.justifier.made(self._children(many) if begun else self._first(many * apart))
        ends = self.justifier.ends(starts)
        for number, one in enumerate(self.populations):
            mine = slice(number * many, number * many + many)
            self._add(one, starts[:, mine], ends[mine])
        self.schedules += _PASSES * many * apart
        self.generations += 1

    def offer(self, starts: list[int]) -> None:
        """Take a schedule that keeps everything; it is justified."""
        found = self.single.justified(np.array(starts, np.int64)[:, None])
        one = self.populations[int(self.random.integers(len(self.populations)))]
        self._add(one, found, self.single.ends(found))

    def one_of_the_best(self, chance: random.Random) -> list[int]:
        """A schedule of a population, rather a short one."""
        one = chance.choice(self.populations)
        return _column(one.starts, min(chance.randrange(len(one)) for _ in range(3)))

    def _look(self) -> None:
        """Build many at once where that pays, in as few words as hold what is worth it."""
        horizon = whole_words(int(self.end * _ROOM) + 1)
        if horizon != self.horizon and fits_in_words(self.problem, self.end):
            self.horizon = horizon
            self.justifier = Justifier(self.problem, lambda problem: SlicedBuilder(problem, horizon))

    def _add(self, population: Population, starts: Matrix, ends: Vector) -> None:
        """Into a population; the shortest of all is the best."""
        if self.justifier is not self.single:
            whole = ends < self.horizon
            starts, ends = starts[:, whole], ends[whole]
        population.take(starts, ends)
        if population.ends[0] < self.end:
            self.best, self.end = _column(population.starts), int(population.ends[0])

    def _first(self, many: int) -> Numbers:
        """Classic rules first, then the best of them with noise."""
        late = self.rules[:, self.random.integers(0, 2, many)]
        reach = 0.12 * max(self.rules[:, 0].max(initial=0), 1)
        numbers: Numbers = late + self.random.standard_normal(late.shape) * reach
        if not self.generations:
            known = self.rules[:, :many]
            numbers[:, : known.shape[1]] = known
        return numbers

    def _children(self, many: int) -> Numbers:
        """So many of each population; some fathers are of another one."""
        mothers, fathers, ends = [], [], []
        for one in self.populations:
            other = self.populations[int(self.random.integers(len(self.populations)))]
            first, second, abroad = (which.parents(self.random, many) for which in (one, one, other))
            from_other = self.random.random(many) < _ABROAD
            mothers.append(one.starts[:, first])
            fathers.append(np.where(from_other, other.starts[:, abroad], one.starts[:, second]))
            ends.append(one.ends[first])
        mother, father = (np.concatenate(parts, axis=1) for parts in (mothers, fathers))
        return crossed(mother, father, np.concatenate(ends), self.random)


def _rules(problem: Problem) -> Numbers:
    """Classic rules, a column each: late finish, late start, slack, followers, what is still to come."""
    early, tails = problem.early(), problem.tails()
    longest = max((early[task] + tails[task] for task in range(problem.size)), default=0)
    late_start = [longest - tail for tail in tails]
    late_finish = [at + lasts for at, lasts in zip(late_start, problem.durations, strict=True)]
    slack = [at - first for at, first in zip(late_start, early, strict=True)]
    after = problem.successors()
    total: list[set[int]] = [set() for _ in tails]
    for task in reversed(problem.order):
        for other, _ in after[task]:
            total[task] |= total[other] | {other}
    followers = [-len(one) for one in total]
    return np.array([late_finish, late_start, slack, followers, [-tail for tail in tails]], np.float64).T


def _column(starts: Matrix, number: int = 0) -> list[int]:
    found: list[int] = starts[:, number].tolist()
    return found
