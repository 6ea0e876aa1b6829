"""When everything of a plan happens: early, late and planned dates, float, the critical path, and what is missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from firstlight.engines.scheduling.checking import PlanProblem
from firstlight.engines.scheduling.conflicts import conflicts_of
from firstlight.engines.scheduling.early import Early, earliest, ended
from firstlight.engines.scheduling.facts import ConstraintKind, LinkKind
from firstlight.engines.scheduling.late import Late, allowed_by, latest
from firstlight.engines.scheduling.network import Network
from firstlight.engines.scheduling.plan import Plan
from firstlight.engines.scheduling.wall_clock import moment, seconds_of
from firstlight.engines.scheduling.working_time import FAR


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of one task, in UTC. Float is working time of the task's calendar; negative where it is late already.

    `start` and `finish` are those to plan with: the early ones, and for tasks as late as possible the latest that move
    nothing else. `total_float` is how far it can slip without moving the end of the plan (or missing a date that was
    set), `free_float` without moving anything. `driver` is the task whose link decides its start, "" where none does.
    """

    id: str
    start: datetime
    finish: datetime
    early_start: datetime
    early_finish: datetime
    late_start: datetime
    late_finish: datetime
    total_float: timedelta
    free_float: timedelta
    critical: bool
    driver: str


@dataclass(slots=True)
class Schedule:
    """The computed plan. Lists are by number of the task in `network`, in seconds; `dates` speaks in instants."""

    network: Network
    early: Early
    late: Late
    starts: list[int]
    finishes: list[int]
    total: list[int]
    free: list[int]

    @property
    def start(self) -> datetime:
        """When the first task starts; the start of the plan where it has no tasks."""
        return moment(min(self.starts)) if self.starts else self.network.plan.start

    @property
    def finish(self) -> datetime:
        """When the last task ends; the start of the plan where it has no tasks."""
        return moment(max(self.finishes)) if self.finishes else self.network.plan.start

    @property
    def critical(self) -> tuple[str, ...]:
        """The tasks without float that are not done, summaries left out, in the order of the plan."""
        return tuple(
            task.id for at, task in enumerate(self.network.tasks) if self.network.leaf[at] and self.is_critical(at)
        )

    def is_critical(self, number: int) -> bool:
        """Whether any delay of the task delays the plan."""
        return self.total[number] <= 0 and not self.network.tasks[number].progress.done

    def dates(self, id: str) -> Dates:
        """The dates of one task or summary. KeyError for one that is not in the plan, or inactive."""
        at = self.network.number[id]
        early, late = self.early, self.late
        driver = early.driver[at]
        return Dates(
            id,
            moment(self.starts[at]),
            moment(self.finishes[at]),
            moment(early.start[at]),
            moment(early.finish[at]),
            moment(late.start[at]),
            moment(late.finish[at]),
            timedelta(seconds=self.total[at]),
            timedelta(seconds=self.free[at]),
            self.is_critical(at),
            self.network.tasks[driver].id if driver >= 0 else "",
        )

    def all(self) -> Iterator[Dates]:
        """The dates of all tasks, in the order of the plan."""
        return (self.dates(task.id) for task in self.network.tasks)

    def conflicts(self) -> tuple[PlanProblem, ...]:
        """What is missed or contradicts itself: deadlines, constraints, fixed starts, the window. Never `blocking`."""
        return tuple(conflicts_of(self.network, self.early, self.starts, self.finishes))


def compute(plan: Plan) -> Schedule:
    """The schedule of a plan. Linear in tasks and links. Raises NoWorkingTime where a calendar has none for a task."""
    return schedule_of(Network.of(plan))


def schedule_of(network: Network) -> Schedule:
    """The same for a network that was made before."""
    plan = network.plan
    start = seconds_of(plan.start)
    early = earliest(network, start)
    if plan.from_finish and plan.finish is not None:
        late = latest(network, early, seconds_of(plan.finish))
        begin = min((one for at, one in enumerate(late.start) if network.leaf[at]), default=start)
        early = earliest(network, begin)
        starts, finishes = list(late.start), list(late.finish)
    else:
        late = latest(network, early, early.end)
        starts, finishes = _planned(network, early)
    total = _total(network, early, late)
    free = _free(network, early, total)
    return Schedule(network, early, late, starts, finishes, total, free)


