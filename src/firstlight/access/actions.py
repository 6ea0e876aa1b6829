"""Making and revoking access tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from firstlight.access import audit, policies
from firstlight.access.models import Token
from firstlight.access.rules import BEGINS, LONGEST, MOST, REACHES, SHOWN
from firstlight.contracts.tables import Problem
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.workspace.models import Person
from firstlight.workspace.queries import check_own, here


def digest_of(secret: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


@action(policy=policies.MAY_MAKE_TOKENS, record=audit.TOKEN_MADE)
def make_token(
    context: Context, *, person: Person, name: str, reach: str, expires: datetime
) -> Done[tuple[Token, str]]:
    """A token of one's own for the project of the context, and its secret, which can never be read again.

    Refused for somebody else. Invalid for an unknown reach, or one that expires in the past or after a year.
    """
    project = here(context)
    check_own(context, person)
    _check(context, name, reach, expires)
    if person.user_id is None:
        raise Invalid(f"{person.name} has no account, and a token acts for an account.")
    working = Token.objects.filter(project=project, user_id=person.user_id, revoked=None, expires__gt=context.now)
    if working.count() >= MOST:
        raise Invalid(f"You have {MOST} tokens in this project that work. Revoke one that is not needed.")
    secret = BEGINS + secrets.token_urlsafe(32)
    made = Token.objects.create(
        project=project, person=person, user_id=person.user_id, name=name.strip(), reach=reach,
        shown=secret[:SHOWN], digest=digest_of(secret), made=context.now, expires=expires,
    )  # fmt: skip
    facts = {"name": made.name, "reach": reach, "begins": made.shown, "expires": expires, "person": person.ref}
    return Done.one((made, secret), _subject(made), after=facts)


def _check(context: Context, name: str, reach: str, expires: datetime) -> None:
    problems = []
    if not name.strip() or len(name) > 100:
        problems.append(Problem("", "a name of 1 to 100 characters says what the token is for.", column="name"))
    if reach not in REACHES:
        problems.append(Problem("", f"expected one of: {', '.join(REACHES)}.", column="reach", value=reach))
    if not context.now < expires <= context.now + LONGEST:
        sentence = "a token expires in the future, at most a year from now."
        problems.append(Problem("", sentence, column="expires", value=expires.isoformat()))
    if problems:
        raise Invalid("The token was not made.", problems=tuple(problems))


@action(policy=policies.MAY_MAKE_TOKENS, record=audit.TOKEN_REVOKED)
def revoke_token(context: Context, token: Token) -> Done[Token]:
    """From now on the token opens nothing. One's own, or anybody's for who may change the people of the project."""
    project = here(context)
    if token.project_id != project.pk:
        raise NotFound("There is no such token.")
    if str(token.user_id) != context.actor.id:
        policies.MAY_REVOKE_OTHERS.check(context)
    if token.revoked is not None:
        return Done.nothing(token)
    if Token.objects.filter(pk=token.pk, revoked=None).update(revoked=context.now) != 1:
        raise Conflict("The token was revoked by somebody else at the same moment.")
    token.revoked = context.now
    return Done.one(token, _subject(token), before={"revoked": None}, after={"revoked": context.now})


def _subject(token: Token) -> Subject:
    return Subject("token", str(token.pk), f"{token.name} ({token.shown}…)")
