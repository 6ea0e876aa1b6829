"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

RECORDS_BROUGHT_IN = Record("reporting.records.brought-in", "Records of another workspace brought in")
TEMPLATE_KEPT = Record("reporting.template.kept", "Template of the slides kept")
TEMPLATE_REMOVED = Record("reporting.template.removed", "Template of the slides removed")
