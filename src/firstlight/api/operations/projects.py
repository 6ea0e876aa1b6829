"""Projects and their profile."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from firstlight.api.doors import calling, visit
from firstlight.api.shapes import Given, Slug, Told, reaches, reading, writing
from firstlight.kernel.documents import Document
from firstlight.kernel.errors import Invalid
from firstlight.workspace.actions import change_project as change_profile
from firstlight.workspace.models import Project
from firstlight.workspace.profile import read_profile
from firstlight.workspace.queries import projects_of

router = Router()


class ProjectLine(Told):
    """A project in a list."""

    slug: str
    name: str
    organisation: str
    url: str


class Phase(Told):
    """A stretch of the project."""

    ref: str
    title: str
    start: date
    end: date | None


class Party(Told):
    """An organisation in the project."""

    ref: str
    name: str
    kind: str


class Window(Told):
    """When the cutover may take place."""

    start: datetime
    end: datetime


class Profile(Told):
    """All that a project says of itself, and who one is in it."""

    slug: str
    name: str
    organisation: str
    product: str
    approach: str
    time_zone: str
    go_live: datetime | None
    cutover_window: Window | None
    users_at_go_live: int | None
    next_committee: datetime | None
    phases: list[Phase]
    parties: list[Party]
    required_tests: list[str]
    performance_order: str = Field(description="When performance is tested: beside-uat or before-uat.")
    trained_before_uat: str = Field(description="Who is trained before UAT: super-users or all-testers.")
    profile: dict[str, bool] = Field(description="Answers to the yes/no questions.")
    now: datetime = Field(description="The time on the project's clock.")
    me: str = Field(description="Your ref in the project.")
    rights: list[str] = Field(description="What you may do here with what you signed in with.")


class ProfileChange(Given):
    """What is to be different. What is left out stays; the words are those of project.yaml."""

    name: Any = None
    organisation: Any = None
    product: Any = None
    approach: Any = None
    time_zone: Any = None
    go_live: Any = None
    cutover_window: Any = None
    users_at_go_live: Any = None
    next_committee: Any = None
    phases: Any = None
    parties: Any = None
    required_tests: Any = None
    performance_order: Any = None
    trained_before_uat: Any = None
    profile: Any = None


@router.get("/projects", response=reading(list[ProjectLine]))
def list_projects(request: HttpRequest) -> Any:
    """The projects in which you are somebody; with a token its own project."""
    caller = calling(request)
    mine = [caller.token.project] if caller.token else projects_of(caller.user)
    return [
        {"slug": one.slug, "name": one.name, "organisation": one.organisation,
         "url": request.build_absolute_uri(f"/api/v1/projects/{one.slug}")}
        for one in mine
    ]  # fmt: skip


@router.get("/projects/{slug}", response=reading(Profile))
def get_project(request: HttpRequest, slug: Slug) -> Any:
    """The profile of a project."""
    here = visit(request, slug)
    told = {**_facts(here.project), "slug": slug, "now": here.context.now, "me": here.person.ref}
    return {**told, "rights": sorted(here.context.actor.rights)}


@router.patch("/projects/{slug}", response=writing(Profile))
@reaches(change_profile)
def change_project(request: HttpRequest, slug: Slug, change: ProfileChange) -> Any:
    """Change the profile. Needs the right to change the project's profile."""
    here = visit(request, slug)
    change_profile.policy.check(here.context)
    said = {key: _plain(value) for key, value in _facts(here.project).items()}
    said |= {"slug": slug, **change.model_dump(exclude_unset=True)}
    profile, problems = read_profile(Document("", said))
    if profile is None:
        raise Invalid("The profile cannot be accepted.", problems=problems)
    change_profile(here.context, profile)
    here.project.refresh_from_db()
    return get_project(request, slug)


def _facts(project: Project) -> dict[str, Any]:
    names = (
        "name", "organisation", "product", "approach", "time_zone", "go_live", "users_at_go_live", "next_committee",
        "required_tests", "performance_order", "trained_before_uat", "profile",
    )  # fmt: skip
    window = None
    if project.window_start and project.window_end:
        window = {"start": project.window_start, "end": project.window_end}
    return {
        **{name: getattr(project, name) for name in names},
        "cutover_window": window,
        "phases": list(project.phases.values("ref", "title", "start", "end")),
        "parties": list(project.parties.order_by("ref").values("ref", "name", "kind")),
    }


def _plain(value: Any) -> Any:
    """A fact as it would stand in project.yaml."""
    if isinstance(value, dict):
        return {key: _plain(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_plain(below) for below in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
