"""Adding accounts, making and using one-time links."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from firstlight.identity import audit, policies
from firstlight.identity.models import SignInLink, User
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound

#: How long a link from the terminal can be used.
LINK_LIFE = timedelta(hours=12)


def digest_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@action(policy=policies.MAY_ADD_USERS, record=audit.USER_ADDED)
def add_user(context: Context, *, email: str, name: str) -> Done[User]:
    """Add an account without a password; an account of that address is returned as it is."""
    address = email.strip().lower()
    if "@" not in address or not name.strip():
        raise Invalid(f"“{email}” is not a mail address, or the name is missing.")
    found = User.objects.filter(email=address).first()
    if found:
        return Done.nothing(found)
    user = User(email=address, name=name.strip())
    user.set_unusable_password()
    user.save()
    return Done.one(user, _subject(user), after={"email": user.email, "name": user.name})


@action(policy=policies.MAY_MAKE_LINKS, record=audit.LINK_MADE)
def make_sign_in_link(context: Context, user: User) -> Done[str]:
    """A new token for a link. It is returned once and cannot be read again."""
    token = secrets.token_urlsafe(24)
    SignInLink.objects.create(
        user=user, token_digest=digest_of(token), made=context.now, expires=context.now + LINK_LIFE
    )
    return Done.one(token, _subject(user), after={"expires": context.now + LINK_LIFE})


@action(policy=policies.MAY_USE_LINKS, record=audit.LINK_USED)
def use_sign_in_link(context: Context, token: str) -> Done[User]:
    """Sign in. A link works once: the second of two simultaneous uses is a Conflict.

    Raises NotFound for a token that never was, has expired, or belongs to a closed account.
    """
    link = SignInLink.objects.select_related("user").filter(token_digest=digest_of(token)).first()
    if link is None or link.expires <= context.now or not link.user.is_active:
        raise NotFound("This link does not work or has expired. Make a new one with: firstlight sign-in-link")
    if SignInLink.objects.filter(pk=link.pk, used=None).update(used=context.now) != 1:
        raise Conflict("This link has been used already. Make a new one with: firstlight sign-in-link")
    return Done.one(link.user, _subject(link.user), after={"used": context.now})


def _subject(user: User) -> Subject:
    return Subject("user", str(user.pk), user.name)
