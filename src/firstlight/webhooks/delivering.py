"""Telling subscribers, each in the order of the ledger, at least once. Called by the background loop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from firstlight.kernel.reaching import Outcome, ask
from firstlight.ledger.queries import head_of
from firstlight.webhooks import stores
from firstlight.webhooks.models import Subscription
from firstlight.webhooks.queries import next_entry, with_work
from firstlight.webhooks.rules import TEST, body_of, secret_of, signature, test_body

#: Entries sent to one subscriber before the next one has its turn.
TURN = 50

Clock = Callable[[], datetime]


def deliver_waiting(clock: Clock, holder: str) -> int:
    """Send what waits, subscriber by subscriber. Returns how many requests were made.

    A worker that dies between an answer and its note makes the next one send the same entry again: under the same id.
    """
    sent = 0
    for subscription in with_work(clock()):
        if not stores.hold(subscription, holder, clock()):
            continue
        try:
            sent += _test(subscription, clock) + _entries(subscription, clock, holder)
        finally:
            stores.let_go(subscription, holder)
    return sent


def _test(subscription: Subscription, clock: Clock) -> int:
    if not subscription.test_wanted:
        return 0
    outcome = _send(
        subscription, TEST, f"test:{subscription.uid}", test_body(subscription.project.slug, clock()), clock
    )
    stores.settle_test(subscription, TEST, outcome, clock())
    return 1


def _entries(subscription: Subscription, clock: Clock, holder: str) -> int:
    sent = 0
    while sent < TURN and subscription.state == Subscription.State.ACTIVE and not _waits(subscription, clock()):
        # The head first: what is appended after it is looked at next time, and passed over by nobody.
        head = head_of(subscription.project).sequence
        entry = next_entry(subscription)
        if entry is None:
            if head > subscription.delivered:
                stores.pass_over(subscription, holder, head)
            break
        body = body_of(subscription.project.slug, entry)
        outcome = _send(subscription, entry.action, f"{entry.stream}:{entry.sequence}", body, clock)
        sent += 1
        if not stores.settle(subscription, holder, entry.sequence, entry.action, outcome, clock()):
            break
    return sent


def _waits(subscription: Subscription, now: datetime) -> bool:
    return subscription.next_attempt is not None and subscription.next_attempt > now


def _send(subscription: Subscription, action: str, event: str, body: bytes, clock: Clock) -> Outcome:
    now = clock()
    salts = [subscription.salt]
    if subscription.old_salt and subscription.old_until and subscription.old_until > now:
        salts.append(subscription.old_salt)
    timestamp = int(now.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Firstlight",
        "Firstlight-Action": action,
        "Firstlight-Event": event,
        "Firstlight-Timestamp": str(timestamp),
        "Firstlight-Signature": signature((secret_of(settings.SECRET_KEY, salt) for salt in salts), timestamp, body),
    }
    return ask("POST", subscription.address, body=body, headers=headers, private=settings.WEBHOOKS_PRIVATE)
