"""Changing the steps of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firstlight.contracts.tables import Problem
from firstlight.cutover import audit, policies, stores
from firstlight.cutover.queries import all_planned
from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import Row, RowChange
from firstlight.workspace.models import Project


@action(policy=policies.MAY_PLAN, record=audit.TASKS_CHANGED)
def change_tasks(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove steps as a sheet says. The plan of the cutover is made with its first step.

    What a plan should not have but may (circles, missing owners, links to nowhere) is stored and found; Invalid only
    for what cannot be: a step that ends before it begins, one that is fixed to no time, one that was begun while a
    checkpoint that it waits for is not a go.
    """
    problems = [problem for change in changes if change.after for problem in _amiss(change.after)]
    problems += _waiting(context, project, changes)
    if problems:
        raise Invalid("Some steps cannot be kept like that.", problems=tuple(problems))
    made = stores.make_usual_plan(project, changes)
    recorded = stores.tasks.write(project, changes, own=stores.places_of_new(project, changes))
    return Done(len(changes), (*made, *recorded))


def _amiss(row: Row) -> Iterator[Problem]:
    values = row.values
    if values["start"] and values["end"] and values["end"] < values["start"]:
        yield row.problem("it ends before it begins.", column="end", value=values["end"])
    if values["fixed"] and not values["start"]:
        yield row.problem("it is fixed, and has no start; say when it begins.", column="fixed", value="yes")
    if values["actual_end"] and not values["actual_start"]:
        yield row.problem("it ended and has not begun; say when it began.", column="actual_end")
    elif values["actual_end"] and values["actual_end"] < values["actual_start"]:
        yield row.problem("it ended before it began.", column="actual_end", value=values["actual_end"])
    if None not in (values["shortest"], values["longest"]) and values["longest"] < values["shortest"]:
        yield row.problem("the longest is shorter than the shortest.", column="longest")


def _waiting(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Iterator[Problem]:
    """A problem for each step that is said to have begun behind a checkpoint that nobody has said go to.

    Steps that come with what happened, from the file of a plan that is under way, are taken and found.
    """
    begun = [
        change for change in changes
        if change.before and change.after
        and change.after.values["actual_start"] and not change.before.values["actual_start"]
    ]  # fmt: skip
    if not begun or not isinstance(project, Project):
        return
    plans = all_planned(project, context.now)
    for change in begun:
        row = change.row
        plan = plans.get(row.values["plan"])
        gate = plan.held.get(row.identity[0]) if plan else None
        if gate is not None:
            sentence = (
                f"it waits for the checkpoint “{gate.step.title}” ({gate.step.ref}), to which nobody has said go."
            )
            yield row.problem(sentence, column="actual_start", value=row.values["actual_start"])
