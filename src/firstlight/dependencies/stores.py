"""How the register is kept."""

from __future__ import annotations

from firstlight.dependencies.models import Dependency
from firstlight.kernel.sheets import ModelStore, Reference
from firstlight.scope.models import Integration, SolutionPart

FIELDS = (
    "ref",
    "title",
    "kind",
    "provider",
    "contact",
    "commitment",
    "needed_by",
    "promised",
    "confirmed_on",
    "cadence_days",
    "scope_refs",
    "requirements_state",
    "in_scope",
    "owner",
    "notes",
)

dependencies = ModelStore(
    Dependency,
    "dependency",
    {key: key for key in FIELDS},
    lists={
        "scope_refs": (Reference(Integration, "the integrations"), Reference(SolutionPart, "the solution parts")),
    },
)
