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
