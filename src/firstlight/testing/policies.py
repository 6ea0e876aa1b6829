"""Who may change cycles and cases and bring in results."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_EDIT_TESTS = Policy("testing.edit", "change test cycles, cases and results")
