"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

EVIDENCE_KEPT = Record("assurance.evidence.kept", "Evidence kept")
ATTESTED = Record("assurance.check.attested", "Check attested")
ATTESTATIONS_RECORDED = Record("assurance.attestations.recorded", "Attestations recorded from a file")
SIGNED = Record("assurance.content.signed", "Signed")
SIGNATURES_RECORDED = Record("assurance.signatures.recorded", "Signatures recorded from a file")
ACTIONS_CHANGED = Record("assurance.actions.changed", "Action register changed")
ACTION_OPENED = Record("assurance.action.opened", "Action opened")
