"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

PROJECT_ADDED = Record("workspace.project.added", "Project added")
PROJECT_CHANGED = Record("workspace.project.changed", "Project profile changed")
PEOPLE_CHANGED = Record("workspace.people.changed", "People changed")
ACCOUNT_TIED = Record("workspace.account.tied", "Account tied to person")
