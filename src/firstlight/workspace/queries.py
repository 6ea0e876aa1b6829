"""Reading projects and people; the viewer comes first."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from firstlight.identity.actions import digest_of
from firstlight.identity.models import User
from firstlight.kernel.context import Actor, Context, ProjectLike
from firstlight.kernel.errors import NotFound, Refused
from firstlight.workspace.models import GuestLink, Person, Project
from firstlight.workspace.roles import rights_of


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


def projects_of(user: User) -> list[Project]:
    """The projects in which the user is somebody."""
    return list(Project.objects.filter(people__user=user).order_by("name"))


def project_for(user: User, slug: str) -> tuple[Project, Person]:
    """The project and who the user is in it. NotFound for a stranger, as if there were none of that name."""
    person = Person.objects.select_related("project").filter(project__slug=slug, user=user).first()
    if person is None or not rights_of(person.roles):
        raise NotFound("There is nothing here.")
    return person.project, person


def project_named(slug: str) -> Project:
    """For the command line of the installation. Raises NotFound naming the projects there are."""
    project = Project.objects.filter(slug=slug).first()
    if project is None:
        known = ", ".join(Project.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise NotFound(f"There is no project “{slug}”; known: {known}.")
    return project


def context_of(person: Person, user: User, now: datetime) -> Context:
    """The circumstances of a signed-in person in a project: rights from their roles, time from its clock."""
    actor = Actor("person", str(user.pk), person.name, rights_of(person.roles))
    return Context(actor, now + person.project.clock_offset, person.project)


def guest_link_of(token: str, now: datetime) -> GuestLink:
    """The link of a token. NotFound, always the same, for one that never was, has expired or is revoked."""
    link = GuestLink.objects.select_related("project").filter(token_digest=digest_of(token), revoked=None).first()
    if link is None or link.expires <= now + link.project.clock_offset:
        raise NotFound("This link does not work.")
    return link


def guest_links_of(project: ProjectLike) -> list[GuestLink]:
    """All links that were made, newest first."""
    return list(GuestLink.objects.filter(project_id=project.pk).select_related("made_by"))


def zone_of(project: ProjectLike) -> ZoneInfo:
    """The project's time zone."""
    return ZoneInfo(getattr(project, "time_zone", "UTC"))
