"""Codes: of an authenticator app, and those on paper for the day it is lost."""

from __future__ import annotations

import secrets

from firstlight.identity import audit, policies
from firstlight.identity.models import AuthenticatorApp, RecoveryCode, User
from firstlight.identity.rules import counter_of
from firstlight.identity.sealing import open_sealed, seal
from firstlight.identity.tokens import check_own, digest_of, subject_of
from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid

#: How many recovery codes there are; letters and digits that nobody takes for another.
HOW_MANY = 10
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"

_WRONG = "This code is not right, or was used already. Wait for the next one and type all six digits."
_WRONG_RECOVERY = "This recovery code is not right, or was used already."


@action(policy=policies.MAY_CHANGE_OWN_ACCOUNT, record=audit.APP_ADDED)
def add_authenticator_app(context: Context, user: User, *, secret: bytes, code: str) -> Done[AuthenticatorApp]:
    """Ask for codes from now on. The first code proves that the app has the secret, and cannot be used again."""
    check_own(context, user)
    counter = counter_of(secret, code, context.now)
    if counter is None:
        raise Invalid("This code does not fit. Type the six digits that the app shows now.", code="code-wrong")
    if AuthenticatorApp.objects.filter(user=user).exists():
        raise Conflict("There is an authenticator app already. Remove it first.")
    app = AuthenticatorApp.objects.create(
        user=user, sealed_secret=seal(secret), since=context.now, last_counter=counter
    )
    return Done.one(app, subject_of(user), after={"authenticator app": "added"})


@action(policy=policies.MAY_CHANGE_OWN_ACCOUNT, record=audit.APP_REMOVED)
def remove_authenticator_app(context: Context, user: User) -> Done[None]:
    """Ask for no codes any more. Raises Conflict when there was no app."""
    check_own(context, user)
    if not AuthenticatorApp.objects.filter(user=user).delete()[0]:
        raise Conflict("There is no authenticator app any more.")
    return Done.one(None, subject_of(user), before={"authenticator app": "added"})


@action(policy=policies.MAY_SIGN_IN, record=audit.CODE_USED)
def use_code(context: Context, user: User, code: str) -> Done[User]:
    """Take a code, once: neither it nor an older one is taken again. Raises Invalid for a wrong or used one."""
    app = AuthenticatorApp.objects.filter(user=user).first()
    counter = counter_of(open_sealed(app.sealed_secret), code, context.now) if app else None
    if app is None or counter is None:
        raise Invalid(_WRONG, code="code-wrong")
    newer = AuthenticatorApp.objects.filter(pk=app.pk, last_counter__lt=counter)
    if newer.update(last_counter=counter, last_used=context.now) != 1:
        raise Invalid(_WRONG, code="code-used")
    return Done.one(user, subject_of(user), after={"code": "taken"})


@action(policy=policies.MAY_CHANGE_OWN_ACCOUNT, record=audit.RECOVERY_CODES_MADE)
def make_recovery_codes(context: Context, user: User) -> Done[tuple[str, ...]]:
    """New recovery codes. They are returned once and cannot be read again; older ones stop working."""
    check_own(context, user)
    gone, _ = RecoveryCode.objects.filter(user=user).delete()
    codes = tuple(f"{_part()}-{_part()}" for _ in range(HOW_MANY))
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=digest_of(code)) for code in codes)
    return Done.one(codes, subject_of(user), before={"codes": gone}, after={"codes": len(codes)})


@action(policy=policies.MAY_SIGN_IN, record=audit.RECOVERY_CODE_USED)
def use_recovery_code(context: Context, user: User, code: str) -> Done[int]:
    """Take a recovery code, once. Returns how many are left. Raises Invalid for a wrong or used one."""
    typed = "".join(code.lower().replace("-", "").split())
    mine = RecoveryCode.objects.filter(user=user, used=None)
    if mine.filter(digest=digest_of(f"{typed[:5]}-{typed[5:]}")).update(used=context.now) != 1:
        raise Invalid(_WRONG_RECOVERY, code="code-wrong")
    left = mine.count()
    return Done.one(left, subject_of(user), after={"codes left": left})


@action(policy=policies.MAY_RESET, record=audit.SECOND_FACTOR_RESET)
def reset_second_factor(context: Context, user: User) -> Done[bool]:
    """Take away app, passkeys and recovery codes of somebody who has lost them all. Their sessions end.

    Returns whether there was anything to take away.
    """
    before = {"passkeys": user.passkeys.count(), "apps": AuthenticatorApp.objects.filter(user=user).count()}
    codes = RecoveryCode.objects.filter(user=user)
    if not any(before.values()) and not codes.exists():
        return Done.nothing(False)
    user.passkeys.all().delete()
    AuthenticatorApp.objects.filter(user=user).delete()
    codes.delete()
    User.objects.filter(pk=user.pk).update(session_round=user.session_round + 1)
    return Done.one(True, subject_of(user), before=before, after={"passkeys": 0, "apps": 0})


def _part() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(5))
