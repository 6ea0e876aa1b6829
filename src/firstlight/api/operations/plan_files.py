"""Plans of the cutover as files: in and out of MS Project."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router, UploadedFile

from firstlight.api.doors import visit
from firstlight.api.languages import run_sheet_for
from firstlight.api.shapes import Slug, Told, file_of, reaches, reading, writing
from firstlight.cutover.actions import keep_project_file
from firstlight.cutover.policies import MAY_PLAN
from firstlight.cutover.project_files import plan_as_project
from firstlight.cutover.queries import plan_named
from firstlight.cutover.stores import CUTOVER
from firstlight.reporting.run_sheets import run_sheet_of
from firstlight.workspace.policies import MAY_VIEW_CUTOVER

router = Router()

_AT = "/projects/{slug}/cutover/project-file"
_MEDIA = "application/xml"
PlanRef = Annotated[str, Query(max_length=60, description="The ref of the plan.")]


class ProjectFileTold(Told):
    """The file of MS Project that is kept for a plan. `digest` is the SHA-256 of its bytes."""

    name: str
    digest: str
    size: int
    zone: str
    kept: datetime
    kept_by: str


@router.get(_AT, response=reading(None), openapi_extra=file_of(_MEDIA))
def get_plan_as_project(request: HttpRequest, slug: Slug, plan: PlanRef = CUTOVER) -> HttpResponse:
    """A plan as MS Project XML: in the file that it came in with, where one is kept, else as a new one."""
    here = visit(request, slug, MAY_VIEW_CUTOVER)
    plan_named(here.project, plan)
    made = plan_as_project(here.project, here.context.now, plan)
    return HttpResponse(made.data, content_type=_MEDIA, headers={"Content-Disposition": "attachment"})


@router.get("/projects/{slug}/cutover/run-sheet", response=reading(None), openapi_extra=file_of("application/pdf"))
def get_run_sheet(
    request: HttpRequest,
    slug: Slug,
    plan: PlanRef = CUTOVER,
    owner: Annotated[
        str, Query(max_length=200, description="Only what this person does, steps in for or verifies.")
    ] = "",
) -> HttpResponse:
    """The steps of a plan on paper, each with room for times and initials and a code that leads to its page; in the
    language of the person whose sheet it is, else as Accept-Language asks, else in that of whoever calls.
    """
    here = visit(request, slug, MAY_VIEW_CUTOVER)
    plan_named(here.project, plan)
    base = request.build_absolute_uri(f"/p/{here.project.slug}/cutover/code/")
    return run_sheet_for(here, owner, lambda speech: run_sheet_of(
        here.project, here.context.now, plan, owner=owner, address=lambda code: f"{base}{code}/", speech=speech
    ))  # fmt: skip


@router.post(_AT, response=writing(ProjectFileTold))
@reaches(keep_project_file)
def set_project_file(request: HttpRequest, slug: Slug, file: File[UploadedFile], plan: PlanRef = CUTOVER) -> Any:
    """Keep this file for what the steps of a plan do not say. No step is changed; imports of the list of steps do that.

    422 says what is wrong with it.
    """
    here = visit(request, slug, MAY_PLAN)
    return keep_project_file(here.context, file.read(), name=file.name or "plan.xml", plan=plan)
