"""Webhooks: which addresses are told what happens, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from firstlight.api.doors import visit
from firstlight.api.paging import SIZE, Cursor, Limit, newest_first
from firstlight.api.shapes import Given, Number, Ref, Slug, Told, reaches, reading, writing
from firstlight.webhooks import actions
from firstlight.webhooks.models import Subscription
from firstlight.webhooks.policies import MAY_SUBSCRIBE
from firstlight.webhooks.queries import deliveries_of, subscription_named, subscriptions_of

router = Router()

_AT = "/projects/{slug}/webhooks"


class WebhookTold(Told):
    """A webhook. `delivered` is the number of the last ledger entry that was dealt with."""

    id: str
    address: str
    actions: list[str] = Field(description="Codes of the actions that are told; empty: all.")
    state: str
    made: datetime
    made_by: str
    delivered: int
    attempts: int = Field(description="Failed attempts at the entry that is next.")
    next_attempt: datetime | None


class WebhookMade(WebhookTold):
    """A new webhook with its secret, which is not shown again."""

    secret: str


class SecretTold(Told):
    """A secret, which is not shown again."""

    secret: str


class DeliveryTold(Told):
    """One attempt. `sequence` is null for a test."""

    id: int
    sequence: int | None
    action: str
    attempt: int
    at: datetime
    milliseconds: int
    status: int | None
    outcome: str
    reason: str


class WebhookGiven(Given):
    """Where to, and what of."""

    address: str = Field(min_length=1, max_length=500)
    actions: list[Ref] = Field(default=[], max_length=200)


class WebhookChange(WebhookGiven):
    """The same, and whether it is to run."""

    active: bool = True


class ReplayGiven(Given):
    """From which ledger entry on."""

    sequence: Number


@router.get(_AT, response=reading(list[WebhookTold]))
def list_webhooks(request: HttpRequest, slug: Slug) -> Any:
    """The webhooks of the project."""
    here = visit(request, slug, MAY_SUBSCRIBE)
    return [_told(one) for one in subscriptions_of(here.project)]


def _told(one: Subscription) -> dict[str, Any]:
    names = ("address", "actions", "state", "made", "made_by", "delivered", "attempts", "next_attempt")
    return {**{name: getattr(one, name) for name in names}, "id": one.uid}


@router.post(_AT, response=writing(WebhookMade, 201))
@reaches(actions.subscribe)
def add_webhook(request: HttpRequest, response: HttpResponse, slug: Slug, given: WebhookGiven) -> Any:
    """Have an address told what happens from now on. The answer holds the secret that signs what is sent."""
    here = visit(request, slug, MAY_SUBSCRIBE)
    made, secret = actions.subscribe(here.context, address=given.address, wanted=given.actions)
    response.holds_a_secret = True  # type: ignore[attr-defined]
    response.headers["Location"] = f"/api/v1/projects/{slug}/webhooks/{made.uid}"
    return Status(201, {**_told(made), "secret": secret})


@router.get(_AT + "/{uid}", response=reading(WebhookTold))
def get_webhook(request: HttpRequest, slug: Slug, uid: Ref) -> Any:
    """One webhook."""
    here = visit(request, slug, MAY_SUBSCRIBE)
    return _told(subscription_named(here.project, uid))


@router.put(_AT + "/{uid}", response=writing(WebhookTold))
@reaches(actions.change_subscription)
def change_webhook(request: HttpRequest, slug: Slug, uid: Ref, given: WebhookChange) -> Any:
    """Another address or other actions; pause it, or let it go on where it stopped."""
    here = visit(request, slug, MAY_SUBSCRIBE)
    found = subscription_named(here.project, uid)
    changed = actions.change_subscription(
        here.context, found, address=given.address, wanted=given.actions, active=given.active
    )
    return _told(changed)


@router.delete(_AT + "/{uid}", response=writing(None, 204))
@reaches(actions.unsubscribe)
def remove_webhook(request: HttpRequest, slug: Slug, uid: Ref) -> Any:
    """Tell the address nothing more."""
    here = visit(request, slug, MAY_SUBSCRIBE)
    actions.unsubscribe(here.context, subscription_named(here.project, uid))
    return Status(204, None)


@router.post(_AT + "/{uid}/secret", response=writing(SecretTold))
@reaches(actions.make_secret)
def make_webhook_secret(request: HttpRequest, response: HttpResponse, slug: Slug, uid: Ref) -> Any:
    """A new secret. For a day everything is signed with the old one, too."""
    here = visit(request, slug, MAY_SUBSCRIBE)
    response.holds_a_secret = True  # type: ignore[attr-defined]
    return {"secret": actions.make_secret(here.context, subscription_named(here.project, uid))}


@router.post(_AT + "/{uid}/replay", response=writing(WebhookTold))
@reaches(actions.replay_from)
def replay_webhook(request: HttpRequest, slug: Slug, uid: Ref, given: ReplayGiven) -> Any:
    """Send every entry from a number on again."""
    here = visit(request, slug, MAY_SUBSCRIBE)
    return _told(actions.replay_from(here.context, subscription_named(here.project, uid), given.sequence))


@router.post(_AT + "/{uid}/test", response=writing(WebhookTold, 202))
@reaches(actions.ask_for_test)
def test_webhook(request: HttpRequest, slug: Slug, uid: Ref) -> Any:
    """Have a test sent. What came of it stands in the deliveries within seconds."""
    here = visit(request, slug, MAY_SUBSCRIBE)
    return Status(202, _told(actions.ask_for_test(here.context, subscription_named(here.project, uid))))


@router.get(_AT + "/{uid}/deliveries", response=reading(list[DeliveryTold]))
def list_deliveries(
    request: HttpRequest, response: HttpResponse, slug: Slug, uid: Ref, limit: Limit = SIZE, cursor: Cursor = ""
) -> Any:
    """What came of each attempt, newest first. Kept for thirty days."""
    here = visit(request, slug, MAY_SUBSCRIBE)
    rows = deliveries_of(subscription_named(here.project, uid))
    ahead = here.project.clock_offset
    return [
        {name: getattr(one, name) for name in DeliveryTold.model_fields} | {"at": one.at + ahead}
        for one in newest_first(request, response, rows, "pk", limit, cursor)
    ]
