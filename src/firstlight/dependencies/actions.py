"""Changing the register of external dependencies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firstlight.contracts.events import DependencySlipped
from firstlight.dependencies import audit, policies, rules, stores
from firstlight.dependencies.queries import go_live_day
from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.sheets import RowChange


@action(policy=policies.MAY_EDIT_DEPENDENCIES, record=audit.DEPENDENCIES_CHANGED)
def change_dependencies(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove dependencies as a sheet says.

    Publishes `DependencySlipped` for each one that was there before and whose promise moved past its need.
    """
    recorded = stores.dependencies.write(project, changes)
    return Done(len(changes), recorded, tuple(_slips(project, changes)))


def _slips(project: ProjectLike, changes: Sequence[RowChange]) -> Iterator[DependencySlipped]:
    go_live = go_live_day(project)
    for change in changes:
        if change.before is None or change.after is None:
            continue
        values = change.after.values
        needed = rules.slipped(change.before.values, values, go_live)
        if needed is not None:
            yield DependencySlipped(
                project=project.uid,
                dependency=values["ref"],
                name=values["title"],
                needed_by=needed.isoformat(),
                promised=values["promised"].isoformat(),
                owner=values["owner"],
            )
