"""Signatures: what can be signed as it stands now, who has signed, and signing what one saw."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from firstlight.api.doors import in_person, visit
from firstlight.api.shapes import Digest, Given, Ref, Slug, Told, Words, reaches, reading, writing
from firstlight.assurance.actions import sign
from firstlight.assurance.queries import signatures_of
from firstlight.kernel import renderings
from firstlight.kernel.errors import NotFound
from firstlight.workspace.policies import MAY_VIEW_READINESS

router = Router()

On = Annotated[str, Query(min_length=1, max_length=150, description="What is signed: scope, testing:uat, check:…")]


class ContentTold(Told):
    """What would be signed now. Its digest is what a signature is bound to."""

    on: str
    digest: str
    canonical: str = Field(description="The content as it is hashed.")


class SignatureTold(Told):
    """A signature. It is stale when `digest` is not that of the content now."""

    on: str
    role: str
    person: str
    statement: str
    signed: datetime
    digest: str


class SignatureGiven(Given):
    """Your signature on what you saw."""

    on: Ref = Field(max_length=150)
    role: Ref
    statement: Words
    digest: Digest = Field(description="Of the content that you saw.")


@router.get("/projects/{slug}/signed-content", response=reading(ContentTold))
def get_signed_content(request: HttpRequest, slug: Slug, on: On) -> Any:
    """What stands under a name that can be signed, as it is now."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    today = renderings.render(here.project, on, here.context.now)
    if today is None:
        raise NotFound("There is nothing of that name to sign.", known=sorted(renderings.signables))
    return {"on": on, "digest": today.digest(), "canonical": today.canonical()}


@router.get("/projects/{slug}/signatures", response=reading(list[SignatureTold]))
def list_signatures(request: HttpRequest, slug: Slug) -> Any:
    """All signatures, oldest first."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    return signatures_of(here.project, here.context.now)


@router.post("/projects/{slug}/signatures", response=writing(SignatureTold, 201))
@reaches(sign)
def sign_content(request: HttpRequest, slug: Slug, given: SignatureGiven) -> Any:
    """Sign what you saw. A token cannot sign: a person must be there, and have shown so within five minutes."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    in_person(here)
    made = sign(here.context, person=here.person, **given.model_dump())
    names = {name: getattr(made, name) for name in ("on", "role", "statement", "signed", "digest")}
    return Status(201, {**names, "person": here.person.name})
