"""A plan made ready for computing: numbers instead of ids and instants, steps in an order in which what a task waits
for comes first. Made once for a plan, in time linear in tasks and links; progress may change afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from firstlight.engines.scheduling.facts import Lag, LagKind, LinkKind, Progress, Task
from firstlight.engines.scheduling.plan import Plan
from firstlight.engines.scheduling.wall_clock import seconds_of
from firstlight.engines.scheduling.working_time import Calendars, WorkingTime

#: A link as computing needs it: number of the other task, kind, in what time the lag is counted, lag in seconds.
Tie = tuple[int, LinkKind, WorkingTime, int]


@dataclass(slots=True)
class Network:
    """Tasks by number. Inactive ones and their links are left out.

    `steps` holds every task twice: its number n where it opens, n + `count` where it ends; a summary opens before and
    ends after all that is in it. `into` and `out_of` are the links that stand at the task itself. `parent` is −1 at the
    top, `leaf` tells tasks from summaries. `duration` is in seconds of `times`, the working time of the task.
    """

    plan: Plan
    tasks: list[Task]
    number: dict[str, int]
    parent: list[int]
    leaf: list[bool]
    steps: list[int]
    into: list[list[Tie]]
    out_of: list[list[Tie]]
    times: list[WorkingTime]
    duration: list[int]
    calendars: Calendars

    @property
    def count(self) -> int:
        """How many tasks there are, summaries included."""
        return len(self.tasks)

    @property
    def plan_time(self) -> WorkingTime:
        """The working time of the plan's own calendar."""
        return self.calendars.of(self.plan.calendar)

    @classmethod
    def of(cls, plan: Plan) -> Network:
        """The network of a plan."""
        tasks = _active(plan)
        number = {task.id: at for at, task in enumerate(tasks)}
        blackouts = [(seconds_of(span.start), seconds_of(span.end)) for span in plan.blackouts]
        calendars = Calendars(plan.calendars, seconds_of(plan.start), blackouts)
        times = _times(plan, tasks, calendars)
        duration = [round(task.expected.total_seconds()) for task in tasks]
        into: list[list[Tie]] = [[] for _ in tasks]
        out_of: list[list[Tie]] = [[] for _ in tasks]
        for link in plan.links:
            first, then = number.get(link.predecessor), number.get(link.successor)
            if first is not None and then is not None:
                lag = lag_of(link.lag, duration[first])
                time = calendars.clock if link.lag.kind in _BY_CLOCK else times[then]
                into[then].append((first, link.kind, time, lag))
                out_of[first].append((then, link.kind, time, lag))
        parent = [number[task.parent] if task.parent is not None else -1 for task in tasks]
        holders = set(parent)
        leaf = [at not in holders for at in range(len(tasks))]
        steps = _sorted(parent, leaf, out_of)
        return cls(plan, tasks, number, parent, leaf, steps, into, out_of, times, duration, calendars)

    def with_progress(self, changes: Mapping[str, Progress], at: datetime | None = None) -> Network:
        """The same network with other progress of some tasks, known up to `at`. Nothing else is made anew."""
        tasks = list(self.tasks)
        for id, progress in changes.items():
            number = self.number[id]
            tasks[number] = replace(tasks[number], progress=progress)
        return replace(self, tasks=tasks, plan=self.plan if at is None else self.plan.known_until(at))


_BY_CLOCK = (LagKind.ELAPSED, LagKind.ELAPSED_PERCENT)


def lag_of(lag: Lag, duration: int) -> int:
    """A lag in seconds; percentages are of the predecessor's duration."""
    if lag.kind in (LagKind.WORKING, LagKind.ELAPSED):
        return round(lag.time.total_seconds())
    return round(duration * lag.percent / 100)


def _sorted(parent: list[int], leaf: list[bool], out_of: list[list[Tie]]) -> list[int]:
    """All openings and ends, each after all it waits for (Kahn)."""
    count = len(parent)
    after: list[list[int]] = [[] for _ in range(2 * count)]
    for task in range(count):
        after[task + count].extend(tie[0] for tie in out_of[task])
        if leaf[task]:
            after[task].append(task + count)
        if (holder := parent[task]) >= 0:
            after[holder].append(task)
            after[task + count].append(holder + count)
    waits = [0] * (2 * count)
    for followers in after:
        for one in followers:
            waits[one] += 1
    steps = [node for node in range(2 * count) if not waits[node]]
    for node in steps:
        for one in after[node]:
            waits[one] -= 1
            if not waits[one]:
                steps.append(one)
    return steps


def _active(plan: Plan) -> list[Task]:
    """Tasks that count: an inactive one is left out with all that is in it."""
    known = {task.id: task for task in plan.tasks}
    out = {task.id for task in plan.tasks if not task.active}
    if not out:
        return list(plan.tasks)

    def inside(task: Task) -> bool:
        while task.id not in out:
            if task.parent is None:
                return True
            task = known[task.parent]
        return False

    return [task for task in plan.tasks if inside(task)]


def _times(plan: Plan, tasks: Iterable[Task], calendars: Calendars) -> list[WorkingTime]:
    """When each task is worked: by its calendar, and when everybody works who is named for it."""
    people = {resource.id: resource.calendar for resource in plan.resources}
    found = []
    for task in tasks:
        if task.elapsed:
            found.append(calendars.clock)
            continue
        ids = {task.calendar} if task.calendar is not None else set()
        if not task.ignores_resource_calendars:
            ids |= {calendar for need in task.needs if (calendar := people.get(need.resource)) is not None}
        found.append(calendars.of(*(ids or {plan.calendar})))
    return found
