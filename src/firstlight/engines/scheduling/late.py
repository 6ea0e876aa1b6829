"""The backward pass: when each task has to start and end at the latest, so that the plan ends when it does."""

from __future__ import annotations

from dataclasses import dataclass

from firstlight.engines.scheduling.early import Early, ended
from firstlight.engines.scheduling.facts import ConstraintKind, LinkKind
from firstlight.engines.scheduling.network import Network
from firstlight.engines.scheduling.wall_clock import seconds_of
from firstlight.engines.scheduling.working_time import FAR, WorkingTime

#: The grain of late dates beside a black-out.
_MINUTE = 60
_FS, _SS, _FF = LinkKind.FS, LinkKind.SS, LinkKind.FF
_START_BY = (ConstraintKind.START_NO_LATER_THAN, ConstraintKind.MUST_START_ON)
_FINISH_BY = (ConstraintKind.FINISH_NO_LATER_THAN, ConstraintKind.MUST_FINISH_ON)


@dataclass(slots=True)
class Late:
    """Latest dates by number of the task."""

    start: list[int]
    finish: list[int]


def latest(network: Network, early: Early, end: int) -> Late:
    """Go through the plan backwards from its end."""
    count, leaf, parent = network.count, network.leaf, network.parent
    found = Late([FAR] * count, [-FAR] * count)
    start_ceilings, ceilings = [FAR] * count, [end] * count
    for node in reversed(network.steps):
        if node >= count:
            task = node - count
            start, finish = _bounds(network, early, found, task)
            holder = parent[task]
            if holder >= 0:
                finish = min(finish, ceilings[holder])
                if early.start[task] == early.start[holder]:
                    start = min(start, start_ceilings[holder])
            start_ceilings[task], ceilings[task] = start, min(finish, end)
            if leaf[task]:
                _place(network, early, found, task, start, min(finish, end))
        elif (holder := parent[node]) >= 0:
            found.start[holder] = min(found.start[holder], found.start[node])
            found.finish[holder] = max(found.finish[holder], found.finish[node])
    return found


def _bounds(network: Network, early: Early, found: Late, number: int) -> tuple[int, int]:
    """Latest start and finish by the links out of a task, its deadline and its constraint."""
    start = finish = FAR
    for then, kind, time, lag in network.out_of[number]:
        if kind is _FS or kind is _SS:
            at = found.start[then]
            if network.tasks[then].progress.under_way and kind is _FS:
                # Its start cannot move any more: what goes on has to wait until then. A mark moves as a whole.
                at = early.resume[then] if network.duration[then] else found.finish[then]
        else:
            at = found.finish[then]
            if network.duration[then] and not network.tasks[then].progress.actual_start:
                # Until work goes on, nothing that ends then moves it.
                at = network.times[then].begin(network.times[then].position(at))
        if lag:
            at = time.latest_before(at, lag)
        if kind is _FS or kind is _FF:
            if at < finish:
                finish = at
        elif at < start:
            start = at
    task = network.tasks[number]
    if task.deadline is not None:
        finish = min(finish, seconds_of(task.deadline))
    if task.constraint.at is not None:
        at = seconds_of(task.constraint.at)
        if task.constraint.kind in _START_BY:
            start = min(start, at)
        elif task.constraint.kind in _FINISH_BY:
            finish = min(finish, at)
    return start, finish


def _place(network: Network, early: Early, found: Late, number: int, start: int, finish: int) -> None:
    task, time, duration = network.tasks[number], network.times[number], network.duration[number]
    progress = task.progress
    if progress.done:
        found.start[number], found.finish[number] = early.start[number], early.finish[number]
    elif progress.under_way:
        found.start[number] = early.start[number]
        found.finish[number] = time.backwards(finish) if duration else finish
    elif not duration:
        at = allowed_by(time, 0, min(start, finish))
        found.start[number] = found.finish[number] = at
    else:
        begin = time.add(time.backwards(finish), -duration)
        if start < begin:
            begin = time.begin_by(start)
        begin = allowed_by(time, duration, begin, finish)
        found.start[number], found.finish[number] = begin, ended(time, duration, begin)


def allowed_by(time: WorkingTime, duration: int, at: int, by: int = FAR) -> int:
    """The last start until then with neither start nor end in a black-out; a mark stands where work touches.

    Work that stops within a black-out with nothing to do until that is over ends then, which must not be after `by`.
    """
    if not duration:
        at = at if time.touches(at) else time.backwards(at)
    while True:
        begin = at
        stops, end = time.add(at, duration) if duration else at, ended(time, duration, at)
        for first, last in time.blackouts:
            if first <= at < last:
                at = time.begin_by(first - _MINUTE) if duration else first - _MINUTE
                at = at if duration or time.touches(at) else time.backwards(at)
                break
            if first < stops < last and (end > by or any(one < end < other for one, other in time.blackouts)):
                at = time.add(time.backwards(first), -duration)
                break
        if at == begin:
            return at
