"""How the register and what belongs to it are kept."""

from __future__ import annotations

from firstlight.assurance.models import EvidenceFile
from firstlight.dependencies.models import AgreedRequirement, Dependency, Meeting, ProviderWord, ServiceState
from firstlight.kernel.sheets import ModelStore, Reference
from firstlight.scope.models import Integration, Process, Requirement, Rollout, SolutionPart

_DEPENDENCY = Reference(Dependency, "the dependencies")
_EVIDENCE = Reference(EvidenceFile, "the evidence", "name")


def _fields(*names: str) -> dict[str, str]:
    return {name: name for name in names}


dependencies = ModelStore(
    Dependency,
    "dependency",
    _fields(
        "ref", "title", "kind", "provider", "contact", "contact_mail", "commitment", "needed_by", "promised",
        "delivered_on", "confirmed_on", "cadence_days", "rollout", "scope_refs", "scope_match", "scope_compared_on",
        "requirements_state", "health_address", "plan_line", "in_scope", "owner", "notes",
    ),
    references={"rollout": Reference(Rollout, "the rollouts")},
    lists={
        "scope_refs": (
            Reference(Integration, "the integrations"), Reference(SolutionPart, "the solution parts"),
            Reference(Process, "the processes"), Reference(Requirement, "the requirements"),
        ),
    },
)  # fmt: skip

requirements = ModelStore(
    AgreedRequirement,
    "agreed-requirement",
    _fields("ref", "dependency", "title", "agreed_on", "met_on", "evidence", "dropped", "notes"),
    references={"dependency": _DEPENDENCY},
    lists={"evidence": (_EVIDENCE,)},
)

meetings = ModelStore(
    Meeting,
    "status-meeting",
    _fields("ref", "title", "dependencies", "cadence_days", "held_on", "minutes", "evidence", "next_on"),
    lists={"dependencies": (_DEPENDENCY,), "evidence": (_EVIDENCE,)},
)

words = ModelStore(
    ProviderWord,
    "provider-word",
    _fields("ref", "dependency", "kind", "promised", "note", "said", "by", "taken_down_by"),
    title="note",
    references={"dependency": _DEPENDENCY},
)

services = ModelStore(
    ServiceState,
    "service",
    _fields("dependency", "state", "since", "seen", "reason", "by"),
    identity=("dependency",),
    title="reason",
    references={"dependency": _DEPENDENCY},
)
