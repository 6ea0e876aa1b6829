"""What the background loop notes of deliveries. Every change is made only by who holds the subscription."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from firstlight.kernel.reaching import Outcome, wait_after
from firstlight.webhooks.models import Delivery, Subscription
from firstlight.webhooks.rules import MOST_GIVEN_UP

#: How long a worker holds a subscription; longer than any one delivery takes.
HELD = timedelta(seconds=90)
#: How long the log is kept.
KEPT = timedelta(days=30)


def hold(subscription: Subscription, holder: str, now: datetime) -> bool:
    """Take a subscription; False when another worker has it."""
    free = Q(held_until=None) | Q(held_until__lte=now)
    taken = Subscription.objects.filter(free, pk=subscription.pk).update(holder=holder, held_until=now + HELD)
    if taken:
        subscription.refresh_from_db()
    return bool(taken)


def let_go(subscription: Subscription, holder: str) -> None:
    """Leave it to others."""
    Subscription.objects.filter(pk=subscription.pk, holder=holder).update(holder="", held_until=None)


def settle(
    subscription: Subscription, holder: str, sequence: int, action: str, outcome: Outcome, now: datetime
) -> bool:
    """Note what came of an attempt, and where to go on. False when it was taken away or set back in between."""
    attempt = subscription.attempts + 1
    wait = None if outcome.ok else wait_after(attempt)
    given_up = not outcome.ok and wait is None
    if outcome.ok or given_up:
        in_a_row = subscription.given_up_in_a_row + 1 if given_up else 0
        changes: dict[str, Any] = {"delivered": sequence, "attempts": 0, "next_attempt": None}
        changes["given_up_in_a_row"] = in_a_row
        if in_a_row >= MOST_GIVEN_UP:
            changes["state"] = Subscription.State.STOPPED
    else:
        changes = {"attempts": attempt, "next_attempt": now + (wait or timedelta())}
    kind = (
        Delivery.Outcome.DELIVERED if outcome.ok else Delivery.Outcome.GIVEN_UP if given_up else Delivery.Outcome.FAILED
    )
    with transaction.atomic():
        _log(subscription, sequence, action, attempt, kind, outcome, now)
        rows = Subscription.objects.filter(pk=subscription.pk, holder=holder, delivered=subscription.delivered)
        settled = rows.update(**changes, held_until=now + HELD) == 1
    for name, value in changes.items():
        setattr(subscription, name, value)
    return settled


def settle_test(subscription: Subscription, action: str, outcome: Outcome, now: datetime) -> None:
    """Note what came of a test. It moves nothing else."""
    kind = Delivery.Outcome.DELIVERED if outcome.ok else Delivery.Outcome.FAILED
    with transaction.atomic():
        Subscription.objects.filter(pk=subscription.pk).update(test_wanted=False)
        _log(subscription, None, action, 1, kind, outcome, now)


def pass_over(subscription: Subscription, holder: str, sequence: int) -> None:
    """Nothing up to that entry is wanted."""
    rows = Subscription.objects.filter(pk=subscription.pk, holder=holder, delivered=subscription.delivered)
    rows.update(delivered=sequence)


def forget(now: datetime) -> int:
    """Remove old lines of the log. Returns how many."""
    gone, _ = Delivery.objects.filter(at__lt=now - KEPT).delete()
    return gone


def _log(
    subscription: Subscription,
    sequence: int | None,
    action: str,
    attempt: int,
    kind: Delivery.Outcome,
    outcome: Outcome,
    now: datetime,
) -> None:
    Delivery.objects.create(
        subscription=subscription, sequence=sequence, action=action, attempt=attempt, at=now,
        milliseconds=outcome.milliseconds, status=outcome.status, outcome=kind, reason=outcome.reason[:300],
    )  # fmt: skip
