"""Changing what tests have to cover besides the requirements."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.sheets import RowChange
from firstlight.testing import audit, policies, stores


@action(policy=policies.MAY_EDIT_TESTS, record=audit.COMBINATIONS_CHANGED)
def change_combinations(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove combinations that matter, as a sheet says."""
    return Done(len(changes), stores.combinations.write(project, changes))


@action(policy=policies.MAY_EDIT_TESTS, record=audit.REGULATIONS_CHANGED)
def change_regulations(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove rules that the solution has to follow, as a sheet says."""
    return Done(len(changes), stores.regulations.write(project, changes))
