"""Saying under what circumstances tests show something: roles, testers, versions."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.kernel.actions import Changed, Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.sheets import RowChange
from firstlight.testing import audit, policies, results, stores
from firstlight.testing.models import Version
from firstlight.workspace.queries import here


@action(policy=policies.MAY_EDIT_TESTS, record=audit.ROLES_CHANGED)
def change_roles(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove security roles as a sheet says; what counts is judged anew."""
    recorded = stores.roles.write(project, changes)
    results.recount(project, context.now)
    return Done(len(changes), recorded)


@action(policy=policies.MAY_EDIT_TESTS, record=audit.TESTERS_CHANGED)
def change_testers(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove testers as a sheet says; what counts is judged anew where roles or names change."""
    recorded = stores.testers.write(project, changes)
    if any({"role", "name"} & set(change.fields()) for change in changes):
        results.recount(project, context.now)
    return Done(len(changes), recorded)


@action(policy=policies.MAY_EDIT_TESTS, record=audit.VERSIONS_CHANGED)
def change_versions(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove versions as a sheet says; what passed before one no longer counts for what it touches.

    One that is deployed later takes effect then (`let_versions_take_effect`).
    """
    recorded = stores.versions.write(project, changes)
    _take_effect(context, project)
    return Done(len(changes), recorded)


def _take_effect(context: Context, project: ProjectLike) -> None:
    rows = Version.objects.filter(project_id=project.pk)
    rows.filter(at__lte=context.now).update(in_force=True)
    rows.filter(at__gt=context.now).update(in_force=False)
    results.recount(project, context.now)


@action(policy=policies.MAY_EDIT_TESTS, record=audit.VERSIONS_IN_FORCE)
def let_versions_take_effect(context: Context) -> Done[int]:
    """Judge anew what counts where versions have been deployed by now; how many those are. None: nothing is done."""
    project = here(context)
    due = list(Version.objects.filter(project_id=project.pk, in_force=False, at__lte=context.now))
    if not due:
        return Done.nothing(0)
    _take_effect(context, project)
    told = [Changed(Subject("solution-version", one.ref, one.title), after={"in_force": True}) for one in due]
    return Done(len(due), tuple(told))


@action(policy=policies.MAY_EDIT_TESTS, record=audit.COUNTED_AGAIN)
def count_again(context: Context, *, requirements: Sequence[str] = (), processes: Sequence[str] = ()) -> Done[int]:
    """Judge anew what counts, after these requirements have changed or these processes were moved.

    How many results stand otherwise.
    """
    project = here(context)
    moved = results.recount(project, context.now)
    if not moved:
        return Done.nothing(0)
    kind, refs = ("requirement", requirements) if requirements else ("process", processes)
    shown = ", ".join(refs[:5]) + (f" and {len(refs) - 5} more" if len(refs) > 5 else "")
    subject = Subject(kind, refs[0] if len(refs) == 1 else "", shown)
    return Done.one(moved, subject, after={"results": moved})
