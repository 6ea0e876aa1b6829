"""Who may change the scope."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_EDIT_SCOPE = Policy("scope.edit", "change the scope")
