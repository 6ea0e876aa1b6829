"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

ROLLOUTS_CHANGED = Record("scope.rollouts.changed", "Rollouts changed")
PROCESSES_CHANGED = Record("scope.processes.changed", "Processes changed")
REQUIREMENTS_CHANGED = Record("scope.requirements.changed", "Requirements changed")
PARTS_CHANGED = Record("scope.parts.changed", "Solution parts changed")
INTEGRATIONS_CHANGED = Record("scope.integrations.changed", "Integrations changed")
ITEM_COMPARED = Record("scope.item.compared", "Scope compared with what is delivered")
PROPOSALS_TAKEN = Record("scope.proposals.taken", "Proposals of delivery taken")
BASELINE_KEPT = Record("scope.baseline.kept", "Baseline of the scope kept")
BASELINE_RECORDED = Record("scope.baseline.recorded", "Baseline of the scope recorded")
CHANGE_EXPLAINED = Record("scope.change.explained", "Change of the scope explained")
CHANGES_RECORDED = Record("scope.changes.recorded", "Reasons of scope changes recorded")
RISK_SETTINGS_CHANGED = Record("scope.risk-settings.changed", "Thresholds of the risk profile changed")
THRESHOLD_SET = Record("scope.threshold.set", "Threshold of the risk profile set")
CHANGE_IMMATERIAL = Record("scope.requirement.immaterial", "Change of a requirement declared immaterial")
