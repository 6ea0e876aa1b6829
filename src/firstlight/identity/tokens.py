"""Tokens that open something are never kept, only their digests."""

from __future__ import annotations

import hashlib

from firstlight.identity.models import User
from firstlight.kernel.actions import Subject
from firstlight.kernel.context import Context
from firstlight.kernel.errors import NotFound


def digest_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def subject_of(user: User) -> Subject:
    """How the ledger names an account."""
    return Subject("user", str(user.pk), user.name)


def check_own(context: Context, user: User) -> None:
    """Raises NotFound when a person reaches for the account of another."""
    if context.actor.kind != "person" or context.actor.id != str(user.pk):
        raise NotFound("There is nothing here.")
