"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

EVIDENCE_KEPT = Record("assurance.evidence.kept", "Evidence kept")
ATTESTED = Record("assurance.check.attested", "Check attested")
WORD_WITHDRAWN = Record("assurance.word.withdrawn", "Word taken back")
ATTESTATIONS_RECORDED = Record("assurance.attestations.recorded", "Attestations recorded from a file")
SIGNED = Record("assurance.content.signed", "Signed")
SIGNING_REFUSED = Record("assurance.content.refused", "Signature refused by the signer")
DECLARED_IMMATERIAL = Record("assurance.signature.kept", "Change declared immaterial")
SIGNATURES_RECORDED = Record("assurance.signatures.recorded", "Signatures recorded from a file")
SIGNATURES_ASKED = Record("assurance.signatures.asked", "Signatures asked for")
SIGNER_REMINDED = Record("assurance.signer.reminded", "Signer reminded")
REQUEST_WITHDRAWN = Record("assurance.request.withdrawn", "Request for signatures withdrawn")
SIGNING_DELEGATED = Record("assurance.signing.delegated", "Signing delegated")
DELEGATION_ENDED = Record("assurance.delegation.ended", "Delegation ended")
ACTIONS_CHANGED = Record("assurance.actions.changed", "Action register changed")
ACTION_OPENED = Record("assurance.action.opened", "Action opened")
