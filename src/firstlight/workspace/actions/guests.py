"""Links for people without an account: made, used, revoked."""

from __future__ import annotations

import secrets
from datetime import timedelta

from firstlight.identity.actions import digest_of
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.workspace import audit, policies
from firstlight.workspace.guests import LONGEST_LIFE, Purpose
from firstlight.workspace.models import GuestLink
from firstlight.workspace.queries import here, speaker

#: Uses within so long of each other are one visit, and one entry in the ledger.
VISIT = timedelta(hours=1)


@action(policy=policies.MAY_SHARE, record=audit.GUEST_LINK_MADE)
def make_guest_link(
    context: Context, purpose: Purpose, *, subject: str = "", title: str, label: str = "", days: int = 14
) -> Done[tuple[GuestLink, str]]:
    """A link for one purpose and one subject, and its token, which is returned once and can never be read again.

    `title` says what it shows, `label` for whom it is meant. Refused without the right that the purpose asks for.
    Raises Invalid for a life of less than a day or more than the longest.
    """
    purpose.policy.check(context)
    if not 1 <= days <= LONGEST_LIFE.days:
        raise Invalid(f"A guest link lives between 1 and {LONGEST_LIFE.days} days, not {days}.")
    token = secrets.token_urlsafe(24)
    link = GuestLink.objects.create(
        project=here(context),
        ref=secrets.token_hex(4),
        purpose=purpose.ref,
        subject=subject,
        title=title,
        label=label.strip(),
        token_digest=digest_of(token),
        made=context.now,
        made_by=speaker(context),
        expires=context.now + timedelta(days=days),
    )
    after = {"purpose": link.purpose, "subject": link.subject, "for": link.label, "expires": link.expires}
    return Done.one((link, token), _subject(link), after=after)


@action(policy=policies.MAY_SHARE, record=audit.GUEST_LINK_REVOKED)
def revoke_guest_link(context: Context, ref: str) -> Done[GuestLink]:
    """From now on the link leads nowhere. One that is revoked already stays as it is."""
    link = GuestLink.objects.filter(project=here(context), ref=ref).first()
    if link is None:
        raise NotFound("There is no such guest link here.")
    if link.revoked:
        return Done.nothing(link)
    if GuestLink.objects.filter(pk=link.pk, revoked=None).update(revoked=context.now) != 1:
        raise Conflict("Somebody else revoked this link at the same moment.")
    link.revoked = context.now
    return Done.one(link, _subject(link), before={"revoked": None}, after={"revoked": context.now})


@action(policy=policies.MAY_USE_GUEST_LINKS, record=audit.GUEST_LINK_USED)
def use_guest_link(context: Context, link: GuestLink) -> Done[GuestLink]:
    """Remember that the link was used. Uses within an hour are one visit."""
    before = link.last_used
    if link.project_id != here(context).pk:
        raise NotFound("There is nothing here.")
    if before and context.now - before < VISIT:
        return Done.nothing(link)
    if GuestLink.objects.filter(pk=link.pk, last_used=before).update(last_used=context.now) != 1:
        return Done.nothing(link)
    link.last_used = context.now
    return Done.one(link, _subject(link), before={"last_used": before}, after={"last_used": context.now})


def _subject(link: GuestLink) -> Subject:
    return Subject("guest-link", link.ref, f"{link.title}, for {link.label}" if link.label else link.title)
