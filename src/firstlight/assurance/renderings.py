"""A check's own attestation in the form that is signed: `check:<ref>`."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from firstlight.assurance.models import Attestation
from firstlight.assurance.queries import facts_of
from firstlight.contracts.rendering import Line, Rendering
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.renderings import signable

VERSION = 1


@signable("check", "What was attested")
def check(project: ProjectLike, ref: str, now: datetime) -> Rendering | None:
    """The newest attestation of the check that had taken effect, with the digests of its evidence."""
    row = (
        Attestation.objects.filter(project_id=project.pk, check_ref=ref, effective__lte=now)
        .filter(Q(withdrawn=None) | Q(withdrawn__gt=now))
        .select_related("person")
        .prefetch_related("evidence")
        .order_by("-effective", "-pk")
        .first()
    )
    if row is None:
        return None
    facts = facts_of(row)
    lines = [
        Line("state", "State", facts.state),
        Line("statement", "Statement", facts.statement),
        Line("person", "Attested by", f"{facts.person}, {facts.role}"),
        *(Line(f"evidence:{file.name}", file.name, f"SHA-256 {file.digest}") for file in facts.evidence),
        *(Line(f"link:{link}", "Link", link) for link in dict.fromkeys(facts.links)),
    ]
    return Rendering("check", VERSION, f"Attestation of {ref}", tuple(lines))
