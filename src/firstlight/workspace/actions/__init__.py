"""Setting up projects, and who may be there: the only writers of this layer."""

from __future__ import annotations

from firstlight.workspace.actions.guests import make_guest_link, revoke_guest_link, use_guest_link
from firstlight.workspace.actions.people import change_people, tie_account
from firstlight.workspace.actions.projects import add_project, change_project, set_clock

__all__ = [
    "add_project",
    "change_people",
    "change_project",
    "make_guest_link",
    "revoke_guest_link",
    "set_clock",
    "tie_account",
    "use_guest_link",
]
