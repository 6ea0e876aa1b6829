"""Reading the chart of authority: today's, that of an earlier moment, and whom it names."""

from __future__ import annotations

import json
from datetime import datetime

from firstlight.kernel.context import ProjectLike
from firstlight.ledger.models import Entry
from firstlight.ledger.queries import PLACE
from firstlight.workspace import audit
from firstlight.workspace.authority import Line, complete
from firstlight.workspace.models import Authority, Person
from firstlight.workspace.stores import authority_store

#: What a line is made of.
FACTS = ("ref", "title", "accountable", "responsible", "consulted", "informed")


def chart(project: ProjectLike) -> list[Line]:
    """Who decides what today. One query."""
    return complete(_stored(project).values())


def chart_at(project: ProjectLike, at: datetime) -> list[Line]:
    """Who decided what at an earlier moment: today's chart with every later change taken back, by the ledger."""
    known = {ref: {name: getattr(line, name) for name in FACTS} for ref, line in _stored(project).items()}
    for entry in changes_of(project):
        if entry.at <= at:
            break
        if entry.before is None:
            known.pop(entry.subject_id, None)
        else:
            known.setdefault(entry.subject_id, {"ref": entry.subject_id}).update(json.loads(entry.before))
    return complete(Line.of(facts) for _ref, facts in sorted(known.items()))


def changes_of(project: ProjectLike) -> list[Entry]:
    """Every change of the chart, newest first. One query."""
    rows = Entry.objects.filter(stream=project.uid, subject_kind=authority_store.subject)
    return list(rows.filter(action=audit.AUTHORITY_CHANGED.code).order_by(PLACE.desc()))


def who_decides(project: ProjectLike, decision: str, at: datetime | None = None) -> list[Person]:
    """The people who decide: the accountable first, then the responsible, each once.

    A role stands for everyone who holds it today. Nobody for a decision that is not in the chart.
    """
    lines = chart(project) if at is None else chart_at(project, at)
    line = next((one for one in lines if one.ref == decision), None)
    if line is None:
        return []
    people = list(Person.objects.filter(project_id=project.pk).select_related("party", "project"))
    found: dict[int, Person] = {}
    for name in (line.accountable, *line.responsible):
        for person in people:
            if person.ref == name or name in person.roles:
                found.setdefault(person.pk, person)
    return list(found.values())


def accountable_for(project: ProjectLike, decision: str) -> str:
    """The ref of the person or role that answers for the decision, or ""."""
    return next((line.accountable for line in chart(project) if line.ref == decision), "")


def _stored(project: ProjectLike) -> dict[str, Line]:
    rows = Authority.objects.filter(project_id=project.pk)
    return {row.ref: Line.of({name: getattr(row, name) for name in FACTS}) for row in rows}
