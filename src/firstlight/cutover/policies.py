"""Who may plan the cutover."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_PLAN = Policy("cutover.plan", "plan the cutover")
