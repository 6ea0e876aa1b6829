"""Adding, using and removing passkeys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from firstlight.identity import audit, passkeys, policies
from firstlight.identity.models import Passkey, UsedChallenge, User
from firstlight.identity.passkeys import ANSWER_WITHIN, Question, Site
from firstlight.identity.tokens import check_own, subject_of
from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound

#: Nobody has more devices than this; a script that adds passkeys stops here.
MOST = 20


@action(policy=policies.MAY_CHANGE_OWN_ACCOUNT, record=audit.PASSKEY_ADDED)
def add_passkey(
    context: Context, user: User, *, name: str, site: Site, question: Question, answer: Mapping[str, Any]
) -> Done[Passkey]:
    """Keep the public half of a passkey that the browser has just made. A question is answered once."""
    check_own(context, user)
    title = name.strip()[:100] or "Passkey"
    if user.passkeys.count() >= MOST:
        raise Invalid(f"There are {MOST} passkeys already. Remove one that is no longer used.")
    new = passkeys.read_new(site, question, answer)
    _spend(context, question)
    if Passkey.objects.filter(credential_id=new.credential_id).exists():
        raise Conflict("This passkey is known already.")
    made = Passkey.objects.create(
        user=user, name=title, credential_id=new.credential_id, credential=new.credential,
        sign_count=new.sign_count, added=context.now,
    )  # fmt: skip
    return Done.one(made, subject_of(user), after={"passkey": title, "number": made.pk})


@action(policy=policies.MAY_SIGN_IN, record=audit.PASSKEY_USED)
def use_passkey(
    context: Context, *, site: Site, question: Question, answer: Mapping[str, Any], user: User | None = None
) -> Done[User]:
    """Whose passkey signed the question; with `user` it has to be theirs. A question is answered once.

    Raises Invalid, always with the same words, for a passkey that is unknown, wrong, or of a closed account.
    """
    found = Passkey.objects.select_related("user").filter(credential_id=passkeys.named_in(answer)).first()
    if found is None or not found.user.is_active or (user is not None and found.user_id != user.pk):
        raise passkeys.wrong_passkey()
    count = passkeys.read_known(site, question, found, answer)
    _spend(context, question)
    Passkey.objects.filter(pk=found.pk).update(sign_count=count, last_used=context.now)
    return Done.one(found.user, subject_of(found.user), after={"passkey": found.name, "number": found.pk})


@action(policy=policies.MAY_CHANGE_OWN_ACCOUNT, record=audit.PASSKEY_REMOVED)
def remove_passkey(context: Context, user: User, number: int) -> Done[str]:
    """Forget a passkey: it signs nobody in any more. NotFound for one of somebody else."""
    check_own(context, user)
    passkey = Passkey.objects.filter(pk=number, user=user).first()
    if passkey is None:
        raise NotFound("There is nothing here.")
    if not Passkey.objects.filter(pk=number, user=user).delete()[0]:
        raise Conflict("This passkey was removed a moment ago.")
    return Done.one(passkey.name, subject_of(user), before={"passkey": passkey.name, "number": number})


def _spend(context: Context, question: Question) -> None:
    """Take the question as answered. Raises Conflict when another request was faster with the same answer."""
    question.check_age(context.now)
    UsedChallenge.objects.filter(used__lt=context.now - 2 * ANSWER_WITHIN).delete()
    try:
        with transaction.atomic():
            UsedChallenge.objects.create(digest=question.digest(), used=context.now)
    except IntegrityError as error:
        raise Conflict("This passkey was used for this already. Use it again.") from error
