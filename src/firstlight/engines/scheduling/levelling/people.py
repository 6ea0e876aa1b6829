"""From a plan with people to a levelled one: nobody is needed twice at a time, every link and calendar is kept.

Where all tasks are worked around the clock the plan is a `Problem`, and a solver can prove how good the result is. With
calendars, tasks are placed one after the other, each in its own working time, in many orders.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from firstlight.engines.scheduling.early import Early, earliest, link_bounds, place, placed
from firstlight.engines.scheduling.facts import Constraint, ConstraintKind, LinkKind
from firstlight.engines.scheduling.levelling.demands import Demands, demands_of
from firstlight.engines.scheduling.levelling.problem import Problem
from firstlight.engines.scheduling.levelling.serial import Profile
from firstlight.engines.scheduling.levelling.solving import Status, level
from firstlight.engines.scheduling.network import Network
from firstlight.engines.scheduling.plan import Plan
from firstlight.engines.scheduling.schedule import schedule_of
from firstlight.engines.scheduling.wall_clock import moment, seconds_of
from firstlight.engines.scheduling.working_time import FAR

_DATED = (ConstraintKind.AS_SOON_AS_POSSIBLE, ConstraintKind.START_NO_EARLIER_THAN)


@dataclass(frozen=True, slots=True)
class LevelledPlan:
    """When each task starts. `makespan` is from the start of the plan to the end of the last task, `bound` what no
    schedule can be shorter than. `short` are tasks that need more people than there are; they take all of them.
    """

    starts: dict[str, datetime]
    finishes: dict[str, datetime]
    makespan: timedelta
    bound: timedelta
    status: Status
    solver: str
    short: tuple[str, ...]


def level_plan(
    plan: Plan, *, seed: int = 1, seconds: float = 10.0, elapsed: Callable[[], float], solver: bool = True
) -> LevelledPlan:
    """Level a plan in about so many seconds; `elapsed` says how many have passed. The same seed tries the same orders.

    Raises NoWorkingTime where a calendar has none for a task.
    """
    network = Network.of(plan)
    demands = demands_of(network)
    if _plain(network):
        problem, step = _problem(network, demands)
        found = level(problem, seed=seed, seconds=seconds, elapsed=elapsed, solver=solver)
        origin = seconds_of(plan.start)
        leaves = [at for at in range(network.count) if network.leaf[at]]
        starts = {at: origin + step * start for at, start in zip(leaves, found.starts, strict=True)}
        finishes = {at: start + network.duration[at] for at, start in starts.items()}
        bound, status, by = origin + step * found.bound, found.status, found.solver
    else:
        starts, finishes = _Placer(network, demands, seed).best(lambda: elapsed() < seconds)
        bound, by = _bound(network, demands), "search"
        status = Status.OPTIMAL if max(finishes.values(), default=bound) <= bound else Status.FEASIBLE
    begin = seconds_of(plan.start)
    return LevelledPlan(
        starts={network.tasks[at].id: moment(start) for at, start in starts.items()},
        finishes={network.tasks[at].id: moment(finish) for at, finish in finishes.items()},
        makespan=timedelta(seconds=max(finishes.values(), default=begin) - begin),
        bound=timedelta(seconds=bound - begin),
        status=status,
        solver=by,
        short=demands.short,
    )


def _plain(network: Network) -> bool:
    """Whether time is the same for all, and nothing but links, people and first dates decides."""
    if network.plan.status_at is not None or any(time.blackouts for time in network.times):
        return False
    return all(
        network.times[at].steady
        and task.constraint.kind in _DATED
        and task.fixed_start is None
        and not task.delay
        and not task.progress.actual_start
        and (network.leaf[at] or (not network.into[at] and task.constraint == Constraint()))
        for at, task in enumerate(network.tasks)
    )


def _problem(network: Network, demands: Demands) -> tuple[Problem, int]:
    """The plan in steps of the greatest length that divides everything."""
    leaves = [at for at in range(network.count) if network.leaf[at]]
    row_of, origin = {number: at for at, number in enumerate(leaves)}, seconds_of(network.plan.start)
    inside = {at: [at] for at in leaves}
    for node in network.steps:
        at = node - network.count
        if at >= 0 and (holder := network.parent[at]) >= 0:
            inside.setdefault(holder, []).extend(inside.get(at, ()))
    release, waits = [], []
    for then in leaves:
        task, length, own = network.tasks[then], network.duration[then], []
        for first, kind, _, lag in network.into[then]:
            for one in inside[first]:
                before = network.duration[one] if kind in (LinkKind.FS, LinkKind.FF) else 0
                after = 0 if kind in (LinkKind.FS, LinkKind.SS) else length
                own.append((row_of[one], before + lag - after))
        waits.append(own)
        release.append(max(seconds_of(task.constraint.at) - origin, 0) if task.constraint.at else 0)
    lengths = [network.duration[at] for at in leaves]
    step = math.gcd(*lengths, *release, *(gap for own in waits for _, gap in own)) or 60
    problem = Problem(
        durations=tuple(length // step for length in lengths),
        demands=tuple(demands.taken[at] for at in leaves),
        capacity=demands.capacity,
        waits=tuple(tuple((one, gap // step) for one, gap in own) for own in waits),
        release=tuple(at // step for at in release),
    )
    return problem, step


def _bound(network: Network, demands: Demands) -> int:
    """Nothing ends before the plan does without limits."""
    return earliest(network, seconds_of(network.plan.start)).end


class _Placer:
    """Places tasks in orders by priority, the links' rules being those of `early`."""

    def __init__(self, network: Network, demands: Demands, seed: int) -> None:
        self.network, self.demands = network, demands
        self.random = random.Random(seed)  # noqa: S311  (a search, no secret)
        count = network.count
        self.after: list[list[int]] = [[] for _ in range(2 * count)]
        for task in range(count):
            self.after[task + count].extend(tie[0] for tie in network.out_of[task])
            if network.leaf[task]:
                self.after[task].append(task + count)
            if (holder := network.parent[task]) >= 0:
                self.after[holder].append(task)
                self.after[task + count].append(holder + count)
        self.waits = [0] * (2 * count)
        for followers in self.after:
            for one in followers:
                self.waits[one] += 1

    def best(self, going: Callable[[], bool]) -> tuple[dict[int, int], dict[int, int]]:
        """The shortest of all orders that were tried: by late start, by float, then with noise."""
        schedule = schedule_of(self.network)
        late, total = schedule.late.start, schedule.total
        low = _bound(self.network, self.demands)
        urgent = [-self.network.tasks[at].priority for at in range(self.network.count)]
        rules: list[Sequence[float]] = [late, total, [key * 1e12 + at for key, at in zip(urgent, late, strict=True)]]
        best: Early | None = None
        while best is None or rules or (going() and best.end > low):
            reach = self.random.choice((0.02, 0.1, 0.3)) * max(low - seconds_of(self.network.plan.start), 1)
            keys = rules.pop(0) if rules else [at + self.random.gauss(0, reach) for at in late]
            found = self._place(keys)
            if best is None or found.end < best.end:
                best = found
        leaves = [at for at in range(self.network.count) if self.network.leaf[at]]
        return {at: best.start[at] for at in leaves}, {at: best.finish[at] for at in leaves}

    def _place(self, keys: Sequence[float]) -> Early:
        network, count = self.network, self.network.count
        found = Early([FAR] * count, [-FAR] * count, [0] * count, [0] * count, [-1] * count)
        floors, ends = [-FAR] * count, [-FAR] * count
        profile = Profile(self.demands.capacity, -FAR)
        left, begin = list(self.waits), seconds_of(network.plan.start)
        if network.plan.status_at is not None:
            begin = max(begin, seconds_of(network.plan.status_at))
        started = [task.progress.actual_start is not None for task in network.tasks]
        ready = [(self._key(node, keys, started), node) for node in range(2 * count) if not left[node]]
        heapify(ready)
        while ready:
            node = heappop(ready)[1]
            at = node if node < count else node - count
            holder = network.parent[at]
            if node < count:
                start, finish, _ = link_bounds(network, found, at)
                if holder >= 0:
                    start, finish = max(start, floors[holder]), max(finish, ends[holder])
                floors[at], ends[at] = start, finish
                if network.leaf[at]:
                    self._one(found, at, max(start, begin), finish, profile)
            elif holder >= 0:
                found.start[holder] = min(found.start[holder], found.start[at])
                found.finish[holder] = max(found.finish[holder], found.finish[at])
            for one in self.after[node]:
                left[one] -= 1
                if not left[one]:
                    heappush(ready, (self._key(one, keys, started), one))
        return found

    def _key(self, node: int, keys: Sequence[float], started: Sequence[bool]) -> float:
        """What ends or has started goes first, then by priority."""
        at = node - self.network.count
        return -math.inf if at >= 0 or started[node] else keys[node]

    def _one(self, found: Early, at: int, start: int, finish: int, profile: Profile) -> None:
        """Later and later, until everybody who is needed is free from its start to its end."""
        network, task = self.network, self.network.tasks[at]
        demand = [(kind, amount) for kind, amount in enumerate(self.demands.taken[at]) if amount]
        place(network, found, at, start, finish)
        begin, end = found.start[at], found.finish[at]
        if demand and network.duration[at]:
            while task.progress.actual_start is None and task.fixed_start is None:
                later = profile.clash(begin, end, demand)
                if later is None:
                    break
                begin, end = placed(task, network.times[at], network.duration[at], later, finish)
            profile.take(begin, end, demand)
        found.start[at], found.finish[at] = begin, end
