"""Changing the steps of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firstlight.contracts.tables import Problem
from firstlight.cutover import audit, policies, stores
from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import Row, RowChange


@action(policy=policies.MAY_PLAN, record=audit.TASKS_CHANGED)
def change_tasks(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove steps as a sheet says. The plan of the cutover is made with its first step.

    What a plan should not have but may (circles, missing owners, links to nowhere) is stored and found; Invalid only
    for what cannot be: a step that ends before it begins, one that is fixed to no time.
    """
    problems = [problem for change in changes if change.after for problem in _amiss(change.after)]
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
