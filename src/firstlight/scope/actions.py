"""Changing the scope, list by list."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.sheets import RowChange
from firstlight.scope import audit, policies, stores


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.ROLLOUTS_CHANGED)
def change_rollouts(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove rollouts as a sheet says."""
    return Done(len(changes), stores.rollouts.write(project, changes))


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.PROCESSES_CHANGED)
def change_processes(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove processes as a sheet says."""
    return Done(len(changes), stores.processes.write(project, changes))


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.REQUIREMENTS_CHANGED)
def change_requirements(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove requirements as a sheet says."""
    return Done(len(changes), stores.requirements.write(project, changes))


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.PARTS_CHANGED)
def change_parts(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove solution parts as a sheet says."""
    return Done(len(changes), stores.parts.write(project, changes))


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.INTEGRATIONS_CHANGED)
def change_integrations(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove integrations as a sheet says."""
    return Done(len(changes), stores.integrations.write(project, changes))