def _total(network: Network, early: Early, late: Late) -> list[int]:
    """Float: the lesser of what the start and what the end can move; of the end alone for what has started."""
    found = []
    begun = {at for at, task in enumerate(network.tasks) if task.progress.actual_start}
    for at in list(begun):
        while (at := network.parent[at]) >= 0 and at not in begun:
            begun.add(at)
    for at in range(network.count):
        time = network.times[at] if network.leaf[at] else network.plan_time
        slack = time.position(late.finish[at]) - time.position(early.finish[at])
        if at not in begun:
            slack = min(slack, time.position(late.start[at]) - time.position(early.start[at]))
        found.append(slack)
    return found


def _free(network: Network, early: Early, total: list[int]) -> list[int]:
    found = list(total)
    # Until when a task may end, and start, without moving what waits for it or for a summary that it is in.
    ends, starts = [early.end] * network.count, [FAR] * network.count
    for at in network.steps:
        if at >= network.count:
            continue
        time, holder = network.times[at], network.parent[at]
        if holder >= 0:
            ends[at] = ends[holder]
            if early.start[at] == early.start[holder]:
                starts[at] = starts[holder]
        for then, kind, lag_time, lag in network.out_of[at]:
            limit = early.start[then] if kind in (LinkKind.FS, LinkKind.SS) else _end_of(network, early, then)
            if lag:
                limit = lag_time.latest_before(limit, lag)
            if kind in (LinkKind.FS, LinkKind.FF):
                ends[at] = min(ends[at], limit)
            else:
                starts[at] = min(starts[at], limit)
        free = time.between(early.finish[at], ends[at])
        if early.start[at] >= starts[at]:
            free = 0
        elif starts[at] < FAR:
            free = min(free, time.between(early.start[at], time.begin_by(starts[at])))
        found[at] = min(found[at], max(free, 0))
        movable = network.leaf[at] and not network.tasks[at].progress.actual_start
        if found[at] > 0 and time.blackouts and movable:
            found[at] = _allowed(network, early, at, found[at], ends[at])
    return found


def _allowed(network: Network, early: Early, at: int, free: int, by: int) -> int:
    """As much of a slip as does not lead into a black-out, out of which the task would slip further."""
    time = network.times[at]
    begin = time.begin(time.position(early.start[at]) + free)
    return max(time.between(early.start[at], allowed_by(time, network.duration[at], begin, by)), 0)


def _end_of(network: Network, early: Early, then: int) -> int:
    """Until when what ends with a task moves nothing: as long as nobody goes on with it."""
    time = network.times[then]
    at = early.finish[then]
    return time.begin(time.position(at)) if network.duration[then] else at


def _planned(network: Network, early: Early) -> tuple[list[int], list[int]]:
    """Early dates; those of tasks as late as possible moved to where they move nothing else."""
    starts, finishes = list(early.start), list(early.finish)
    lazy = [at for at, task in enumerate(network.tasks) if _is_lazy(network, at) and not task.progress.actual_start]
    if not lazy:
        return starts, finishes
    end, wanted = early.end, set(lazy)
    for node in reversed(network.steps):
        if node < network.count or (at := node - network.count) not in wanted:
            continue
        time, duration = network.times[at], network.duration[at]
        latest_start, latest_finish = FAR, end
        for then, kind, lag_time, lag in network.out_of[at]:
            limit = starts[then] if kind in (LinkKind.FS, LinkKind.SS) else finishes[then]
            limit = lag_time.latest_before(limit, lag) if lag else limit
            if kind in (LinkKind.FS, LinkKind.FF):
                latest_finish = min(latest_finish, limit)
            else:
                latest_start = min(latest_start, limit)
        begin = min(time.add(time.backwards(latest_finish), -duration) if duration else latest_finish, latest_start)
        begin = allowed_by(time, duration, begin, latest_finish)
        if begin > starts[at]:
            starts[at] = begin
            finishes[at] = ended(time, duration, begin)
    return starts, finishes


def _is_lazy(network: Network, at: int) -> bool:
    return network.leaf[at] and network.tasks[at].constraint.kind is ConstraintKind.AS_LATE_AS_POSSIBLE
