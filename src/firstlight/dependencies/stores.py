"""How the register and what belongs to it are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from firstlight.assurance.models import EvidenceFile
from firstlight.dependencies.models import (
    AgreedRequirement,
    Dependency,
    HealthProbe,
    Meeting,
    ProviderWord,
    ServiceState,
)
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

#: How long a worker holds an address; longer than asking it takes.
HELD = timedelta(minutes=2)


def begin_probes(now: datetime) -> None:
    """Health addresses that nobody has asked yet are due. Of two workers that both begin one, one does."""
    rows = Dependency.objects.filter(in_scope=True, probe=None).exclude(health_address="")
    HealthProbe.objects.bulk_create([HealthProbe(dependency=row, due=now) for row in rows], ignore_conflicts=True)


def hold_probe(probe: HealthProbe, holder: str, now: datetime) -> bool:
    """Take an address that is due; False when another worker has it."""
    free = Q(held_until=None) | Q(held_until__lte=now)
    mine = HealthProbe.objects.filter(free, pk=probe.pk, due__lte=now)
    return mine.update(holder=holder, held_until=now + HELD) == 1


def settle_probe(
    probe: HealthProbe, holder: str, *, bad: str, milliseconds: int, now: datetime, due: datetime
) -> int | None:
    """Note what came of asking, and when it is asked next.

    How often in a row it was bad; None when another worker took it over.
    """
    failures = probe.failures + 1 if bad else 0
    told = {"failures": failures, "asked": now, "milliseconds": milliseconds, "reason": bad[:300], "due": due}
    mine = HealthProbe.objects.filter(pk=probe.pk, holder=holder)
    return failures if mine.update(**told, holder="", held_until=None) == 1 else None


def seen_again(state: ServiceState, now: datetime) -> None:
    """The service was seen in the state it is known to be in: that is no change, only a later look."""
    ServiceState.objects.filter(pk=state.pk, seen__lt=now).update(seen=now)
