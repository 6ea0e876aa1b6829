"""The presentation into which the slides of a project are drawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Status, UploadedFile

from firstlight.api.doors import visit
from firstlight.api.shapes import Slug, Told, file_of, reaches, reading, writing
from firstlight.reporting.actions import keep_template, remove_template
from firstlight.reporting.queries import template_file
from firstlight.workspace.policies import MAY_EDIT_PROJECT

router = Router()

_AT = "/projects/{slug}/slide-template"
_MEDIA = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


class TemplateTold(Told):
    """The template of a project. `digest` is the SHA-256 of its bytes."""

    name: str
    digest: str
    size: int
    kept: datetime
    kept_by: str


@router.get(_AT, response=reading(TemplateTold))
def get_slide_template(request: HttpRequest, slug: Slug) -> Any:
    """Which template there is; 404 where slides look as they come."""
    return template_file(visit(request, slug, MAY_EDIT_PROJECT).project)[0]


@router.get(_AT + "/file", response=reading(None), openapi_extra=file_of(_MEDIA))
def get_slide_template_file(request: HttpRequest, slug: Slug) -> HttpResponse:
    """The template as it was sent."""
    data = template_file(visit(request, slug, MAY_EDIT_PROJECT).project)[1]
    return HttpResponse(data, content_type=_MEDIA, headers={"Content-Disposition": "attachment"})


@router.post(_AT, response=writing(TemplateTold))
@reaches(keep_template)
def set_slide_template(request: HttpRequest, slug: Slug, file: File[UploadedFile]) -> Any:
    """Have slides drawn into this .pptx from now on. It replaces the one before; 422 says what is wrong with it."""
    here = visit(request, slug, MAY_EDIT_PROJECT)
    return keep_template(here.context, file.read(), name=file.name or "template.pptx")


@router.delete(_AT, response=writing(None, 204))
@reaches(remove_template)
def remove_slide_template(request: HttpRequest, slug: Slug) -> Any:
    """Have slides look as they come. Where there is no template, nothing happens."""
    remove_template(visit(request, slug, MAY_EDIT_PROJECT).context)
    return Status(204, None)
