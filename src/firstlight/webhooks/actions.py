"""Subscribing, changing, setting back. The secret is given out once and stands in no table and no ledger."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from firstlight.contracts.tables import Problem
from firstlight.kernel.actions import Done, Subject, action, actions
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.kernel.reaching import amiss_in_address
from firstlight.ledger.queries import head_of
from firstlight.webhooks import audit, policies
from firstlight.webhooks.models import Subscription
from firstlight.webhooks.rules import MOST_SUBSCRIPTIONS, OLD_SECRET_FOR, secret_of
from firstlight.workspace.queries import here


@action(policy=policies.MAY_SUBSCRIBE, record=audit.SUBSCRIBED)
def subscribe(context: Context, *, address: str, wanted: Sequence[str] = ()) -> Done[tuple[Subscription, str]]:
    """From now on the address is told what happens, or those actions of it. Returns the secret, once.

    Invalid for an address that may not be reached, or an action that cannot stand in a ledger.
    """
    project = here(context)
    _check(address, wanted)
    if Subscription.objects.filter(project=project).count() >= MOST_SUBSCRIPTIONS:
        raise Invalid(f"A project has at most {MOST_SUBSCRIPTIONS} webhooks. Remove one that is not needed.")
    made = Subscription.objects.create(
        project=project, uid=f"whk_{secrets.token_hex(8)}", address=address, actions=sorted(set(wanted)),
        salt=secrets.token_hex(16), made=context.now, made_by=context.actor.name, delivered=head_of(project).sequence,
    )  # fmt: skip
    return Done.one((made, _secret(made)), _subject(made), after=_facts(made))


@action(policy=policies.MAY_SUBSCRIBE, record=audit.CHANGED)
def change_subscription(
    context: Context, subscription: Subscription, *, address: str, wanted: Sequence[str], active: bool
) -> Done[Subscription]:
    """Another address, other actions, pause or go on. Going on starts again where it stopped."""
    _check_here(context, subscription)
    _check(address, wanted)
    before = _facts(subscription)
    state = Subscription.State.ACTIVE if active else Subscription.State.PAUSED
    stays = not active and subscription.state == Subscription.State.STOPPED
    subscription.address, subscription.actions = address, sorted(set(wanted))
    subscription.state = subscription.state if stays else state
    after = _facts(subscription)
    if before == after:
        return Done.nothing(subscription)
    changed = {"address": address, "actions": subscription.actions, "state": subscription.state}
    fresh = {"attempts": 0, "next_attempt": None, "given_up_in_a_row": 0} if active else {}
    if Subscription.objects.filter(pk=subscription.pk).update(**changed, **fresh) != 1:
        raise NotFound("There is no such webhook.")
    return Done.one(subscription, _subject(subscription), before=before, after=after)


@action(policy=policies.MAY_SUBSCRIBE, record=audit.REMOVED)
def unsubscribe(context: Context, subscription: Subscription) -> Done[None]:
    """The address is told nothing more. Its log goes too; what happened stays in the ledger."""
    _check_here(context, subscription)
    before = _facts(subscription)
    subject = _subject(subscription)
    Subscription.objects.filter(pk=subscription.pk).delete()
    return Done.one(None, subject, before=before)


@action(policy=policies.MAY_SUBSCRIBE, record=audit.SECRET_MADE)
def make_secret(context: Context, subscription: Subscription) -> Done[str]:
    """A new secret, returned once. For a day everything is signed with the old one, too."""
    _check_here(context, subscription)
    salt, until = secrets.token_hex(16), context.now - _offset(context) + OLD_SECRET_FOR
    rows = Subscription.objects.filter(pk=subscription.pk, salt=subscription.salt)
    if rows.update(old_salt=subscription.salt, old_until=until, salt=salt) != 1:
        raise Conflict("Somebody else made a new secret at the same moment.")
    subscription.salt = salt
    return Done.one(_secret(subscription), _subject(subscription), after={"old_secret_until": until})


@action(policy=policies.MAY_SUBSCRIBE, record=audit.REPLAYED)
def replay_from(context: Context, subscription: Subscription, sequence: int) -> Done[Subscription]:
    """Send every entry from that number on again, in order. A stopped webhook goes on."""
    project = _check_here(context, subscription)
    head = head_of(project).sequence
    if not 1 <= sequence <= head + 1:
        problem = Problem("", f"expected a number from 1 to {head + 1}.", column="sequence", value=str(sequence))
        raise Invalid("There is no such entry.", problems=(problem,))
    before = {"delivered": subscription.delivered, "state": subscription.state}
    fresh: dict[str, Any] = {"delivered": sequence - 1, "state": Subscription.State.ACTIVE}
    rest = {"attempts": 0, "next_attempt": None, "given_up_in_a_row": 0, "holder": "", "held_until": None}
    Subscription.objects.filter(pk=subscription.pk).update(**fresh, **rest)
    subscription.refresh_from_db()
    return Done.one(subscription, _subject(subscription), before=before, after=fresh)


@action(policy=policies.MAY_SUBSCRIBE, record=audit.TESTED)
def ask_for_test(context: Context, subscription: Subscription) -> Done[Subscription]:
    """Have a test sent by the background loop. What came of it stands in the log within seconds."""
    _check_here(context, subscription)
    Subscription.objects.filter(pk=subscription.pk).update(test_wanted=True)
    return Done.one(subscription, _subject(subscription), after={"asked": context.now})


def known_actions() -> list[tuple[str, str]]:
    """Code and words of everything that can be subscribed to."""
    return sorted({(one.record.code, one.record.label) for _, one in actions.items()}, key=lambda pair: pair[1])


def _check(address: str, wanted: Sequence[str]) -> None:
    problems = []
    if amiss := amiss_in_address(address, private=settings.WEBHOOKS_PRIVATE):
        problems.append(Problem("", amiss, column="address", value=address[:200]))
    known = {code for code, _ in known_actions()}
    problems += [
        Problem("", "no action of that name can stand in a ledger.", column="actions", value=one[:100])
        for one in wanted
        if one not in known
    ]
    if problems:
        raise Invalid("The webhook cannot be kept like that.", problems=tuple(problems))


def _check_here(context: Context, subscription: Subscription) -> Any:
    project = here(context)
    if subscription.project_id != project.pk:
        raise NotFound("There is no such webhook.")
    return project


def _offset(context: Context) -> Any:
    """How far the project's clock is ahead: secrets are changed by the clock on the wall."""
    return here(context).clock_offset


def _secret(subscription: Subscription) -> str:
    return secret_of(settings.SECRET_KEY, subscription.salt)


def _facts(subscription: Subscription) -> dict[str, Any]:
    """What the ledger keeps. Of the address only whose it is: with some services the rest of it is a secret."""
    return {
        "host": urlsplit(subscription.address).hostname,
        "address_digest": hashlib.sha256(subscription.address.encode()).hexdigest()[:16],
        "actions": list(subscription.actions),
        "state": subscription.state,
    }


def _subject(subscription: Subscription) -> Subject:
    return Subject("webhook", subscription.uid, urlsplit(subscription.address).hostname or subscription.uid)
