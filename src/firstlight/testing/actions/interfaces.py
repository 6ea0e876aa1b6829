"""Changing what was tried of the interfaces."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.sheets import RowChange
from firstlight.testing import audit, policies, stores


@action(policy=policies.MAY_EDIT_TESTS, record=audit.INTERFACES_CHANGED)
def change_interfaces(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove what was tried of interfaces, as a sheet says."""
    return Done(len(changes), stores.interfaces.write(project, changes))
