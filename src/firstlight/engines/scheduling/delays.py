"""Who is late, and who only waits for somebody who is: the delay of each task against a plan, taken apart.

The rule: a task inherits the delay of the task whose link decides its start (`driver`): of that one's end, or of its
start where the link says so. What the plan had in hand between the two takes some of it away, or a calendar adds to it
(`absorbed`, negative when delay went away). What is left is the task's own: it started later than it could
(`late_start`), or took longer (`overrun`). Along the drivers the own and absorbed parts add up to the delay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from firstlight.engines.scheduling.facts import LinkKind
from firstlight.engines.scheduling.schedule import Schedule
from firstlight.engines.scheduling.wall_clock import seconds_of


@dataclass(frozen=True, slots=True)
class Delay:
    """One task: `total` = `inherited` + `absorbed` + `late_start` + `overrun`, by the clock; negative is earlier.

    `driver` is whose delay it inherits, "" where nobody's.
    """

    task: str
    total: timedelta
    inherited: timedelta
    absorbed: timedelta
    late_start: timedelta
    overrun: timedelta
    driver: str

    @property
    def own(self) -> timedelta:
        """What originates here: what others have to thank this task for."""
        return self.late_start + self.overrun


def delays(planned: Schedule, now: Schedule) -> dict[str, Delay]:
    """The delay of every task that is in both, by id; summaries are left out. Linear in tasks and links."""
    network = now.network
    found = {}
    for at, task in enumerate(network.tasks):
        before = planned.network.number.get(task.id)
        if before is None or not network.leaf[at]:
            continue
        start = now.early.start[at] - planned.early.start[before]
        total = now.early.finish[at] - planned.early.finish[before]
        driver = now.early.driver[at]
        inherited = _inherited(planned, now, driver, at) if driver >= 0 else 0
        late = now.early.start[at] - _possible(now, at)
        found[task.id] = Delay(
            task=task.id,
            total=timedelta(seconds=total),
            inherited=timedelta(seconds=inherited),
            absorbed=timedelta(seconds=start - late - inherited),
            late_start=timedelta(seconds=late),
            overrun=timedelta(seconds=total - start),
            driver=network.tasks[driver].id if driver >= 0 else "",
        )
    return found


def _inherited(planned: Schedule, now: Schedule, driver: int, at: int) -> int:
    before = planned.network.number.get(now.network.tasks[driver].id)
    if before is None:
        return 0
    kinds = {kind for first, kind, _, _ in now.network.into[at] if first == driver}
    if kinds and kinds <= {LinkKind.SS, LinkKind.SF}:
        return now.early.start[driver] - planned.early.start[before]
    return now.early.finish[driver] - planned.early.finish[before]


def _possible(now: Schedule, at: int) -> int:
    """When it could have started: as links and dates allow, in its working time. What waits only for now is late."""
    network, early = now.network, now.early
    time, allowed, status = network.times[at], early.allowed[at], network.plan.status_at
    held = status is not None and allowed < seconds_of(status)
    if network.tasks[at].progress.actual_start is None and not held:
        return early.start[at]
    return allowed if not network.duration[at] and time.touches(allowed) else time.onwards(allowed)
