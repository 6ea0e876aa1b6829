"""Changing plans, black-outs and shifts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firstlight.contracts.tables import Problem
from firstlight.cutover import audit, policies, stores
from firstlight.cutover.models import Plan
from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import RowChange


@action(policy=policies.MAY_PLAN, record=audit.PLANS_CHANGED)
def change_plans(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove plans as a sheet says.

    Invalid for a window that ends before it begins, for half of one, and for the removal of a plan that has steps or
    rehearsals.
    """
    problems = [*_windows(changes), *_held(project, changes), *_backs(changes)]
    if problems:
        raise Invalid("Some plans cannot be kept like that.", problems=tuple(problems))
    made = () if _brings_it(changes) else stores.make_usual_plan(project, changes)
    return Done(len(changes), (*made, *stores.plans.write(project, changes)))


def _brings_it(changes: Sequence[RowChange]) -> bool:
    """Whether the plan of the cutover is among the rows themselves."""
    return any(change.after and change.after.identity == (stores.CUTOVER,) for change in changes)


@action(policy=policies.MAY_PLAN, record=audit.BLACKOUTS_CHANGED)
def change_blackouts(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove black-outs as a sheet says. Invalid for one that ends before it begins."""
    problems = tuple(spans_amiss(changes, "start", "end"))
    if problems:
        raise Invalid("Some black-outs cannot be kept like that.", problems=problems)
    made = stores.make_usual_plan(project, changes)
    return Done(len(changes), (*made, *stores.blackouts.write(project, changes)))


@action(policy=policies.MAY_PLAN, record=audit.SHIFTS_CHANGED)
def change_shifts(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove shifts as a sheet says. Invalid for one that ends before it begins."""
    problems = tuple(spans_amiss(changes, "start", "end"))
    if problems:
        raise Invalid("Some shifts cannot be kept like that.", problems=problems)
    return Done(len(changes), stores.shifts.write(project, changes))


@action(policy=policies.MAY_PLAN, record=audit.TRIGGERS_CHANGED)
def change_triggers(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove what makes people turn back, as a sheet says. What one lacks is found, not refused."""
    made = stores.make_usual_plan(project, changes)
    return Done(len(changes), (*made, *stores.triggers.write(project, changes)))


def spans_amiss(changes: Sequence[RowChange], start: str, end: str, *, even: bool = False) -> Iterator[Problem]:
    """A problem for each row that ends before it begins, or ends without a beginning; with `even` both may be one."""
    for row in (change.after for change in changes if change.after):
        first, last = row.values[start], row.values[end]
        if last and not first:
            yield row.problem("it ended and has not begun; say when it began.", column=end, value=last)
        elif last and (last < first or (last == first and not even)):
            yield row.problem("it ends before it begins.", column=end, value=last)


def _windows(changes: Sequence[RowChange]) -> Iterator[Problem]:
    for row in (change.after for change in changes if change.after):
        start, end = row.values["window_start"], row.values["window_end"]
        if (start is None) != (end is None):
            missing = "window_start" if start is None else "window_end"
            yield row.problem("half of a window is missing; give both times, or none of them.", column=missing)
        elif start and end <= start:
            yield row.problem(
                "the window ends before it begins; give a time after its start.", column="window_end", value=end
            )


def _backs(changes: Sequence[RowChange]) -> Iterator[Problem]:
    for row in (change.after for change in changes if change.after):
        back = row.values["back_from"]
        if back and row.values["kind"] != Plan.Kind.ROLLBACK:
            yield row.problem("only a rollback leads back from a plan.", column="back_from", value=back)
        elif back == row.identity[0]:
            yield row.problem("no plan leads back from itself.", column="back_from", value=back)


def _held(project: ProjectLike, changes: Sequence[RowChange]) -> Iterator[Problem]:
    for change in changes:
        if change.kind == "removed":
            plan = Plan.objects.filter(project_id=project.pk, ref=change.row.identity[0]).first()
            if plan and any(held.exists() for held in (plan.tasks, plan.rehearsals, plan.triggers, plan.decisions)):
                sentence = "it has steps, rehearsals, triggers or decisions; move or remove them first."
                yield change.row.problem(sentence, column="ref", value=plan.ref)
