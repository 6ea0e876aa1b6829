"""Rehearsals, the times that steps took in them, and what the plan takes over from them."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.cutover import audit, policies, stores
from firstlight.cutover.actions.around import spans_amiss
from firstlight.cutover.models import Task, Timing
from firstlight.cutover.rules.durations import MOST, written
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.kernel.sheets import RowChange
from firstlight.workspace.queries import here


@action(policy=policies.MAY_PLAN, record=audit.REHEARSALS_CHANGED)
def change_rehearsals(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove rehearsals as a sheet says. Invalid for the removal of one in which times were taken."""
    problems = list(spans_amiss(changes, "started", "ended"))
    removed = [change for change in changes if change.kind == "removed"]
    timed = set(
        Timing.objects.filter(project_id=project.pk, rehearsal__ref__in=[one.row.identity[0] for one in removed])
        .values_list("rehearsal__ref", flat=True)
    )  # fmt: skip
    problems += [
        one.row.problem("times were taken in it, so it stays; they can be corrected.", column="ref")
        for one in removed
        if one.row.identity[0] in timed
    ]
    if problems:
        raise Invalid("Some rehearsals cannot be kept like that.", problems=tuple(problems))
    made = stores.make_usual_plan(project, changes)
    return Done(len(changes), (*made, *stores.rehearsals.write(project, changes)))


@action(policy=policies.MAY_PLAN, record=audit.TIMINGS_RECORDED)
def record_timings(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record, correct and remove the times that steps took in rehearsals, as a sheet says."""
    problems = tuple(spans_amiss(changes, "started", "ended", even=True))
    if problems:
        raise Invalid("Some times cannot be kept like that.", problems=problems)
    return Done(len(changes), stores.timings.write(project, changes))


@action(policy=policies.MAY_PLAN, record=audit.DURATION_TAKEN)
def take_duration(context: Context, task: Task, *, minutes: int, seen: int | None) -> Done[Task]:
    """Let a step take as long as rehearsals say. `seen` is the duration that was planned when that was proposed.

    Conflict when the plan says another duration by now; Invalid for one that no step can have.
    """
    project = here(context)
    if task.project_id != project.pk:
        raise NotFound("There is no such step.")
    if not 0 <= minutes <= MOST:
        raise Invalid("A step takes from 0 minutes to 1,000 days.")
    if Task.objects.filter(pk=task.pk, minutes=seen).update(minutes=minutes) != 1:
        raise Conflict("The duration of this step was changed in the meantime. Look at it, and take it over again.")
    task.minutes = minutes
    was = None if seen is None else written(seen)
    subject = Subject("cutover-task", task.ref, task.title)
    return Done.one(task, subject, before={"minutes": was}, after={"minutes": written(minutes)})
