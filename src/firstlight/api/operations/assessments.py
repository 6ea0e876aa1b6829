"""Assessments: judged anew, each as it was frozen, two compared, and the files of the decision pack."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from firstlight.api.doors import visit
from firstlight.api.paging import SIZE, Cursor, Limit, newest_first
from firstlight.api.shapes import Number, Slug, Told, file_of, reaches, reading, writing
from firstlight.readiness.actions import assess_project
from firstlight.readiness.comparing import compare
from firstlight.readiness.queries import all_assessments, assessment_numbered, body_of
from firstlight.reporting.queries import pack_file
from firstlight.workspace.policies import MAY_VIEW_READINESS

router = Router()

_AT = "/projects/{slug}/assessments"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA = {
    "pdf": "application/pdf",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}


class AssessmentLine(Told):
    """An assessment in a list."""

    number: int
    as_of: datetime
    made_by: str
    verdict: str
    digest: str


class AssessmentTold(AssessmentLine):
    """An assessment with the whole document that was frozen. `digest` is the SHA-256 of its canonical JSON."""

    document: dict[str, Any]


class DifferenceTold(Told):
    """One thing that changed."""

    kind: str
    ref: str
    title: str
    before: str
    after: str
    sentence: str
    better: bool | None = Field(description="null: neither better nor worse, such as a new check")


@router.get(_AT, response=reading(list[AssessmentLine]))
def list_assessments(
    request: HttpRequest, response: HttpResponse, slug: Slug, limit: Limit = SIZE, cursor: Cursor = ""
) -> Any:
    """Every assessment, newest first."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    return newest_first(request, response, all_assessments(here.project), "number", limit, cursor)


@router.post(_AT, response=writing(AssessmentLine, 201))
@reaches(assess_project)
def start_assessment(request: HttpRequest, response: HttpResponse, slug: Slug) -> Any:
    """Judge the project as of now, and freeze the judgement under the next number."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    made = assess_project(here.context)
    response.headers["Location"] = f"/api/v1/projects/{slug}/assessments/{made.number}"
    return Status(201, made)


@router.get(_AT + "/{int:number}", response=reading(AssessmentTold))
def get_assessment(request: HttpRequest, slug: Slug, number: Number) -> Any:
    """One assessment as it was frozen."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    found = assessment_numbered(here.project, number)
    line = {name: getattr(found, name) for name in AssessmentLine.model_fields}
    return {**line, "document": body_of(found)}


@router.get(_AT + "/{int:number}/changes", response=reading(list[DifferenceTold]))
def compare_assessments(request: HttpRequest, slug: Slug, number: Number, since: Number) -> Any:
    """What changed from the assessment `since` to this one; what got worse stands first."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    old, new = (body_of(assessment_numbered(here.project, one)) for one in (since, number))
    return list(compare(old, new))


@router.get(_AT + "/{int:number}/decision-pack.{form}", response=reading(None), openapi_extra=file_of(*_MEDIA.values()))
def get_decision_pack(request: HttpRequest, slug: Slug, number: Number, form: Literal["pdf", "pptx", "xlsx"]) -> Any:
    """The decision pack of an assessment, with what changed since the one before it.

    PowerPoint comes in the project's own template, where it has one.
    """
    here = visit(request, slug, MAY_VIEW_READINESS)
    name = f'attachment; filename="{slug}-decision-pack-{number}.{form}"'
    data = pack_file(here.project, number, form)
    return HttpResponse(data, content_type=_MEDIA[form], headers={"Content-Disposition": name})
