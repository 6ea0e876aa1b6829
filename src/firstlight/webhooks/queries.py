"""Reading subscriptions and their logs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.ledger.models import Entry, Head
from firstlight.ledger.queries import FIELDS
from firstlight.ledger.rules import EntryFacts
from firstlight.webhooks.models import Delivery, Subscription


def subscriptions_of(project: ProjectLike) -> list[Subscription]:
    """The webhooks of a project, oldest first."""
    return list(Subscription.objects.filter(project_id=project.pk))


def subscription_named(project: ProjectLike, uid: str) -> Subscription:
    """A webhook of the project. NotFound when there is none of that name."""
    found = Subscription.objects.filter(project_id=project.pk, uid=uid).first()
    if found is None:
        raise NotFound("There is no such webhook.")
    return found


def deliveries_of(subscription: Subscription) -> QuerySet[Delivery]:
    """The log, newest first."""
    return Delivery.objects.filter(subscription=subscription).order_by("-pk")


def anybody_listens() -> bool:
    """Whether any project has a webhook at work. One query."""
    return Subscription.objects.filter(state=Subscription.State.ACTIVE).exists()


def listening(project: ProjectLike, action: str) -> bool:
    """Whether a webhook of the project is at work that wants to be told of an action. One query."""
    rows = Subscription.objects.filter(project_id=project.pk, state=Subscription.State.ACTIVE)
    return any(not wanted or action in wanted for wanted in rows.values_list("actions", flat=True))


def attempts_at(project: ProjectLike, action: str, *, most: int = 100) -> list[Delivery]:
    """The newest attempts to tell of an action, with whom they were for. One query."""
    rows = Delivery.objects.filter(subscription__project_id=project.pk, action=action, sequence__isnull=False)
    return list(rows.select_related("subscription").order_by("-pk")[:most])


def with_work(now: datetime) -> list[Subscription]:
    """Webhooks that have something to send now and that nobody is sending for. Two queries."""
    free = Q(held_until=None) | Q(held_until__lte=now)
    due = Q(next_attempt=None) | Q(next_attempt__lte=now)
    working = Q(state=Subscription.State.ACTIVE) & due
    rows = list(Subscription.objects.filter(free, working | Q(test_wanted=True)).select_related("project"))
    uids = {row.project.uid for row in rows}
    heads = dict(Head.objects.filter(stream__in=uids).values_list("stream", "sequence")) if uids else {}
    return [row for row in rows if row.test_wanted or heads.get(row.project.uid, 0) > row.delivered]


def next_entry(subscription: Subscription) -> EntryFacts | None:
    """The first entry after what was dealt with that the subscription wants to know of. One query."""
    rows = Entry.objects.filter(stream=subscription.project.uid, sequence__gt=subscription.delivered)
    if subscription.actions:
        rows = rows.filter(action__in=subscription.actions)
    found = rows.order_by("sequence").values_list(*FIELDS).first()
    return EntryFacts(*found) if found else None
