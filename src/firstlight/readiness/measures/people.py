"""Who is there to decide."""

from __future__ import annotations

from datetime import datetime

from firstlight.contracts.reading import Reading, unknown
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.measures.counting import share
from firstlight.readiness.registry import measure
from firstlight.workspace.models import Person
from firstlight.workspace.roles import DECISION_ROLES, ROLES


@measure("workspace.decision-roles", title="Roles that decide are held by someone", unit="roles")
def decision_roles(project: ProjectLike, now: datetime) -> Reading:
    """Roles without which nobody can decide on a go-live, held by a named person."""
    held = {
        role for roles in Person.objects.filter(project_id=project.pk).values_list("roles", flat=True) for role in roles
    }
    if not Person.objects.filter(project_id=project.pk).exists():
        return unknown("Nobody is named: put the people of the project, with their roles, into people.xlsx.")
    lacking = [(role, ROLES[role]) for role in DECISION_ROLES if role not in held]
    vacant = " and ".join(title.lower() for _, title in lacking)
    reading = share(
        "roles",
        len(DECISION_ROLES),
        [("", title) for _, title in lacking],
        kind="person",
        good="All {all} roles that decide on the go-live are held by someone with a name.",
        bad=f"Nobody holds the role of {vacant}.",
        speaks_of=now,
    )
    return Reading(reading.status, reading.reasons[:1], reading.figure, speaks_of=now)
