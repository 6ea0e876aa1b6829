"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

ROWS_OFFERED = Record("intake.rows.offered", "Rows offered for a list")
ROWS_APPLIED = Record("intake.rows.applied", "Offered rows applied to a list")
CHANGE_UNDONE = Record("intake.change.undone", "Change of a list undone")
HEADING_MAPPED = Record("intake.heading.mapped", "Heading of a file explained")
VIEW_SAVED = Record("intake.view.saved", "View of a list saved")
VIEW_SHARED = Record("intake.view.shared", "View of a list shared with the project")
VIEW_REMOVED = Record("intake.view.removed", "View of a list removed")
