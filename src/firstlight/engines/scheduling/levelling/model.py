"""The problem as CP-SAT sees it: the whole of it, or a stretch of time of a schedule with the order of the rest kept.

CP-SAT runs in one thread and counts its own effort, so the same question has the same answer on every machine.
(Taking turns among several strategies, `interleave_search`, ends the process where a model is refuted at once.)
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from firstlight.engines.scheduling.levelling.problem import Problem


class Question:
    """Whether there is a schedule that ends by `end`, with one that may be close to it as a hint.

    With `free`, only these tasks are placed anew: the others keep their order on every resource. With `held`, those of
    the others that are over by then keep their starts.
    """

    def __init__(
        self,
        problem: Problem,
        end: int,
        hint: list[int],
        free: Collection[int] | None = None,
        held: int | None = None,
    ) -> None:
        from ortools.sat.python import cp_model

        self.problem, self.sat, self.whole = problem, cp_model, free is None
        self.model: Any = cp_model.CpModel()
        early, latest = problem.early(), [end - tail for tail in problem.tails()]
        if free is not None and held is not None:
            for task in range(problem.size):
                if task not in free and hint[task] + problem.durations[task] <= held:
                    early[task] = latest[task] = hint[task]
        self.possible = all(first <= last for first, last in zip(early, latest, strict=True))
        if not self.possible:
            return
        self.starts = [self.model.new_int_var(first, last, "") for first, last in zip(early, latest, strict=True)]
        self._constrain()
        if free is None:
            self._shorten(early, end)
        else:
            for one, other in _order_kept(problem, hint, free):
                self.model.add(self.starts[other] >= self.starts[one] + problem.durations[one])
        for task, start in enumerate(hint):
            self.model.add_hint(self.starts[task], start)

    def _constrain(self) -> None:
        problem, model, starts = self.problem, self.model, self.starts
        intervals = [
            model.new_fixed_size_interval_var(start, lasts, "")
            for start, lasts in zip(starts, problem.durations, strict=True)
        ]
        for task, waits in enumerate(problem.waits):
            for other, gap in waits:
                model.add(starts[task] >= starts[other] + gap)
        for kind, capacity in enumerate(problem.capacity):
            using = [task for task in range(problem.size) if problem.demands[task][kind] and problem.durations[task]]
            if using:
                model.add_cumulative(
                    [intervals[task] for task in using], [problem.demands[task][kind] for task in using], capacity
                )

    def _shorten(self, early: list[int], end: int) -> None:
        lengths = self.problem.durations
        last = self.model.new_int_var(max(map(int.__add__, early, lengths), default=0), end, "")
        for start, lasts in zip(self.starts, lengths, strict=True):
            self.model.add(last >= start + lasts)
        self.model.minimize(last)

    def answer(self, effort: float, seconds: float, seed: int) -> tuple[list[int] | None, int | None]:
        """Starts, or None; and the bound that is proven, None where it is proven that there is no such schedule.

        `effort` is in CP-SAT's own unit of time; `seconds` is a limit besides, for the end of what is left.
        """
        if not self.possible:
            return None, None
        solver: Any = self.sat.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = 1
        parameters.random_seed = seed
        parameters.max_deterministic_time = effort
        parameters.max_time_in_seconds = max(seconds, 0.05)
        # What a linear program knows of resources that are shared is little, and it takes most of the time.
        parameters.linearization_level = 0
        if not self.whole:
            # Small questions: making the model smaller takes longer than answering it.
            parameters.cp_model_presolve = False
        status = solver.solve(self.model)
        if status in (self.sat.OPTIMAL, self.sat.FEASIBLE):
            return [solver.value(start) for start in self.starts], int(solver.best_objective_bound)
        if status == self.sat.INFEASIBLE:
            return None, None
        return None, int(solver.best_objective_bound) if self.whole else 0


def _order_kept(problem: Problem, starts: list[int], free: Collection[int]) -> set[tuple[int, int]]:
    """Who hands units of a resource on to whom among the tasks that are not free: each unit goes through a chain."""
    found: set[tuple[int, int]] = set()
    order = sorted((task for task in range(problem.size) if task not in free), key=lambda task: starts[task])
    for kind, capacity in enumerate(problem.capacity):
        # Stacks of units by the moment they were given back, the latest on top: (when, by whom, how many).
        idle: list[tuple[int, int, int]] = [(-1, -1, capacity)]
        for task in order:
            left = problem.demands[task][kind] if problem.durations[task] else 0
            kept = []
            while left:
                at = next(place for place in range(len(idle) - 1, -1, -1) if idle[place][0] <= starts[task])
                when, who, units = idle.pop(at)
                if who >= 0:
                    found.add((who, task))
                if units > left:
                    kept.append((when, who, units - left))
                left -= min(units, left)
            if amount := problem.demands[task][kind] if problem.durations[task] else 0:
                idle += [*kept, (starts[task] + problem.durations[task], task, amount)]
                idle.sort()
    return found
