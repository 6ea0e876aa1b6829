"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

PROJECT_ADDED = Record("workspace.project.added", "Project added")
PROJECT_CHANGED = Record("workspace.project.changed", "Project profile changed")
PEOPLE_CHANGED = Record("workspace.people.changed", "People changed")
ACCOUNT_TIED = Record("workspace.account.tied", "Account tied to person")
GUEST_LINK_MADE = Record("workspace.guest-link.made", "Guest link made")
GUEST_LINK_REVOKED = Record("workspace.guest-link.revoked", "Guest link revoked")
GUEST_LINK_USED = Record("workspace.guest-link.used", "Guest link used")
PARTY_CHANGED = Record("workspace.party.changed", "What a party sees changed")
CONSENT_SETTING = Record("workspace.consent.required", "Consent for other organisations required or not")
CONSENT_GIVEN = Record("workspace.consent.given", "Consent to a party given")
CONSENT_WITHDRAWN = Record("workspace.consent.withdrawn", "Consent to a party withdrawn")
PERSON_INVITED = Record("workspace.invitation.made", "Invitation made")
INVITATION_REVOKED = Record("workspace.invitation.revoked", "Invitation revoked")
INVITATION_ACCEPTED = Record("workspace.invitation.accepted", "Invitation accepted")
GROUPS_CHANGED = Record("workspace.groups.changed", "Groups of people changed")
AUTHORITY_CHANGED = Record("workspace.authority.changed", "Authority to decide changed")
KNOWLEDGE_CHANGED = Record("workspace.knowledge.changed", "People check changed")
KNOWLEDGE_CONFIRMED = Record("workspace.knowledge.confirmed", "Knowledge of a person confirmed")
