"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

ASSESSED = Record("readiness.project.assessed", "Project assessed")
