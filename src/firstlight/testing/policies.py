"""Who may change the plan of the tests and bring in results, and who says that a change does not matter."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_EDIT_TESTS = Policy("testing.edit", "change test cycles, cases and results")
MAY_DECLARE_IMMATERIAL = Policy("testing.declare-immaterial", "say that a change of a test case does not matter")
#: The right that comes with a tester's link, and with nothing else.
MAY_TRY = Policy("guest.test-run", "try test cases through a tester's link")
