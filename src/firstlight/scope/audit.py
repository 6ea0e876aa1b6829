"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

ROLLOUTS_CHANGED = Record("scope.rollouts.changed", "Rollouts changed")
PROCESSES_CHANGED = Record("scope.processes.changed", "Processes changed")
REQUIREMENTS_CHANGED = Record("scope.requirements.changed", "Requirements changed")
PARTS_CHANGED = Record("scope.parts.changed", "Solution parts changed")
INTEGRATIONS_CHANGED = Record("scope.integrations.changed", "Integrations changed")
