"""Groups of people, the chart of authority, the people check: as their sheets say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from firstlight.contracts.tables import Problem
from firstlight.kernel.actions import Changed, Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import Row, RowChange
from firstlight.workspace import audit, policies
from firstlight.workspace.authority import Line, flaws
from firstlight.workspace.knowing import HOLDS
from firstlight.workspace.models import Knowledge, Person
from firstlight.workspace.queries import check_person_here, here, today_in
from firstlight.workspace.stores import authority_store, groups_store, knowledge_store


@action(policy=policies.MAY_EDIT_PEOPLE, record=audit.GROUPS_CHANGED)
def change_groups(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove groups of people as a sheet says."""
    return Done(len(changes), groups_store.write(project, changes))


@action(policy=policies.MAY_SET_AUTHORITY, record=audit.AUTHORITY_CHANGED)
def change_authority(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Say who decides what. Raises Invalid for a name that is nobody and for one with two letters in a line."""
    people = set(Person.objects.filter(project_id=project.pk).values_list("ref", flat=True))
    problems = [
        change.row.problem(sentence, column=field, value=value)
        for change in changes
        if change.kind != "removed"
        for field, value, sentence in flaws(Line.of(change.row.values), people)
    ]
    if problems:
        raise Invalid(problems[0].sentence, problems=tuple(problems))
    return Done(len(changes), authority_store.write(project, changes))


@action(policy=policies.MAY_EDIT_PEOPLE, record=audit.KNOWLEDGE_CHANGED)
def change_knowledge(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """The people check as a sheet says. Raises Invalid for a day without who confirmed it and by what evidence."""
    rows = [change.row for change in changes if change.kind != "removed"]
    problems = [problem for row in rows for problem in _unfounded(row, today_in(context))]
    if problems:
        raise Invalid("A confirmation names its day, who gave it, and by what.", problems=tuple(problems))
    return Done(len(changes), knowledge_store.write(project, changes))


@action(policy=policies.MAY_CONFIRM_KNOWLEDGE, record=audit.KNOWLEDGE_CONFIRMED)
def confirm_knowledge(
    context: Context, person: Person, topic: str, *, evidence: str, expires: date | None = None
) -> Done[Knowledge]:
    """Confirm that somebody knows a topic: oneself, or what one has seen of another. The later word counts.

    Raises Invalid without a sentence of evidence, and for a last day that is not in the future.
    """
    check_person_here(context, person)
    today = today_in(context)
    until = expires or today + HOLDS
    if not topic.strip() or len(topic) > 100:
        raise Invalid("A topic has a name of 1 to 100 characters.")
    if not evidence.strip():
        raise Invalid("Say in a sentence by what it is known, such as a drill or a ticket that was solved.")
    if until <= today:
        raise Invalid(f"A confirmation of today cannot end on {until:%d %b %Y}.")
    found = Knowledge.objects.filter(project=here(context), person=person, topic__iexact=topic.strip()).first()
    before = _facts(found) if found else None
    row = found or Knowledge(project=here(context), person=person, topic=topic.strip())
    row.confirmed, row.confirmed_by, row.evidence, row.expires = today, context.actor.name, evidence.strip(), until
    row.save()
    subject = Subject("knowledge", f"{person.ref}/{row.topic}", f"{person.name}: {row.topic}")
    return Done(row, (Changed(subject, before, _facts(row)),))


def _unfounded(row: Row, today: date) -> list[Problem]:
    values = row.values
    if values["confirmed"] is None:
        return []
    lacking = [key for key in ("confirmed_by", "evidence") if not values[key]]
    sentence = "it is needed where a day of confirmation is given."
    problems = [row.problem(sentence, column=key, value="") for key in lacking]
    if values["confirmed"] > today:
        problems.append(row.problem("the day lies in the future.", column="confirmed", value=values["confirmed"]))
    if values["expires"] and values["expires"] <= values["confirmed"]:
        sentence = "it ends before it was given; a later day is accepted."
        problems.append(row.problem(sentence, column="expires", value=values["expires"]))
    return problems


def _facts(row: Knowledge) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("confirmed", "confirmed_by", "evidence", "expires")}
