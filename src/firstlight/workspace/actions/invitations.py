"""Invitations: made, revoked, accepted."""

from __future__ import annotations

import secrets
from datetime import timedelta

from firstlight.identity.actions import add_user, digest_of
from firstlight.identity.models import User
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, Refused
from firstlight.workspace import audit, policies
from firstlight.workspace.models import Invitation, Person
from firstlight.workspace.queries import check_person_here

#: How long an invitation can be accepted.
INVITED_FOR = timedelta(days=14)


@action(policy=policies.MAY_INVITE, record=audit.PERSON_INVITED)
def invite(context: Context, person: Person) -> Done[tuple[Invitation, str]]:
    """A new invitation and its token, which is returned once. One that was open before leads nowhere from now on.

    Raises Invalid without a mail address, Conflict for somebody who has an account here already.
    """
    check_person_here(context, person)
    if not person.email:
        raise Invalid(f"{person.name} has no mail address; write it down first. It is what they sign in with.")
    if Person.objects.filter(pk=person.pk).exclude(user=None).exists():
        raise Conflict(f"{person.name} has an account in this project already.")
    person.invitations.filter(accepted=None, revoked=None).update(revoked=context.now)
    token = secrets.token_urlsafe(24)
    made = Invitation.objects.create(
        person=person,
        email=person.email.strip().lower(),
        token_digest=digest_of(token),
        made=context.now,
        made_by=context.actor.name,
        expires=context.now + INVITED_FOR,
    )
    return Done.one((made, token), _subject(person), after={"mail": made.email, "expires": made.expires})


@action(policy=policies.MAY_INVITE, record=audit.INVITATION_REVOKED)
def revoke_invitation(context: Context, person: Person) -> Done[int]:
    """The open invitation of somebody leads nowhere from now on."""
    check_person_here(context, person)
    count = person.invitations.filter(accepted=None, revoked=None).update(revoked=context.now)
    if not count:
        return Done.nothing(0)
    return Done.one(count, _subject(person), before={"revoked": None}, after={"revoked": context.now})


@action(policy=policies.MAY_ACCEPT_INVITATIONS, record=audit.INVITATION_ACCEPTED)
def accept_invitation(context: Context, invitation: Invitation, *, name: str, signed_in: User | None) -> Done[User]:
    """From now on the account of the invited address is that person in the project; a new one is made if there is none.

    An account that exists is only tied when it is signed in: an invitation is no way into somebody's account. Raises
    Conflict for an invitation that was accepted or taken back in the meantime.
    """
    person = invitation.person
    check_person_here(context, person)
    existing = User.objects.filter(email=invitation.email).first()
    if existing and (signed_in is None or signed_in.pk != existing.pk):
        raise Refused(f"There is an account of {invitation.email} already. Sign in with it, then open this link again.")
    still = Invitation.objects.filter(pk=invitation.pk, accepted=None, revoked=None, expires__gt=context.now)
    if still.update(accepted=context.now) != 1:
        raise Conflict("This invitation was accepted or taken back already. If it was you, sign in.")
    user = existing or add_user(context, email=invitation.email, name=name)
    if Person.objects.filter(project_id=person.project_id, user=user).exclude(pk=person.pk).exists():
        raise Conflict(f"{user.name} is in this project already, as somebody else.")
    if Person.objects.filter(pk=person.pk, user=None).update(user=user) != 1:
        raise Conflict(f"{person.name} has an account in this project already.")
    return Done.one(user, _subject(person), before={"account": None}, after={"account": user.email})


def _subject(person: Person) -> Subject:
    return Subject("person", person.ref, person.name)
