"""With OR-Tools: what the search found is the hint of CP-SAT, which looks for less or proves that there is none.

Without OR-Tools the search alone decides. The engine reads no clock: how much time has passed is given in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from typing import Any

from firstlight.engines.scheduling.levelling.problem import Problem
from firstlight.engines.scheduling.levelling.search import searched
from firstlight.engines.scheduling.levelling.serial import Justifier

#: Strategies of CP-SAT, so that its own neighbourhood searches are among them.
_STRATEGIES = 8


#: Until what share of the time it is searched first, and then solved; what is left is searched again. The solver proves
#: much of small problems and little of large ones.
_SMALL, _LARGE = (0.15, 0.75), (0.75, 1.0)
_SIZE = 70


class Status(StrEnum):
    """What is known of a result: proven best, kept but perhaps not the best, or that nothing can keep it."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True)
class Levelled:
    """Starts in steps, when the last task ends, and the bound: nothing ends earlier than that."""

    starts: tuple[int, ...]
    makespan: int
    bound: int
    status: Status
    solver: str


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
    first, solved = (_SMALL if problem.size <= _SIZE else _LARGE) if solver else (1.0, 1.0)
    bound = problem.bound()
    found = searched(problem, seed, lambda: elapsed() < seconds * first)
    best, end = found.starts, found.end
    if solver and end > bound:
        best, bound = _solved(problem, best, bound, seed, seconds * solved, elapsed)
        if problem.ends(best) > bound and elapsed() < seconds:
            best = searched(problem, seed + 1, lambda: elapsed() < seconds, hint=best).starts
        end = problem.ends(best)
    if fault := problem.check(best):
        raise AssertionError(fault)
    status = Status.OPTIMAL if end <= bound else Status.FEASIBLE
    return Levelled(tuple(best), end, bound, status, "CP-SAT" if solver else "search")


def _solved(
    problem: Problem, best: list[int], bound: int, seed: int, seconds: float, elapsed: Callable[[], float]
) -> tuple[list[int], int]:
    """Something shorter than what was found, or the proof that there is nothing; and the bound that is proven."""
    justifier = Justifier(problem)
    while problem.ends(best) > bound and seconds - elapsed() > 0:
        model = _Model(problem, problem.ends(best) - 1, best)
        starts, proven = model.solve(seconds - elapsed(), seed)
        if starts is None:
            return best, problem.ends(best) if proven is None else max(bound, proven)
        best, bound = justifier.justified(starts), max(bound, proven or 0)
    return best, bound


class _Model:
    """The problem as CP-SAT sees it, to end by `end`, with a schedule that may be close to one."""

    def __init__(self, problem: Problem, end: int, hint: list[int]) -> None:
        from ortools.sat.python import cp_model

        self.problem, self.sat = problem, cp_model
        self.model: Any = cp_model.CpModel()
        early, tails = problem.early(), problem.tails()
        self.possible = all(early[task] + tails[task] <= end for task in range(problem.size))
        if not self.possible:
            return
        model = self.model
        self.starts = [model.new_int_var(early[task], end - tails[task], f"s{task}") for task in range(problem.size)]
        intervals = [
            model.new_fixed_size_interval_var(start, lasts, "")
            for start, lasts in zip(self.starts, problem.durations, strict=True)
        ]
        for task, waits in enumerate(problem.waits):
            for other, gap in waits:
                model.add(self.starts[task] >= self.starts[other] + gap)
        for kind, capacity in enumerate(problem.capacity):
            using = [task for task in range(problem.size) if problem.demands[task][kind] and problem.durations[task]]
            if using:
                model.add_cumulative(
                    [intervals[task] for task in using], [problem.demands[task][kind] for task in using], capacity
                )
        last = model.new_int_var(0, end, "end")
        for task, lasts in enumerate(problem.durations):
            model.add(last >= self.starts[task] + lasts)
        model.minimize(last)
        for task, start in enumerate(hint):
            model.add_hint(self.starts[task], start)

    def solve(self, seconds: float, seed: int) -> tuple[list[int] | None, int | None]:
        """Starts, or None; and the bound that is proven, None where it is proven that there is no such schedule."""
        if not self.possible:
            return None, None
        solver: Any = self.sat.CpSolver()
        solver.parameters.max_time_in_seconds = max(seconds, 0.05)
        solver.parameters.random_seed = seed
        # Taking turns in one thread, its strategies do the same at every run.
        solver.parameters.num_workers = _STRATEGIES
        solver.parameters.interleave_search = True
        status = solver.solve(self.model)
        if status in (self.sat.OPTIMAL, self.sat.FEASIBLE):
            return [solver.value(start) for start in self.starts], int(solver.best_objective_bound)
        if status == self.sat.INFEASIBLE:
            return None, None
        return None, int(solver.best_objective_bound)
