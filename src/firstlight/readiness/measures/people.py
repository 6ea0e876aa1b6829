"""Who is there to decide, and who knows how to keep the system."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

from firstlight.contracts.reading import Figure, Reading, RecordLink, unknown
from firstlight.contracts.standing import Status
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.measures.counting import share
from firstlight.readiness.registry import measure
from firstlight.workspace.crew import people_check
from firstlight.workspace.models import Person
from firstlight.workspace.queries import zone_of
from firstlight.workspace.roles import DECISION_ROLES, ROLES, spoken


@measure("workspace.decision-roles", title="Roles that decide are held by someone", unit="roles")
def decision_roles(project: ProjectLike, now: datetime) -> Reading:
    """Roles without which nobody can decide on a go-live, held by a named person."""
    held = {
        role for roles in Person.objects.filter(project_id=project.pk).values_list("roles", flat=True) for role in roles
    }
    if not Person.objects.filter(project_id=project.pk).exists():
        return unknown("Nobody is named: put the people of the project, with their roles, into people.xlsx.")
    lacking = [(role, ROLES[role]) for role in DECISION_ROLES if role not in held]
    vacant = " and ".join(spoken(role) for role, _ in lacking)
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


@measure("workspace.people-check", title="Administrators and IT know how to keep the system", unit="confirmations")
def administrators(project: ProjectLike, now: datetime) -> Reading:
    """Each administrator and each of IT, topic by topic: confirmed by somebody, and not expired."""
    check, zone = people_check(project), zone_of(project)
    if not check.people:
        return unknown("Nobody is IT administrator or support lead: name them in people.xlsx, or choose whom to ask.")
    if not any(one.confirmed for one in check.known.values()):
        return unknown("Nobody has been asked yet: confirm each person and topic in the people check.")
    today, every = now.astimezone(zone).date(), len(check.people) * len(check.topics)
    lacking = check.lacking(today)
    figure = Figure(Decimal(every - len(lacking)), "confirmations", Decimal(every))
    ends = [one.expires for one in check.known.values() if one.expires and one.state(today) == "met"]
    expires = datetime.combine(min(ends), time(), zone) if ends else None
    if not lacking:
        who = "The one who is asked knows" if len(check.people) == 1 else f"All {len(check.people)} people know"
        good = f"{who} all {len(check.topics)} topics, each confirmed by name."
        return Reading(Status.MET, (good,), figure, speaks_of=now, expires=expires)
    lacks: dict[str, list[str]] = {}
    for one in lacking:
        lacks.setdefault(one.name, []).append(one.topic + (" (expired)" if one.state(today) == "stale" else ""))
    reasons = tuple(f"{name} is not confirmed on {', '.join(topics)}." for name, topics in list(lacks.items())[:5])
    status = Status.PARTLY if len(lacking) < every else Status.UNMET
    records = tuple(RecordLink("person", one.person, one.name) for one in {one.person: one for one in lacking}.values())
    return Reading(status, reasons, figure, records, now, expires)
