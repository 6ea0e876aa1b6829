"""Keeping evidence, attesting, signing, asking for signatures, delegating, and the register of actions."""

from __future__ import annotations

from firstlight.assurance.actions.asking import ask_for_signatures as ask_for_signatures
from firstlight.assurance.actions.asking import remind_signer as remind_signer
from firstlight.assurance.actions.asking import withdraw_request as withdraw_request
from firstlight.assurance.actions.delegating import delegate_signing as delegate_signing
from firstlight.assurance.actions.delegating import end_delegation as end_delegation
from firstlight.assurance.actions.register import change_actions as change_actions
from firstlight.assurance.actions.register import open_action as open_action
from firstlight.assurance.actions.signing import declare_immaterial as declare_immaterial
from firstlight.assurance.actions.signing import record_signatures as record_signatures
from firstlight.assurance.actions.signing import refuse_to_sign as refuse_to_sign
from firstlight.assurance.actions.signing import sign as sign
from firstlight.assurance.actions.vouching import attest as attest
from firstlight.assurance.actions.vouching import keep_evidence as keep_evidence
from firstlight.assurance.actions.vouching import record_attestations as record_attestations
from firstlight.assurance.actions.vouching import withdraw_word as withdraw_word
