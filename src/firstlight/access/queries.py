"""Reading tokens; whose rights they carry is asked anew each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from firstlight.access.actions import digest_of
from firstlight.access.models import Token
from firstlight.access.rules import BEGINS, rights_within
from firstlight.identity.models import User
from firstlight.kernel.context import Context
from firstlight.kernel.errors import NotFound
from firstlight.workspace.models import Person, Project
from firstlight.workspace.queries import context_of, project_for


def token_of(secret: str, now: datetime) -> Token | None:
    """The token with that secret, when it works and its owner is still in the project under that account."""
    if not secret.startswith(BEGINS) or len(secret) > 100:
        return None
    found = Token.objects.select_related("project", "person", "user").filter(digest=digest_of(secret)).first()
    if found is None or not found.works(now + found.project.clock_offset) or not found.user.is_active:
        return None
    return found if found.person.user_id == found.user_id else None


def context_of_token(token: Token, slug: str, now: datetime) -> tuple[Project, Person, Context]:
    """The circumstances of a program in a project: what its owner may there today, cut down to the token's reach.

    NotFound for every project but its own, and when the owner has no role in it any more.
    """
    if token.project.slug != slug:
        raise NotFound("There is nothing here.")
    project, person = project_for(token.user, slug)
    context = context_of(person, token.user, now)
    actor = replace(context.actor, rights=rights_within(token.reach, context.actor.rights))
    return project, person, replace(context, actor=actor)


def tokens_of(project: Project, user: User | None = None) -> list[Token]:
    """The tokens of one person in a project, or of everybody; those that work first, then the newest. One query."""
    rows = Token.objects.filter(project=project).select_related("person")
    if user is not None:
        rows = rows.filter(user=user)
    return sorted(rows, key=lambda token: token.revoked is not None)


def token_numbered(project: Project, pk: int) -> Token:
    """A token of the project. NotFound when there is none of that number."""
    found = Token.objects.filter(project=project, pk=pk).select_related("person").first()
    if found is None:
        raise NotFound("There is no such token.")
    return found
