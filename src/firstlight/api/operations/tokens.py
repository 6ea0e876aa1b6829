"""Access tokens: one's own are listed and revoked. They are made by a person on a page, never by a program."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from firstlight.access.actions import revoke_token
from firstlight.access.models import Token
from firstlight.access.queries import token_numbered, tokens_of
from firstlight.api.doors import visit
from firstlight.api.shapes import Number, Slug, Told, reaches, reading, writing
from firstlight.kernel.errors import NotFound

router = Router()


class TokenTold(Told):
    """A token of yours. Its secret was shown once and is not kept."""

    id: int
    name: str
    reach: str
    begins: str
    made: datetime
    expires: datetime
    last_used: datetime | None
    revoked: datetime | None
    this: bool


@router.get("/projects/{slug}/tokens", response=reading(list[TokenTold]))
def list_tokens(request: HttpRequest, slug: Slug) -> Any:
    """Your tokens for this project."""
    here = visit(request, slug)
    used = here.caller.token.pk if here.caller.token else None
    return [_told(one, used) for one in tokens_of(here.project, here.caller.user)]


def _told(token: Token, used: int | None) -> dict[str, Any]:
    names = ("name", "reach", "made", "expires", "last_used", "revoked")
    told = {name: getattr(token, name) for name in names}
    return {**told, "id": token.pk, "begins": token.shown, "this": token.pk == used}


@router.delete("/projects/{slug}/tokens/{int:number}", response=writing(None, 204))
@reaches(revoke_token)
def revoke(request: HttpRequest, slug: Slug, number: Number) -> Any:
    """Revoke a token of yours, at once. A program does well to revoke its own when it has done its work."""
    here = visit(request, slug)
    token = token_numbered(here.project, number)
    if token.user_id != here.caller.user.pk:
        raise NotFound("There is no such token.")
    revoke_token(here.context, token)
    return Status(204, None)
