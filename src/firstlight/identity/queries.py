"""Reading accounts and links."""

from __future__ import annotations

from datetime import datetime

from firstlight.identity.actions import digest_of
from firstlight.identity.models import SignInLink, User


def holder_of(token: str, now: datetime) -> User | None:
    """Whom a link would sign in. None when it never was, has been used or has expired. Uses nothing up."""
    link = SignInLink.objects.select_related("user").filter(token_digest=digest_of(token), used=None).first()
    return link.user if link and link.expires > now and link.user.is_active else None
