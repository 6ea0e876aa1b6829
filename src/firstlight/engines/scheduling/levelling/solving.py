"""With OR-Tools: a search and CP-SAT side by side, each on its own core, in rounds after which they tell each other.

Without OR-Tools the search alone decides. The engine reads no clock: how much time has passed is given in.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec

from firstlight.engines.scheduling.levelling.model import Question
from firstlight.engines.scheduling.levelling.problem import Problem
from firstlight.engines.scheduling.levelling.search import Search, searched

#: Effort (of CP-SAT's unit) spent on one stretch of time, and how many of them make a round.
_EFFORT, _STRETCHES = 0.004, 4
#: Tasks that are placed anew.
_FREE = (12, 35)
#: What the search builds meanwhile, in nanoseconds: about as long as the solver takes.
_MEANWHILE = 0.16e9
#: Schedules before the solver is asked at all: small problems are done then.
_FIRST = 300
#: Whole problems of so many tasks are asked with growing effort; larger ones once, for their bound.
_SMALL = 70


class Status(StrEnum):
    """What is known of a result: proven best, kept but perhaps not the best, or that nothing can keep it."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True)
class Levelled:
    """Starts in steps, when the last task ends, and the bound: nothing ends earlier than that.

    `over` says that the time was over before anything was proven.
    """

    starts: tuple[int, ...]
    makespan: int
    bound: int
    status: Status
    solver: str
    over: bool = False


def has_solver() -> bool:
    """Whether OR-Tools is installed."""
    return find_spec("ortools") is not None


def level(
    problem: Problem, *, seed: int = 1, seconds: float = 10.0, elapsed: Callable[[], float], solver: bool = True
) -> Levelled:
    """The shortest schedule that is found in about so many seconds.

    `elapsed` says how many seconds have passed since it was called first: the face's clock. The result is always one
    that keeps everything; `check` had the last word.
    """
    solver = solver and has_solver()
    if solver:
        search = _Together(problem, seed, seconds, elapsed).run()
        best, end, bound = search.best, search.end, search.bound
    else:
        found = searched(problem, seed, lambda: elapsed() < seconds)
        best, end, bound = found.starts, found.end, problem.bound()
    if fault := problem.check(best):
        raise AssertionError(fault)
    status = Status.OPTIMAL if end <= bound else Status.FEASIBLE
    over = end > bound and elapsed() >= seconds
    return Levelled(tuple(best), end, bound, status, "CP-SAT" if solver else "search", over)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the solver found in a round: schedules, and a bound; `proven` where nothing is shorter than the best was."""

    schedules: tuple[list[int], ...] = ()
    bound: int = 0
    proven: bool = False


class _Together:
    def __init__(self, problem: Problem, seed: int, seconds: float, elapsed: Callable[[], float]) -> None:
        self.problem, self.seconds, self.elapsed = problem, seconds, elapsed
        self.search = Search(problem, seed)
        self.random = random.Random(seed + 1)  # noqa: S311  (a search, no secret)

    def run(self) -> Search:
        """Rounds until the time is over or the best is proven."""
        search = self.search
        search.advance(_FIRST)
        effort, turn = 0.05, 0
        with ThreadPoolExecutor(1) as pool:
            while search.open and self.elapsed() < self.seconds:
                whole = turn % 2 == 0 if self.problem.size <= _SMALL else turn == 0
                spent = effort if whole else _EFFORT * _STRETCHES
                ask = self._whole(effort) if whole else self._stretches()
                end = search.end
                told = self._meanwhile(pool.submit(ask), spent)
                search.bound = max(search.bound, end if told.proven else told.bound)
                self._take(told)
                turn += 1
                effort *= 2 if whole else 1
        return search

    def _meanwhile(self, job: Future[_Told], spent: float) -> _Told:
        """As much here as takes the solver about as long: so many schedules, whoever is faster."""
        for _ in range(max(round(spent / (_EFFORT * _STRETCHES)), 1)):
            if self.elapsed() >= self.seconds or (job.done() and job.result().proven):
                break
            self.search.advance(int(_MEANWHILE / self.search.nanoseconds))
        return job.result()

    def _take(self, told: _Told) -> None:
        for starts in told.schedules:
            self.search.offer(starts)

    def _whole(self, effort: float) -> Callable[[], _Told]:
        """Ask for anything shorter than the best, with the whole problem open."""
        problem, best, end, seed = self.problem, self.search.best, self.search.end, self.random.randrange(1 << 30)

        def ask() -> _Told:
            starts, bound = Question(problem, end - 1, best).answer(effort, self.seconds - self.elapsed(), seed)
            if starts is None:
                return _Told(proven=bound is None, bound=bound or 0)
            return _Told((starts,), bound or 0)

        return ask

    def _stretches(self) -> Callable[[], _Told]:
        """Ask for something shorter that differs from a good schedule in a stretch of time only, several times."""
        problem, chance = self.problem, self.random
        tried = [(self.search.one_of_the_best(chance), chance.randrange(1 << 30)) for _ in range(_STRETCHES)]

        def ask() -> _Told:
            found = []
            for starts, seed in tried:
                left = self.seconds - self.elapsed()
                if left <= 0:
                    break
                better = _in_a_stretch(problem, starts, left, seed)
                if better is not None:
                    found.append(better)
            return _Told(tuple(found))

        return ask


def _in_a_stretch(problem: Problem, starts: list[int], seconds: float, seed: int) -> list[int] | None:
    """A schedule that is shorter by a step, the tasks around one moment being placed anew; None where none is found."""
    chance = random.Random(seed)  # noqa: S311  (a search, no secret)
    lasting = [task for task in range(problem.size) if problem.durations[task]]
    middle = {task: 2 * starts[task] + problem.durations[task] for task in lasting}
    centre = middle[chance.choice(lasting)]
    near = sorted(lasting, key=lambda task: abs(middle[task] - centre))
    free = set(near[: chance.randint(*_FREE)])
    held = min(starts[task] for task in free) if chance.random() < 0.5 else None
    question = Question(problem, problem.ends(starts) - 1, starts, free, held)
    return question.answer(_EFFORT, seconds, seed)[0]
