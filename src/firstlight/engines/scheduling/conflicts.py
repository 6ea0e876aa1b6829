"""What a schedule misses, each in a sentence that names the task and both times."""

from __future__ import annotations

from collections.abc import Iterator

from firstlight.engines.scheduling.checking import PlanProblem
from firstlight.engines.scheduling.early import Early
from firstlight.engines.scheduling.facts import ConstraintKind
from firstlight.engines.scheduling.network import Network
from firstlight.engines.scheduling.wall_clock import moment, seconds_of

_START = (ConstraintKind.MUST_START_ON, ConstraintKind.START_NO_LATER_THAN)
_FINISH = (ConstraintKind.MUST_FINISH_ON, ConstraintKind.FINISH_NO_LATER_THAN)


def conflicts_of(network: Network, early: Early, starts: list[int], finishes: list[int]) -> Iterator[PlanProblem]:
    """Deadlines, constraints and fixed starts that are not kept, and a window that is too short."""
    for at, task in enumerate(network.tasks):
        if task.deadline is not None and finishes[at] > (bound := seconds_of(task.deadline)):
            sentence = f"{task.called} has its deadline at {_shown(bound)} and ends at {_shown(finishes[at])}."
            yield PlanProblem("deadline", (task.id,), sentence, blocking=False)
        if not network.leaf[at] or task.progress.done:
            continue
        if task.constraint.at is not None:
            bound = seconds_of(task.constraint.at)
            if task.constraint.kind in _START and starts[at] > bound:
                sentence = f"{task.called} must start by {_shown(bound)} and starts at {_shown(starts[at])}."
                yield PlanProblem("constraint", (task.id,), sentence, blocking=False)
            elif task.constraint.kind in _FINISH and finishes[at] > bound:
                sentence = f"{task.called} must end by {_shown(bound)} and ends at {_shown(finishes[at])}."
                yield PlanProblem("constraint", (task.id,), sentence, blocking=False)
        if task.fixed_start is not None and (late := _waits_longer(network, early, at)) is not None:
            first, until = late
            yield PlanProblem(
                "fixed-start",
                (task.id, network.tasks[first].id),
                f"{task.called} is fixed to start at {_shown(starts[at])} and waits for "
                f"{network.tasks[first].called} until {_shown(until)}.",
                blocking=False,
            )
    window = network.plan.window
    if window is not None and finishes and max(finishes) > seconds_of(window.end):
        last = network.tasks[finishes.index(max(finishes))]
        sentence = (
            f"The plan ends at {_shown(max(finishes))} with {last.called}, "
            f"after the window has closed at {_shown(seconds_of(window.end))}."
        )
        yield PlanProblem("window", (last.id,), sentence, blocking=False)


def _waits_longer(network: Network, early: Early, number: int) -> tuple[int, int] | None:
    """The link that would have it start later than it is fixed to, and until when it waits."""
    worst: tuple[int, int] | None = None
    for first, kind, time, lag in network.into[number]:
        at = early.finish[first] if kind in ("FS", "FF") else early.start[first]
        at = time.add(at, lag) if lag else at
        own = early.start[number] if kind in ("FS", "SS") else early.finish[number]
        if at > own and (worst is None or at > worst[1]):
            worst = (first, at)
    return worst


def _shown(at: int) -> str:
    return f"{moment(at):%Y-%m-%d %H:%M} UTC"
