"""Who may change the scope."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_EDIT_SCOPE = Policy("scope.edit", "change the scope")
MAY_KEEP_BASELINES = Policy("scope.baseline", "freeze the scope as a baseline")
MAY_DECLARE_IMMATERIAL = Policy("scope.declare-immaterial", "say that a change of a requirement does not matter")
