"""The files of a project's decision pack, and the template of its slides."""

from __future__ import annotations

from firstlight.assurance import evidence
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.readiness.comparing import compare
from firstlight.readiness.queries import assessment_before, assessment_numbered, body_of
from firstlight.reporting import decision_pack
from firstlight.reporting.models import SlideTemplate
from firstlight.workspace.models import Project


def template_of(project: ProjectLike) -> SlideTemplate | None:
    """The project's own template, if it has one."""
    return SlideTemplate.objects.filter(project_id=project.pk).first()


def template_file(project: ProjectLike) -> tuple[SlideTemplate, bytes]:
    """The template and its bytes. NotFound where there is none, Invalid where the store has lost or changed it."""
    found = template_of(project)
    if found is None:
        raise NotFound("This project has no template of its own.")
    return found, evidence.content(found.digest)


def pack_file(project: Project, number: int, form: str) -> bytes:
    """A file of the decision pack of an assessment: "pdf", "pptx", "xlsx" or "json".

    With what changed since the assessment before it; slides are drawn into the project's own template. NotFound for an
    assessment that the project has not.
    """
    document = body_of(assessment_numbered(project, number))
    if form == "json":
        return decision_pack.assessment_json(document)
    earlier = assessment_before(project, number)
    before = body_of(earlier) if earlier else None
    since = compare(before, document) if before else None
    as_of = before["as_of"] if before else None
    if form == "xlsx":
        return decision_pack.xlsx(document, since=since, since_as_of=as_of)
    if form == "pdf":
        return decision_pack.pdf(document, since=since, since_as_of=as_of, number=number)
    own = template_of(project)
    template = evidence.content(own.digest) if own else None
    return decision_pack.pptx(document, since=since, since_as_of=as_of, template=template, number=number)
