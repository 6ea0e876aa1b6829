"""Evidence: files kept by the digest of their content."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Status, UploadedFile

from firstlight.api.doors import visit
from firstlight.api.shapes import Digest, Moment, Slug, Told, file_of, reaches, reading, writing
from firstlight.assurance.actions import keep_evidence as keep
from firstlight.assurance.evidence import content
from firstlight.assurance.queries import evidence_file
from firstlight.kernel.errors import Invalid, NotFound
from firstlight.workspace.policies import MAY_VIEW_FILES, MAY_VIEW_READINESS

router = Router()


class EvidenceTold(Told):
    """A file that is kept. Attestations name it by its digest."""

    digest: str
    name: str
    size: int
    effective: datetime
    expires: datetime | None
    kept: datetime
    kept_by: str


@router.post("/projects/{slug}/evidence", response=writing(EvidenceTold, 201))
@reaches(keep)
def keep_evidence(
    request: HttpRequest,
    slug: Slug,
    file: File[UploadedFile],
    effective: Annotated[
        Moment | None, Form(description="When what it shows was true; now, if it is not said.")
    ] = None,
    expires: Annotated[Moment | None, Form(description="From when it shows nothing any more.")] = None,
) -> Any:
    """Keep a file as evidence. The same file under the same name again changes nothing."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    data, name = file.read(), (file.name or "file").strip()
    if not data:
        raise Invalid("The file is empty; evidence has to show something.")
    if not name.isprintable() or len(name) > 300:
        raise Invalid("The name of the file has characters that cannot be kept, or more than 300 of them.")
    since = effective or here.context.now
    if since > here.context.now:
        raise Invalid("Evidence shows what is, not a time to come.")
    return Status(201, keep(here.context, data, name=name, effective=since, expires=expires))


@router.get(
    "/projects/{slug}/evidence/{digest}", response=reading(None), openapi_extra=file_of("application/octet-stream")
)
def get_evidence(request: HttpRequest, slug: Slug, digest: Digest) -> HttpResponse:
    """The bytes of a file that is kept as evidence."""
    here = visit(request, slug, MAY_VIEW_FILES)
    if evidence_file(here.project, digest) is None:
        raise NotFound("There is no such evidence here.")
    headers = {"Content-Disposition": "attachment", "Content-Security-Policy": "default-src 'none'; sandbox"}
    return HttpResponse(content(digest), content_type="application/octet-stream", headers=headers)
