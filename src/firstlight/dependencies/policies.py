"""Who may change the register of external dependencies."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_EDIT_DEPENDENCIES = Policy("dependencies.edit", "change the external dependencies")
