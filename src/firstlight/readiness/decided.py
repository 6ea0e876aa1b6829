"""The decision that holds, as it stands in the document of an assessment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from firstlight.readiness import deciding
from firstlight.readiness.models import Decision
from firstlight.readiness.queries.decisions import conditions_of, dissents_of, standing_decision, votes_of
from firstlight.workspace.models import Project
from firstlight.workspace.queries import zone_of
from firstlight.workspace.roles import ROLES


def decided(project: Project, now: datetime) -> dict[str, Any] | None:
    """The decision that holds at `now`, with votes, conditions, accepted risks and dissent; None before the first."""
    decision = standing_decision(project, now)
    return document_of(project, decision, now) if decision else None


def document_of(project: Project, decision: Decision, now: datetime) -> dict[str, Any]:
    """A decision as plain facts, with every instant in the project's zone, and its conditions as they stand now."""
    zone = zone_of(project)

    def at(instant: datetime | None) -> str | None:
        return instant.astimezone(zone).isoformat() if instant else None

    votes = votes_of(decision)
    return {
        "ref": decision.ref,
        "title": decision.title,
        "outcome": decision.outcome,
        "statement": decision.statement,
        "presider": decision.presider.name,
        "closed": at(decision.closed),
        "assessment": decision.assessment_number,
        "verdict": decision.verdict,
        "supersedes": decision.supersedes,
        "votes": [
            {
                "person": one.person.name, "role": one.role, "role_title": ROLES.get(one.role, one.role),
                "vote": one.vote, "reason": one.reason, "cast": at(one.cast),
            }
            for one in votes
        ],
        "voters": len(deciding.voters(decision.voters)),
        "conditions": [
            {
                "ref": one.condition.ref, "text": one.condition.text, "owner": one.condition.owner,
                "due": one.condition.due.isoformat(), "action": one.condition.action_ref, "state": one.state,
            }
            for one in conditions_of(decision, now.astimezone(zone).date())
        ],
        "accepted": decision.accepted,
        "dissents": [
            {"person": one.person.name, "title": one.person.title, "text": one.text, "recorded": at(one.recorded)}
            for one in dissents_of(decision)
        ],
    }  # fmt: skip
