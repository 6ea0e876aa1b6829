"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

CYCLES_CHANGED = Record("testing.cycles.changed", "Test cycles changed")
CASES_CHANGED = Record("testing.cases.changed", "Test cases changed")
RESULTS_IMPORTED = Record("testing.results.imported", "Test results imported")
