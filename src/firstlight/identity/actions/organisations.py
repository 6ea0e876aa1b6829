"""Tying an account to the one that the organisation's own sign-in knows."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from firstlight.identity import audit, policies
from firstlight.identity.models import OrganisationAccount, User
from firstlight.identity.tokens import subject_of
from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict


@action(policy=policies.MAY_SIGN_IN, record=audit.ORGANISATION_TIED)
def tie_to_organisation(context: Context, user: User, *, issuer: str, subject: str) -> Done[User]:
    """Remember under which lasting name the organisation knows this person, so that a new mail address changes nothing.

    Raises Conflict when the name belongs to somebody else, or the person is known under another one: a mail address
    that went to a new colleague does not open the account of the old one.
    """
    known = OrganisationAccount.objects.filter(issuer=issuer, user=user).first()
    if known is not None and known.subject != subject:
        raise Conflict("The organisation's sign-in knows this mail address as somebody else now.")
    if known is not None:
        return Done.nothing(user)
    try:
        with transaction.atomic():
            OrganisationAccount.objects.create(user=user, issuer=issuer, subject=subject, tied=context.now)
    except IntegrityError as error:
        raise Conflict("The organisation's sign-in knows this person under another account.") from error
    return Done.one(user, subject_of(user), after={"issuer": issuer})
