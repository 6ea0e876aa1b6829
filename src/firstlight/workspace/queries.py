"""Reading projects and people; the viewer comes first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import DEFAULT_DB_ALIAS

from firstlight.identity.actions import digest_of
from firstlight.identity.models import User
from firstlight.kernel.context import Actor, Context, ProjectLike
from firstlight.kernel.errors import NotFound, Refused
from firstlight.kernel.questions import Question
from firstlight.workspace.models import Consent, GuestLink, Invitation, Party, Person, Project
from firstlight.workspace.profile import slug_of
from firstlight.workspace.roles import FOLDER_READER, rights_of
from firstlight.workspace.sight import seen_by, within

#: The person, the project and the party, column by column: every page of a project begins with them.
_NAMES: dict[type[Any], list[str]] = {
    model: [field.attname for field in model._meta.concrete_fields] for model in (Person, Project, Party)
}
_STARTS = {Project: len(_NAMES[Person]), Party: len(_NAMES[Person]) + len(_NAMES[Project])}
_COLUMNS = (
    *_NAMES[Person], *(f"project__{name}" for name in _NAMES[Project]), *(f"party__{name}" for name in _NAMES[Party])
)  # fmt: skip
_MEMBER = Question(
    lambda slug, user: Person.objects.filter(project__slug=slug, user_id=user).order_by("pk").values_list(*_COLUMNS),
    slug=str,
    user=int,
)

#: So many people of the customer have to agree before another organisation sees anything.
CONSENTS = 2


def here(context: Context) -> Project:
    """The project of the context. Raises NotFound where there is none."""
    if not isinstance(context.project, Project):
        raise NotFound("There is no project here.")
    return context.project


def check_own(context: Context, person: Person) -> None:
    """Raises Refused when a person speaks for another, NotFound for somebody of another project."""
    if context.project is None or person.project_id != context.project.pk:
        raise NotFound(f"{person.name} is nobody in this project.")
    if context.actor.kind == "person" and str(person.user_id) != context.actor.id:
        raise Refused("That is one's own word; nobody gives it for somebody else.")


def check_person_here(context: Context, person: Person) -> None:
    """Raises NotFound for somebody of another project."""
    if context.project is None or person.project_id != context.project.pk:
        raise NotFound("There is nobody of that name here.")


def today_in(context: Context) -> date:
    """The day it is in the project."""
    return context.now.astimezone(zone_of(here(context))).date()


def projects_of(user: User) -> list[Project]:
    """The projects in which the user is somebody."""
    return list(Project.objects.filter(people__user=user).order_by("name"))


def project_for(user: User, slug: str) -> tuple[Project, Person]:
    """The project and who the user is in it. NotFound for a stranger, as if there were none of that name."""
    row = _MEMBER.first(slug=slug, user=user.pk)
    if row is None:
        raise NotFound("There is nothing here.")
    person: Person = _read(Person, row)
    if not rights_of(person.roles):
        raise NotFound("There is nothing here.")
    person.project = _read(Project, row[_STARTS[Project] :])
    if person.party_id is not None:
        person.party = _read(Party, row[_STARTS[Party] :])
    return person.project, person


def _read(model: type[Any], row: Sequence[Any]) -> Any:
    names = _NAMES[model]
    return model.from_db(DEFAULT_DB_ALIAS, names, row[: len(names)])


def project_named(slug: str) -> Project:
    """For the command line of the installation. Raises NotFound naming the projects there are."""
    project = Project.objects.filter(slug=slug).first()
    if project is None:
        known = ", ".join(Project.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise NotFound(f"There is no project “{slug}”; known: {known}.")
    return project


def context_of(person: Person, user: User, now: datetime) -> Context:
    """The circumstances of a signed-in person in a project: time from its clock, rights from roles and party."""
    actor = Actor("person", str(user.pk), person.name, rights_in(person))
    return Context(actor, now + person.project.clock_offset, person.project)


def founding_context(user: User, now: datetime) -> Context:
    """The circumstances of somebody who starts a project: all that is done to set one up, or nothing.

    A folder brings along what others have said and signed, so its founder may record that as the machine that loads
    folders may. It ends with the founding; what the founder may do afterwards comes from roles.
    """
    rights = FOLDER_READER.rights if user.may_add_projects and user.is_active else frozenset()
    return Context(Actor("person", str(user.pk), user.name, rights), now)


def free_slug(name: str) -> str:
    """A name as it stands in addresses, with a number where another project has it."""
    base = slug_of(name)
    taken = set(Project.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base[:55]}-{number}") not in taken)


def rights_in(person: Person) -> frozenset[str]:
    """What somebody may do: what their roles allow, within what their party sees. One query where consent is needed."""
    rights, party = rights_of(person.roles), person.party
    if party is None:
        return rights
    if not consented(person.project, party):
        return rights & {"project.view"}
    return within(rights, seen_by(party.kind, party.sees))


def consented(project: Project, party: Party) -> bool:
    """Whether the customer has agreed that the people of a party see anything, where that has to be agreed."""
    if not project.consent_needed or party.kind == Party.Kind.CUSTOMER:
        return True
    return len(consents_to(party)) >= CONSENTS


def consents_to(party: Party) -> list[Consent]:
    """Who of the customer has agreed. Whoever has left the customer since does not count."""
    given = Consent.objects.filter(party=party).select_related("person__party").order_by("given")
    return [one for one in given if of_customer(one.person)]


def of_customer(person: Person) -> bool:
    """Whether somebody belongs to the customer: to a customer party, or to none."""
    return person.party is None or person.party.kind == Party.Kind.CUSTOMER


def speaker(context: Context) -> Person | None:
    """Who in the project acts in this context; None for a machine."""
    actor = context.actor
    if context.project is None or actor.kind != "person" or not actor.id.isdecimal():
        return None
    people = Person.objects.select_related("party", "project")
    return people.filter(project_id=context.project.pk, user_id=int(actor.id)).first()


def own_names(context: Context) -> frozenset[str]:
    """The names under which the organisation of the speaker owns something: its own, and those of its people."""
    person = speaker(context)
    if person is None:
        return frozenset()
    if person.party is None:
        return frozenset({person.name})
    people = Person.objects.filter(project_id=person.project_id, party=person.party).values_list("name", flat=True)
    return frozenset({person.party.name, person.party.ref, *people})


def guest_link_of(token: str, now: datetime) -> GuestLink:
    """The link of a token. NotFound, always the same, for one that never was, has expired or is revoked."""
    link = GuestLink.objects.select_related("project").filter(token_digest=digest_of(token), revoked=None).first()
    if link is None or link.expires <= now + link.project.clock_offset:
        raise NotFound("This link does not work.")
    return link


def invitation_of_token(token: str, now: datetime) -> Invitation:
    """The open invitation of a token. NotFound, always the same, for any other."""
    open_ones = Invitation.objects.select_related("person__project").filter(accepted=None, revoked=None)
    found = open_ones.filter(token_digest=digest_of(token)).first()
    if found is None or found.expires <= now + found.person.project.clock_offset:
        raise NotFound("This invitation does not work.")
    return found


def guest_links_of(project: ProjectLike) -> list[GuestLink]:
    """All links that were made, newest first."""
    return list(GuestLink.objects.filter(project_id=project.pk).select_related("made_by"))


def zone_of(project: ProjectLike) -> ZoneInfo:
    """The project's time zone."""
    return ZoneInfo(getattr(project, "time_zone", "UTC"))
