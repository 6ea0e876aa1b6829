"""From a plan with people to a levelled one: nobody is needed twice at a time, every link and calendar is kept.

Where all tasks are worked around the clock the plan is a `Problem`, and a solver can prove how good the result is. With
calendars, tasks are placed one after the other, each in its own working time, in many orders.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from firstlight.engines.scheduling.early import Early, earliest, link_bounds, place, placed
from firstlight.engines.scheduling.facts import Constraint, ConstraintKind, LinkKind
from firstlight.engines.scheduling.levelling.demands import Demands, demands_of
from firstlight.engines.scheduling.levelling.problem import Problem
from firstlight.engines.scheduling.levelling.roster import Roster, Team
from firstlight.engines.scheduling.levelling.solving import Levelled, Status, has_solver, level
from firstlight.engines.scheduling.levelling.timed import Answer, Timed
from firstlight.engines.scheduling.network import Network
from firstlight.engines.scheduling.plan import Plan
from firstlight.engines.scheduling.schedule import schedule_of
from firstlight.engines.scheduling.wall_clock import moment, seconds_of
from firstlight.engines.scheduling.working_time import FAR

#: Of the time, for people as numbers, where it is not sure that this is enough.
_COUNTED = 0.5
#: Orders that are tried before CP-SAT is asked, and its effort for the first question, in its own unit.
_FIRST, _EFFORT = 40, 0.2
#: How long is waited for people, in seconds, before a task is told to have nobody.
_PATIENCE = 60 * 86_400
_DATED = (ConstraintKind.AS_SOON_AS_POSSIBLE, ConstraintKind.START_NO_EARLIER_THAN)


@dataclass(frozen=True, slots=True)
class LevelledPlan:
    """When each task starts. `makespan` is from the start of the plan to the end of the last task, `bound` what no
    schedule can be shorter than. `who` does each task, by the ids of resources. `short` are tasks that need more people
    than there are, or than are ever there together; they take those who are.
    """

    starts: dict[str, datetime]
    finishes: dict[str, datetime]
    makespan: timedelta
    bound: timedelta
    status: Status
    solver: str
    short: tuple[str, ...]
    who: dict[str, tuple[str, ...]]


def level_plan(
    plan: Plan, *, seed: int = 1, seconds: float = 10.0, elapsed: Callable[[], float], solver: bool = True
) -> LevelledPlan:
    """Level a plan in about so many seconds; `elapsed` says how many have passed. The same seed tries the same orders.

    Raises NoWorkingTime where a calendar has none for a task.
    """
    network = Network.of(plan)
    demands, team = demands_of(network), Team(network)
    free = earliest(network, seconds_of(plan.start)).end
    found: _Found | None = None
    if _plain(network):
        share = seconds if demands.apart else _COUNTED * seconds
        found = _counted(network, demands, team, _with(seed, share, elapsed, solver))
    if found is None or not (demands.apart or found.seated):
        known = free if found is None or team.short else found.bound
        placer = _Placer(network, team, seed)
        if solver and has_solver():
            known = _asking(placer, known, seed, seconds, elapsed)
        else:
            placer.search(lambda: elapsed() < seconds, known)
        found = placer.found(known)
        found = replace(found, bound=free if found.alone else known)
    return _told(network, team, found)


def _asking(placer: _Placer, bound: int, seed: int, seconds: float, elapsed: Callable[[], float]) -> int:
    """Some orders first, then CP-SAT for anything shorter, with effort that doubles; the bound that is proven.

    Where it is of no use, more orders.
    """
    network, team = placer.network, placer.team

    def going() -> bool:
        return elapsed() < seconds

    placer.search(going, bound, _FIRST)
    timed = None if placer.best.alone else Timed.of(network, team, placer.best.early.end)
    effort = _EFFORT
    while timed is not None and placer.best.early.end > bound and (left := seconds - elapsed()) > 0:
        question = timed.question(placer.best.early.end)
        if question.possible and not question.small:
            break
        answer, proven = question.ask(dict(enumerate(placer.best.early.start)), effort, left, seed)
        placer.solver = "CP-SAT"
        bound = max(bound, placer.best.early.end if proven is None else proven)
        if answer is None or not placer.take(answer):
            effort *= 2
    placer.search(going, bound)
    return bound


def _with(seed: int, seconds: float, elapsed: Callable[[], float], solver: bool) -> Callable[[Problem], Levelled]:
    return lambda problem: level(problem, seed=seed, seconds=seconds, elapsed=elapsed, solver=solver)


@dataclass(frozen=True, slots=True)
class _Found:
    """A levelled plan by number of the task, in seconds. `seated` says whether each place has somebody."""

    starts: dict[int, int]
    finishes: dict[int, int]
    who: dict[int, list[int]]
    bound: int
    solver: str
    alone: frozenset[str] = frozenset()
    seated: bool = True


def _told(network: Network, team: Team, found: _Found) -> LevelledPlan:
    plan, begin = network.plan, seconds_of(network.plan.start)
    end = max(found.finishes.values(), default=begin)
    tasks = network.tasks
    return LevelledPlan(
        starts={tasks[at].id: moment(start) for at, start in found.starts.items()},
        finishes={tasks[at].id: moment(finish) for at, finish in found.finishes.items()},
        makespan=timedelta(seconds=end - begin),
        bound=timedelta(seconds=max(found.bound, begin) - begin),
        status=Status.OPTIMAL if end <= max(found.bound, begin) else Status.FEASIBLE,
        solver=found.solver,
        short=tuple(task.id for task in tasks if task.id in found.alone or task.id in team.short),
        who={tasks[at].id: tuple(plan.resources[one].id for one in sorted(who)) for at, who in found.who.items()},
    )


def _counted(network: Network, demands: Demands, team: Team, solve: Callable[[Problem], Levelled]) -> _Found:
    """The plan with people as numbers, each skill and team for itself; then seated. Its bound holds for people, too."""
    problem, step = _problem(network, demands)
    found = solve(problem)
    origin = seconds_of(network.plan.start)
    leaves = [at for at in range(network.count) if network.leaf[at]]
    starts = {at: origin + step * start for at, start in zip(leaves, found.starts, strict=True)}
    finishes = {at: start + network.duration[at] for at, start in starts.items()}
    roster, who, seated = Roster(team), {}, True
    for at in sorted(starts, key=lambda at: starts[at]):
        if team.places[at]:
            people = roster.find(at, starts[at], finishes[at]).people
            seated = seated and people is not None
            if people is None:
                people = roster.whoever(at, starts[at], finishes[at])
            roster.book(at, people, starts[at], finishes[at])
            who[at] = list(people)
    return _Found(starts, finishes, who, origin + step * found.bound, found.solver, seated=seated)


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
        and not (not network.leaf[at] and any(tie[1] in (LinkKind.SS, LinkKind.SF) for tie in network.out_of[at]))
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


@dataclass(slots=True)
class _Placed:
    """One schedule: dates, who does what, and the tasks for which there is never anybody."""

    early: Early
    roster: Roster
    who: dict[int, list[int]] = field(default_factory=dict)
    alone: set[str] = field(default_factory=set)


class _Placer:
    """Places tasks in orders by priority, the links' rules being those of `early`."""

    def __init__(self, network: Network, team: Team, seed: int) -> None:
        self.network, self.team = network, team
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
        schedule = schedule_of(network)
        self.late = schedule.late.start
        urgent = [-task.priority * 1e12 + at for task, at in zip(network.tasks, self.late, strict=True)]
        self.rules: list[Sequence[float]] = [schedule.total, urgent]
        self.best, self.tried, self.solver = self._place(self.late), 1, "search"

    def search(self, going: Callable[[], bool], bound: int, most: int | None = None) -> None:
        """Orders by late start, by float, by priority, then with noise, until the bound or `most` of them."""
        reaches = (0.02, 0.1, 0.3)
        length = max(bound - seconds_of(self.network.plan.start), 1)
        while self.rules or (going() and self._open(bound)):
            if most is not None and self.tried >= most:
                break
            self.tried += 1
            reach = self.random.choice(reaches) * length
            keys = self.rules.pop(0) if self.rules else [at + self.random.gauss(0, reach) for at in self.late]
            self._offer(self._place(keys))

    def _open(self, bound: int) -> bool:
        return self.best.early.end > bound or bool(self.best.alone)

    def _offer(self, found: _Placed) -> bool:
        better = (len(found.alone), found.early.end) < (len(self.best.alone), self.best.early.end)
        if better:
            self.best = found
        return better

    def take(self, answer: Answer) -> bool:
        """Take starts and people that a solver found; whether that is shorter.

        Where somebody's rest is not kept, or who does what has begun is needed elsewhere, in the order of its starts.
        """
        found = self._seated(answer)
        starts = [float(answer.starts.get(at, -math.inf)) for at in range(self.network.count)]
        return self._offer(self._place(starts) if found is None else found)

    def _seated(self, answer: Answer) -> _Placed | None:
        """The schedule as it was answered; None where something is not kept: this has the last word."""
        network, early, roster = self.network, self.best.early, Roster(self.team)
        begun = [at for at in range(network.count) if network.leaf[at] and at not in answer.starts]
        starts = {**{at: early.start[at] for at in begun}, **answer.starts}
        held = {
            at: Constraint(ConstraintKind.START_NO_EARLIER_THAN, moment(start)) for at, start in answer.starts.items()
        }
        tasks = [replace(task, constraint=held.get(at, task.constraint)) for at, task in enumerate(network.tasks)]
        again = earliest(replace(network, tasks=tasks), seconds_of(network.plan.start))
        if any(again.start[at] != start for at, start in starts.items()):
            return None
        whole = _Placed(again, roster)
        for at in sorted(starts, key=lambda at: (at in answer.starts, starts[at])):
            if not self.team.places[at]:
                continue
            start, end = again.start[at], again.finish[at]
            people = answer.who.get(at) if at in answer.starts else roster.whoever(at, start, end)
            if people is None or (at in answer.starts and not roster.may(at, people, start, end)):
                return None
            roster.book(at, people, start, end)
            whole.who[at] = list(people)
        return whole

    def found(self, bound: int) -> _Found:
        """The shortest so far."""
        leaves = [at for at in range(self.network.count) if self.network.leaf[at]]
        early = self.best.early
        starts, finishes = ({at: dates[at] for at in leaves} for dates in (early.start, early.finish))
        return _Found(starts, finishes, self.best.who, bound, self.solver, frozenset(self.best.alone))

    def _place(self, keys: Sequence[float]) -> _Placed:
        network, count = self.network, self.network.count
        found = Early([FAR] * count, [-FAR] * count, [0] * count, [0] * count, [-1] * count)
        floors, ends = [-FAR] * count, [-FAR] * count
        whole = _Placed(found, Roster(self.team))
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
                    self._one(whole, at, max(start, begin), finish)
            elif holder >= 0:
                found.start[holder] = min(found.start[holder], found.start[at])
                found.finish[holder] = max(found.finish[holder], found.finish[at])
            for one in self.after[node]:
                left[one] -= 1
                if not left[one]:
                    heappush(ready, (self._key(one, keys, started), one))
        return whole

    def _key(self, node: int, keys: Sequence[float], started: Sequence[bool]) -> float:
        """What ends or has started goes first, then by priority."""
        at = node - self.network.count
        return -math.inf if at >= 0 or started[node] else keys[node]

    def _one(self, whole: _Placed, at: int, start: int, finish: int) -> None:
        """Later and later, until everybody who is needed is there and free from its start to its end."""
        network, task, found, roster = self.network, self.network.tasks[at], whole.early, whole.roster
        place(network, found, at, start, finish)
        if not self.team.places[at]:
            return
        begin, end = found.start[at], found.finish[at]
        if task.progress.actual_start is not None or task.fixed_start is not None:
            people = roster.whoever(at, begin, end)
        else:
            last = begin + _PATIENCE
            answer = roster.find(at, begin, end)
            while answer.people is None and answer.later is not None and answer.later < last:
                begin, end = placed(task, network.times[at], network.duration[at], answer.later, finish)
                answer = roster.find(at, begin, end)
            if answer.people is None:
                begin, end = found.start[at], found.finish[at]
                whole.alone.add(task.id)
                people = roster.whoever(at, begin, end)
            else:
                people = answer.people
        roster.book(at, people, begin, end)
        whole.who[at] = list(people)
        found.start[at], found.finish[at] = begin, end
