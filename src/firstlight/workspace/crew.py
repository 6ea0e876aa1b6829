"""Reading people: the list, groups, and who of the administrators and IT knows what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.workspace.knowing import ROLES_ASKED, Known, topics_of
from firstlight.workspace.models import Invitation, Knowledge, Party, Person, PersonGroup


def people_of(project: ProjectLike) -> QuerySet[Person]:
    """Everyone in the project with party and account. One query."""
    return Person.objects.filter(project_id=project.pk).select_related("party", "user", "project")


def person_named(project: ProjectLike, ref: str) -> Person:
    """The person of that ref. NotFound when there is none."""
    found = people_of(project).filter(ref=ref).first()
    if found is None:
        raise NotFound("There is nobody of that name here.")
    return found


def party_named(project: ProjectLike, ref: str) -> Party:
    """The party of that ref. NotFound when there is none."""
    found = Party.objects.filter(project_id=project.pk, ref=ref).first()
    if found is None:
        raise NotFound("There is no such party here.")
    return found


def parties_of(project: ProjectLike) -> list[Party]:
    """All parties with their people, the customer first. Two queries."""
    order = {kind: place for place, kind in enumerate(Party.Kind.values)}
    found = Party.objects.filter(project_id=project.pk).prefetch_related("people", "consents__person__party")
    return sorted(found, key=lambda party: (order[party.kind], party.name))


def groups_of(project: ProjectLike) -> QuerySet[PersonGroup]:
    """The groups of people who are affected."""
    return PersonGroup.objects.filter(project_id=project.pk)


def invitation_of(person: Person) -> Invitation | None:
    """The newest invitation of somebody, whatever became of it."""
    return person.invitations.order_by("-made", "-pk").first()


@dataclass(frozen=True, slots=True)
class Check:
    """The people check: topics across, people down, what is known at each crossing."""

    topics: tuple[str, ...]
    people: tuple[Person, ...]
    known: dict[tuple[str, str], Known]

    def of(self, person: Person, topic: str) -> Known:
        """What is known of a person and a topic."""
        return self.known.get((person.ref, topic.casefold())) or Known(person.ref, person.name, topic)

    def lacking(self, today: date) -> list[Known]:
        """Every crossing that is not confirmed, or no longer."""
        every = (self.of(person, topic) for person in self.people for topic in self.topics)
        return [one for one in every if one.state(today) != "met"]


def people_check(project: ProjectLike) -> Check:
    """Who has to know what: people with the roles that are asked, and whoever was chosen. Two queries."""
    rows = list(Knowledge.objects.filter(project_id=project.pk).select_related("person"))
    chosen = {row.person_id for row in rows}
    people = [person for person in people_of(project) if person.pk in chosen or set(person.roles) & set(ROLES_ASKED)]
    known = {
        (row.person.ref, row.topic.casefold()): Known(
            row.person.ref, row.person.name, row.topic, row.confirmed, row.confirmed_by, row.evidence, row.expires
        )
        for row in rows
    }
    return Check(topics_of({row.topic for row in rows}), tuple(people), known)
