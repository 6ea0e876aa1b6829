"""The forward pass: when each task can start and end at the earliest. Seconds since 1970 throughout."""

from __future__ import annotations

from dataclasses import dataclass

from firstlight.engines.scheduling.facts import ConstraintKind, LinkKind, Task
from firstlight.engines.scheduling.network import Network
from firstlight.engines.scheduling.wall_clock import seconds_of
from firstlight.engines.scheduling.working_time import FAR, WorkingTime

_FS, _SS, _FF = LinkKind.FS, LinkKind.SS, LinkKind.FF
_NO_EARLIER_START = (ConstraintKind.START_NO_EARLIER_THAN, ConstraintKind.MUST_START_ON)
_NO_EARLIER_FINISH = (ConstraintKind.FINISH_NO_EARLIER_THAN, ConstraintKind.MUST_FINISH_ON)
_HELD_START = (ConstraintKind.MUST_START_ON, ConstraintKind.START_NO_LATER_THAN)
_HELD_FINISH = (ConstraintKind.MUST_FINISH_ON, ConstraintKind.FINISH_NO_LATER_THAN)


@dataclass(slots=True)
class Early:
    """Earliest dates by number of the task. `resume` is when the rest of a task goes on that is under way.

    `allowed` is the earliest start that links, constraints and the plan's start allow, whatever the calendar and the
    status date say; `driver` the task whose link set it, −1 where none did.
    """

    start: list[int]
    finish: list[int]
    resume: list[int]
    allowed: list[int]
    driver: list[int]

    @property
    def end(self) -> int:
        """When the last task ends."""
        return max(self.finish, default=0)


def earliest(network: Network, plan_start: int) -> Early:
    """Go through the plan forwards."""
    count, leaf, parent = network.count, network.leaf, network.parent
    found = Early([0] * count, [-FAR] * count, [0] * count, [0] * count, [-1] * count)
    floors, finish_floors = [-FAR] * count, [-FAR] * count
    opened = [FAR] * count
    for node in network.steps:
        if node < count:
            holder = parent[node]
            start, finish, driver = link_bounds(network, found, node)
            if holder >= 0:
                if floors[holder] > start:
                    start, driver = floors[holder], found.driver[holder]
                finish = max(finish, finish_floors[holder])
            floors[node], finish_floors[node], found.driver[node] = start, finish, driver
            if leaf[node]:
                place(network, found, node, max(start, plan_start), finish)
        else:
            node -= count
            holder = parent[node]
            if not leaf[node]:
                found.start[node] = opened[node]
            if holder >= 0:
                opened[holder] = min(opened[holder], found.start[node])
                found.finish[holder] = max(found.finish[holder], found.finish[node])
    return found


def link_bounds(network: Network, found: Early, task: int) -> tuple[int, int, int]:
    """Earliest start and finish by the links into a task, and whose link gave the start (or what it is moved to)."""
    start = finish = -FAR
    driver, pushed = -1, -FAR
    for first, kind, time, lag in network.into[task]:
        at = found.finish[first] if kind is _FS or kind is _FF else found.start[first]
        if lag:
            at = time.add(at, lag)
        if kind is _FS or kind is _SS:
            if at > start:
                start, driver = at, first
        elif at > finish:
            finish, pushed = at, first
    if finish > -FAR and pushed >= 0 and network.leaf[task]:
        needed = network.times[task].add(finish, -network.duration[task])
        if needed > start:
            driver = pushed
    return start, finish, driver


def place(network: Network, found: Early, number: int, start: int, finish: int) -> None:
    """Put one task where it may start, and end, no earlier than that: progress, constraints, calendar, blackouts."""
    task, time, duration = network.tasks[number], network.times[number], network.duration[number]
    progress = task.progress
    found.allowed[number] = start
    if progress.actual_start is not None:
        _under_way(network, found, number, seconds_of(progress.actual_start), finish)
        return
    constraint = task.constraint
    if constraint.at is not None:
        at = seconds_of(constraint.at)
        if constraint.kind in _NO_EARLIER_START and at > start:
            start, found.driver[number] = at, -1
        elif constraint.kind in _NO_EARLIER_FINISH:
            finish = max(finish, at)
        if network.plan.constraints_win:
            if constraint.kind in _HELD_START:
                start, finish = min(start, at), -FAR
            elif constraint.kind in _HELD_FINISH:
                start = min(start, time.add(at, -duration))
                finish = min(finish, at)
    status = network.plan.status_at
    if task.fixed_start is not None:
        held = seconds_of(task.fixed_start)
        # As planned it stands there; what has not happened by now cannot, and waits for its links like all others.
        if status is None or held >= start:
            start, found.driver[number] = held, -1
        finish = -FAR
    if task.delay:
        start += round(task.delay.total_seconds())
    found.allowed[number] = start
    if status is not None:
        start = max(start, seconds_of(status))
        if task.fixed_start is not None and start > seconds_of(task.fixed_start):
            start = _stands(time, duration, start)
    found.start[number], found.finish[number] = placed(task, time, duration, start, finish)


def placed(task: Task, time: WorkingTime, duration: int, start: int, finish: int) -> tuple[int, int]:
    """The first place for work of that length that starts and ends no earlier than that, outside of blackouts.

    Without a length it may also stand where work has just stopped. A bound of the finish that lies where nobody works
    counts as the moment at which work stopped before it.
    """
    if finish > -FAR:
        start = max(start, time.add(finish, -duration) if duration else finish)
    if task.fixed_start is not None:
        return start, time.add(start, duration) if duration else start
    start = _stands(time, duration, start)
    while True:
        end = ended(time, duration, start)
        later = _after_blackouts(time, duration, start, end)
        if later == start:
            return start, end
        start = _stands(time, duration, later)


def ended(time: WorkingTime, duration: int, start: int) -> int:
    """When work of that length that starts then has ended.

    Where it stops within a black-out and nobody works until that is over, it ends as soon as work goes on: that is when
    so much is worked, too, and a later start would end no sooner.
    """
    if not duration:
        return start
    end = time.add(start, duration)
    for first, last in time.blackouts:
        if first < end < last and time.position(last) == time.position(end):
            end = time.onwards(last)
    return end


def _stands(time: WorkingTime, duration: int, at: int) -> int:
    return at if not duration and time.touches(at) else time.onwards(at)


def _after_blackouts(time: WorkingTime, duration: int, start: int, end: int) -> int:
    """A later start, where the start or the end lies in a blackout; what ends just when it begins is not in it."""
    for first, last in time.blackouts:
        if first <= start < last:
            return last
        if first < end < last:
            return time.add(last, -duration)
    return start


def _under_way(network: Network, found: Early, number: int, start: int, finish: int) -> None:
    """What happened stays; the rest goes on where it was left, not before what is known."""
    progress, time = network.tasks[number].progress, network.times[number]
    found.start[number] = start
    if progress.actual_finish is not None:
        found.finish[number] = found.resume[number] = seconds_of(progress.actual_finish)
        return
    remaining = remaining_of(network, number)
    resume = time.add(start, max(network.duration[number] - remaining, 0))
    if progress.resume is not None:
        resume = seconds_of(progress.resume)
    if network.plan.status_at is not None:
        resume = max(resume, seconds_of(network.plan.status_at))
    found.resume[number] = resume
    found.finish[number] = max(time.add(resume, remaining), finish)


def remaining_of(network: Network, number: int) -> int:
    """Seconds of work that are left of a task that has started."""
    progress = network.tasks[number].progress
    if progress.remaining is not None:
        return round(progress.remaining.total_seconds())
    return round(network.duration[number] * (100 - progress.percent) / 100)
