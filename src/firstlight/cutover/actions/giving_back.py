"""What a run that is closed gives back: times to its rehearsal, or what happened to the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from firstlight.cutover.live.queries import clock_of
from firstlight.cutover.models import Rehearsal, Run, RunStep, Task, Timing
from firstlight.cutover.rules import running
from firstlight.kernel.actions import Changed, Subject

_BATCH = 200
#: A rehearsal lasts at least this long, even where a clock was set back.
_LEAST = timedelta(minutes=1)
_OUTCOMES = {
    running.DONE: Timing.Outcome.DONE, running.VERIFIED: Timing.Outcome.DONE, running.SKIPPED: Timing.Outcome.SKIPPED,
    running.RUNNING: Timing.Outcome.FAILED, running.BLOCKED: Timing.Outcome.FAILED,
}  # fmt: skip


def to_rehearsal(run: Run) -> tuple[Changed, ...]:
    """The times of the steps as times of the rehearsal: of work, not of marks and checkpoints.

    What ran over a pause ends earlier by it, and says so; what was begun and not done counts as failed.
    """
    found = run.rehearsal
    if found is None or run.started is None or run.closed is None:
        return ()
    rows = [timing for step in _work(run) if (timing := _timing(run, found, step)) is not None]
    Timing.objects.bulk_create(rows, batch_size=_BATCH)
    own = {"started": run.started, "ended": max(run.closed, run.started + _LEAST)}
    before = {name: getattr(found, name) for name in own}
    Rehearsal.objects.filter(pk=found.pk).update(**own)
    subject = Subject("rehearsal", found.ref, found.title)
    return (Changed(subject, before, own), *(_recorded(found, one) for one in rows))


def _work(run: Run) -> Iterator[RunStep]:
    kinds = (Task.Kind.GROUP, Task.Kind.MILESTONE, Task.Kind.CHECKPOINT)
    yield from RunStep.objects.filter(run=run).exclude(kind__in=kinds).exclude(state=running.WAITING)


def _timing(run: Run, rehearsal: Rehearsal, step: RunStep) -> Timing | None:
    if step.state == running.BLOCKED and step.started is None:
        return None
    made = Timing(project_id=run.project_id, rehearsal=rehearsal, task=step.ref, outcome=_OUTCOMES[step.state])
    made.note = step.note
    made.started = step.started
    made.ended = step.ended if step.started else None
    if step.started and step.ended and run.closed:
        clock = clock_of(run, run.closed)
        took = clock.to_plan(step.ended) - clock.to_plan(step.started)
        paused = step.ended - step.started - took
        made.ended = step.started + took
        if paused:
            words = f"Paused for {round(paused.total_seconds() / 60)}m, which is not counted."
            made.note = "\n".join(one for one in (step.note, words) if one)
    return made


def _recorded(rehearsal: Rehearsal, one: Timing) -> Changed:
    facts = {"started": one.started, "ended": one.ended, "outcome": str(one.outcome), "note": one.note}
    return Changed(Subject("timing", f"{rehearsal.ref}/{one.task}", one.task), None, facts)


def to_plan(run: Run) -> tuple[Changed, ...]:
    """What happened to the tasks of the plan that are still there, where nobody has written it down there."""
    tasks = {task.ref: task for task in Task.objects.filter(plan=run.plan)}
    found, written = [], []
    for step in RunStep.objects.filter(run=run).exclude(kind=Task.Kind.GROUP).exclude(started=None):
        task = tasks.get(step.ref)
        if task is None or task.actual_end is not None:
            continue
        before = {"actual_start": task.actual_start, "actual_end": None, "percent": task.percent}
        over = step.state in (running.DONE, running.VERIFIED)
        task.actual_start, task.actual_end = step.started, step.ended if over else None
        task.percent = 100 if over else task.percent
        after = {"actual_start": task.actual_start, "actual_end": task.actual_end, "percent": task.percent}
        if before != after:
            written.append(task)
            found.append(Changed(Subject("cutover-task", task.ref, task.title), before, after))
    Task.objects.bulk_update(written, ["actual_start", "actual_end", "percent"], batch_size=_BATCH)
    return tuple(found)
