"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

DEPENDENCIES_CHANGED = Record("dependencies.register.changed", "External dependencies changed")
