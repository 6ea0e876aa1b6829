"""Changing the plan of the tests: cycles, cases, steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid, NotFound
from firstlight.kernel.sheets import RowChange
from firstlight.scope.changes import declared_immaterial, noted, one_more
from firstlight.testing import audit, policies, results, stores
from firstlight.testing.models import Case, Cycle, Result
from firstlight.workspace.queries import here

#: Keys of a case on which it depends which results are its own.
_RECOGNISED_BY = {"ref", "title", "matches"}
#: Keys of a case that say what is tried: when one changes, it has to be tried again.
MATERIAL = frozenset({"title", "objective", "preconditions", "description", "requirements", "process"})
#: Of these, one that was empty only says more of the same case when it is filled.
_SAYS_MORE = frozenset({"process"})
#: Keys of a cycle on which it depends what counts in it.
_DECIDES_WHAT_COUNTS = {
    "kind", "environment", "environment_kind", "migrated_data", "needs_migrated_data", "solution_version",
}  # fmt: skip


@action(policy=policies.MAY_EDIT_TESTS, record=audit.CYCLES_CHANGED)
def change_cycles(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove cycles as a sheet says. Invalid where one ends before it starts."""
    early = [change.row for change in changes if change.kind != "removed" and _ends_too_early(change)]
    if early:
        sentence = "a cycle ends on or after the day it starts."
        problems = [row.origin.problem(sentence, column="end", value=row.values["end"]) for row in early if row.origin]
        raise Invalid(f"{early[0].identity[0]} ends before it starts.", problems=tuple(problems))
    recorded = stores.cycles.write(project, changes)
    if any(_DECIDES_WHAT_COUNTS & set(change.fields()) for change in changes):
        results.recount(project, context.now)
    return Done(len(changes), recorded)


def _ends_too_early(change: RowChange) -> bool:
    start, end = change.row.values["start"], change.row.values["end"]
    return bool(start and end and end < start)


@action(policy=policies.MAY_EDIT_TESTS, record=audit.CASES_CHANGED)
def change_cases(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove cases as a sheet says. Results that are there already find their cases anew.

    A case of which something changes that is tried has to be tried again: what passed before no longer counts. To name
    its process for the first time is no such change. Invalid
    where a list takes such a change back; that is for `declare_case_immaterial`, with a reason.
    """
    rows = Case.objects.filter(project_id=project.pk)
    earlier = dict(rows.exclude(earlier_changes=[]).values_list("ref", "earlier_changes"))
    told, own = noted(changes, MATERIAL, context.now, earlier, filled=_SAYS_MORE)
    recorded = stores.cases.write(project, told, own=own)
    if any(change.kind != "changed" or _RECOGNISED_BY & set(change.fields()) for change in changes):
        moved = results.attach_again(project) or any(change.kind == "removed" for change in changes)
    else:
        moved = False
    if Result.objects.filter(cycle__project_id=project.pk).exists():
        refs = {change.row.identity[0] for change in changes}
        cases = {pk for pk, ref in rows.values_list("pk", "ref") if ref in refs}
        results.recount(project, context.now, cases=None if moved else cases)
    return Done(len(changes), recorded)


@action(policy=policies.MAY_EDIT_TESTS, record=audit.STEPS_CHANGED)
def change_steps(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove steps as a sheet says. A case with results whose steps change has to be tried again."""
    recorded = stores.steps.write(project, changes)
    touched = {change.row.identity[0] for change in changes if change.kind != "changed" or change.fields()}
    tried = Case.objects.filter(project_id=project.pk, results__isnull=False).distinct()
    again = [case for case in tried if case.ref in touched]
    for case in again:
        earlier = one_more(case.earlier_changes, case.changed)
        Case.objects.filter(pk=case.pk).update(changed=context.now, earlier_changes=earlier)
    if again:
        results.recount(project, context.now, cases={case.pk for case in again})
    return Done(len(changes), recorded)


@action(policy=policies.MAY_DECLARE_IMMATERIAL, record=audit.CHANGE_IMMATERIAL)
def declare_case_immaterial(context: Context, *, case: str, reason: str) -> Done[Case]:
    """Say that the newest change of a case does not matter: what passed before it counts again.

    Invalid without a reason, and for a case that has not changed.
    """
    project = here(context)
    row = Case.objects.filter(project_id=project.pk, ref=case).first()
    if row is None:
        raise NotFound(f"There is no case “{case}”.")
    before, fields = row.changed, declared_immaterial(row.changed, row.earlier_changes, reason)
    Case.objects.filter(pk=row.pk).update(**fields)
    results.recount(project, context.now, cases={row.pk})
    row.refresh_from_db()
    after = {"changed": row.changed, "because": reason.strip()}
    return Done.one(row, Subject("case", row.ref, row.title), before={"changed": before}, after=after)


@action(policy=policies.MAY_EDIT_TESTS, record=audit.CASES_PLANNED)
def plan_cases(context: Context, *, cycle: str, cases: Sequence[str]) -> Done[int]:
    """Plan cases in a cycle, such as those that have to be run again; how many were not planned there before.

    Invalid for a cycle that there is not and for cases that are not there, which it names.
    """
    project = here(context)
    if not Cycle.objects.filter(project_id=project.pk, ref=cycle).exists():
        raise Invalid(f"There is no test cycle “{cycle}”.")
    rows = stores.cases.current(project)
    strangers = [ref for ref in cases if (ref,) not in rows]
    if strangers:
        raise Invalid(f"There is no test case {', '.join(f'“{ref}”' for ref in strangers[:5])}.")
    wanted = [rows[(ref,)] for ref in dict.fromkeys(cases) if cycle not in rows[(ref,)].values["cycles"]]
    changes = [
        RowChange("changed", row, replace(row, values={**row.values, "cycles": (*row.values["cycles"], cycle)}))
        for row in wanted
    ]
    return Done(len(changes), stores.cases.write(project, changes))
