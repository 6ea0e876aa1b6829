"""How the lists of the scope are kept."""

from __future__ import annotations

from firstlight.kernel.sheets import ModelStore, Reference
from firstlight.scope.models import Integration, Process, Requirement, Rollout, SolutionPart

SHARED = ("ref", "title", "in_scope", "owner", "notes")

_ROLLOUT = Reference(Rollout, "the rollouts")
_PROCESS = Reference(Process, "the processes of the scope")


def _fields(*own: str) -> dict[str, str]:
    return {key: key for key in (*SHARED, *own)}


rollouts = ModelStore(Rollout, "rollout", _fields("go_live", "users", "countries", "legal_entities"))
processes = ModelStore(
    Process, "process", _fields("level", "parent", "rollout"), references={"parent": _PROCESS, "rollout": _ROLLOUT}
)
requirements = ModelStore(
    Requirement,
    "requirement",
    _fields("kind", "priority", "process", "regulation"),
    references={"process": _PROCESS},
)
parts = ModelStore(SolutionPart, "solution-part", _fields("kind", "vendor", "version"))
integrations = ModelStore(
    Integration, "integration", _fields("kind", "pattern", "system", "volume_a_day", "peak_an_hour", "criticality")
)
