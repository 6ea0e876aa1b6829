"""Making and using one-time links."""

from __future__ import annotations

import secrets
from datetime import timedelta

from firstlight.identity import audit, policies
from firstlight.identity.models import SignInLink, User
from firstlight.identity.tokens import digest_of, subject_of
from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, NotFound

#: How long a link from the terminal can be used.
LINK_LIFE = timedelta(hours=12)
#: How long a link that came by mail can be used: it lies in a mailbox.
MAILED_LINK_LIFE = timedelta(minutes=15)

_DEAD = "This link does not work or has expired. Ask for a new one on the sign-in page."


@action(policy=policies.MAY_MAKE_LINKS, record=audit.LINK_MADE)
def make_sign_in_link(context: Context, user: User) -> Done[str]:
    """A new token for a link. It is returned once and cannot be read again."""
    token = _new_link(context, user, LINK_LIFE)
    return Done.one(token, subject_of(user), after={"expires": context.now + LINK_LIFE})


@action(policy=policies.MAY_SIGN_IN, record=audit.LINK_ASKED)
def ask_for_link(context: Context, user: User) -> Done[str]:
    """A new token for a link that goes to the person's mail address, and nowhere else. Older ones stop working."""
    SignInLink.objects.filter(
        user=user, used=None, expires__gt=context.now, expires__lte=context.now + MAILED_LINK_LIFE
    ).update(used=context.now)
    token = _new_link(context, user, MAILED_LINK_LIFE)
    return Done.one(token, subject_of(user), after={"expires": context.now + MAILED_LINK_LIFE})


@action(policy=policies.MAY_USE_LINKS, record=audit.LINK_USED)
def use_sign_in_link(context: Context, token: str) -> Done[User]:
    """Show a link at the door. It works once: the second of two simultaneous uses is a Conflict.

    Raises NotFound for a token that never was, has expired, or belongs to a closed account.
    """
    link = SignInLink.objects.select_related("user").filter(token_digest=digest_of(token)).first()
    if link is None or link.expires <= context.now or not link.user.is_active:
        raise NotFound(_DEAD)
    if SignInLink.objects.filter(pk=link.pk, used=None).update(used=context.now) != 1:
        raise Conflict("This link has been used already. Ask for a new one on the sign-in page.")
    return Done.one(link.user, subject_of(link.user), after={"used": context.now})


def _new_link(context: Context, user: User, life: timedelta) -> str:
    token = secrets.token_urlsafe(24)
    SignInLink.objects.create(user=user, token_digest=digest_of(token), made=context.now, expires=context.now + life)
    return token
