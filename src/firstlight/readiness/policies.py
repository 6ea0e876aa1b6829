"""Who may assess."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_ASSESS = Policy("readiness.assess", "assess the project")
