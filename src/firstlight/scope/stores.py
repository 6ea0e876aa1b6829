"""How the lists of the scope are kept."""

from __future__ import annotations

from firstlight.kernel.sheets import ModelStore, Reference
from firstlight.scope.models import (
    Baseline,
    Integration,
    Process,
    Requirement,
    RiskSetting,
    Rollout,
    ScopeChange,
    SolutionPart,
)

SHARED = ("ref", "title", "in_scope", "owner", "notes")
#: What is kept of the comparison with what was delivered.
COMPARED = ("delivered", "gap_priority", "gap_risk", "gap_owner", "expected", "compared_on", "action")

_ROLLOUT = Reference(Rollout, "the rollouts")
_PROCESS = Reference(Process, "the processes of the scope")


def _fields(*own: str) -> dict[str, str]:
    return {key: key for key in (*SHARED, *own)}


rollouts = ModelStore(
    Rollout, "rollout", _fields("go_live", "users", "countries", "legal_entities", "time_zones", "languages")
)
processes = ModelStore(
    Process,
    "process",
    _fields("level", "parent", "rollout", *COMPARED),
    references={"parent": _PROCESS, "rollout": _ROLLOUT},
)
requirements = ModelStore(
    Requirement,
    "requirement",
    _fields("kind", "priority", "process", "regulation", "changed", *COMPARED),
    references={"process": _PROCESS},
)
parts = ModelStore(SolutionPart, "solution-part", _fields("kind", "size", "vendor", "version", *COMPARED))
integrations = ModelStore(
    Integration,
    "integration",
    _fields("kind", "pattern", "system", "volume_a_day", "peak_an_hour", "criticality", *COMPARED),
)
scope_changes = ModelStore(
    ScopeChange,
    "scope-change",
    {key: key for key in ("baseline", "item", "covers", "reason", "agreed_by", "agreed_on")},
    identity=("baseline", "item"),
    title="item",
    references={"baseline": Reference(Baseline, "the baselines", "number")},
)
risk_settings = ModelStore(RiskSetting, "risk-setting", {key: key for key in ("ref", "value", "reason")}, title="ref")
