"""Keeping what people tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firstlight.contracts.tables import Problem
from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import Row, RowChange
from firstlight.testing import audit, policies, results, stores
from firstlight.testing.models import Case, Run


@action(policy=policies.MAY_EDIT_TESTS, record=audit.RUNS_CHANGED)
def change_runs(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove runs as a sheet says; each is a result, and what counts is judged anew.

    Invalid for a retest of another case. A run of a time to come is taken for as old as now.
    """
    written = [change.row for change in changes if change.kind != "removed"]
    problems = tuple(_foreign_retests(project, written))
    if problems:
        raise Invalid("Some runs repeat a run of another case.", problems=problems)
    touched = _cases_of(project, [change.before for change in changes if change.before])
    recorded = stores.runs.write(project, changes)
    results.store_runs(project, [row.identity[0] for row in written], context.now)
    results.recount(project, context.now, cases=touched | _cases_of(project, written))
    return Done(len(changes), recorded)


def _cases_of(project: ProjectLike, rows: Sequence[Row]) -> set[int]:
    known = dict(Case.objects.filter(project_id=project.pk).values_list("ref", "pk")) if rows else {}
    return {known[row.values["case"]] for row in rows if row.values["case"] in known}


def _foreign_retests(project: ProjectLike, rows: Sequence[Row]) -> Iterator[Problem]:
    repeated = [row for row in rows if row.values["retest_of"]]
    if not repeated:
        return
    known = dict(Run.objects.filter(project_id=project.pk).values_list("ref", "case__ref"))
    known |= {row.values["ref"]: row.values["case"] for row in rows}
    for row in repeated:
        other = row.values["retest_of"]
        if known.get(other, row.values["case"]) != row.values["case"]:
            sentence = f"“{other}” is a run of {known[other]}, so it cannot be repeated by one of {row.values['case']}."
            yield row.problem(sentence, column="retest_of", value=other)
