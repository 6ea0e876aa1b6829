"""Comparing and judging passwords. Slow on purpose, so never inside the transaction of an action."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator

from firstlight.identity.models import User
from firstlight.identity.rules import LONGEST, password_problem


def is_right(user: User | None, password: str) -> bool:
    """Whether it is the person's password. Takes as long for somebody who does not exist or has none."""
    tried = password[:LONGEST]
    if user is None or not user.is_active or not user.has_usable_password():
        make_password(tried)
        return False
    return check_password(tried, user.password)


def problem_of(password: str, user: User) -> str:
    """Why this password will not do for this person, as a sentence; empty when it will."""
    own = (user.email, user.email.partition("@")[0], user.name, "firstlight")
    return password_problem(password, own_words=own, common=_common())


@cache
def _common() -> frozenset[str]:
    """The twenty thousand passwords that Django knows to be tried first."""
    return frozenset(CommonPasswordValidator().passwords)
