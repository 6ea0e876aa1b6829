"""A decision in the form that is signed: `decision:<ref>`."""

from __future__ import annotations

from datetime import datetime

from firstlight.contracts.rendering import Line, Rendering
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.renderings import signable
from firstlight.readiness.models import Condition, Decision
from firstlight.readiness.queries.decisions import dissents_of, votes_of

VERSION = 1


@signable("decision", "The decision on the go-live")
def decision(project: ProjectLike, ref: str, now: datetime) -> Rendering | None:
    """The frozen verdict, what was decided, conditions, accepted risks, votes and dissent. None until it is open."""
    row = Decision.objects.filter(project_id=project.pk, ref=ref).select_related("presider").first()
    if row is None or row.opened is None:
        return None
    lines = [
        Line("verdict", "Verdict", f"{row.verdict}, assessment {row.assessment_number}, {row.assessment_digest}"),
        Line("outcome", "Decided", f"{row.outcome or 'not yet'}: {row.statement}".rstrip(": ")),
        Line("presider", "Presides", row.presider.name),
        *(Line(f"accepted:{one['check']}", one["title"], f"{one['person']}: {one['reason']}") for one in row.accepted),
        *(
            Line(f"condition:{one.ref}", one.ref, f"{one.text}; {one.owner}; {one.due.isoformat()}")
            for one in Condition.objects.filter(decision=row)
        ),
        *(Line(f"vote:{one.person.ref}", one.person.name, f"{one.vote}: {one.reason}") for one in votes_of(row)),
        *(
            Line(f"dissent:{one.person.ref}:{one.recorded.isoformat()}", one.person.name, one.text)
            for one in dissents_of(row)
        ),
    ]
    return Rendering("decision", VERSION, f"Decision {row.ref}: {row.title}", tuple(lines))
