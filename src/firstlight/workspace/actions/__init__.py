"""Setting up projects, and who may be there: the only writers of this layer."""

from __future__ import annotations

from firstlight.workspace.actions.guests import make_guest_link, revoke_guest_link, use_guest_link
from firstlight.workspace.actions.invitations import accept_invitation, invite, revoke_invitation
from firstlight.workspace.actions.lists import change_authority, change_groups, change_knowledge, confirm_knowledge
from firstlight.workspace.actions.parties import give_consent, open_to_party, require_consent, withdraw_consent
from firstlight.workspace.actions.people import change_people, tie_account
from firstlight.workspace.actions.projects import add_project, change_project, set_clock

__all__ = [
    "accept_invitation",
    "add_project",
    "change_authority",
    "change_groups",
    "change_knowledge",
    "change_people",
    "change_project",
    "confirm_knowledge",
    "give_consent",
    "invite",
    "make_guest_link",
    "open_to_party",
    "require_consent",
    "revoke_guest_link",
    "revoke_invitation",
    "set_clock",
    "tie_account",
    "use_guest_link",
    "withdraw_consent",
]
