"""Access tokens and webhooks as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from firstlight.access.models import Token
from firstlight.access.rules import REACHES
from firstlight.web import wording
from firstlight.webhooks.models import Delivery, Subscription

_STATES = {"active": "met", "paused": "not-applicable", "stopped": "unmet"}
_OUTCOMES = {"delivered": "met", "failed": "partly", "given-up": "unmet"}


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token, how it stands, and whether the viewer can revoke it."""

    token: Token
    reach: str
    state: str
    word: str
    revocable: bool


def token_lines(tokens: Iterable[Token], now: datetime) -> list[TokenLine]:
    """Every token with what became of it."""
    lines = []
    for token in tokens:
        word = _("Revoked") if token.revoked else _("Works") if token.works(now) else _("Expired")
        works = token.works(now)
        reach = wording.said(REACHES[token.reach].title)
        lines.append(TokenLine(token, reach, "met" if works else "not-applicable", word, works))
    return lines


@dataclass(frozen=True, slots=True)
class WebhookLine:
    """A webhook: whom it tells, of what, how it stands."""

    webhook: Subscription
    host: str
    what: str
    state: str
    word: str


def webhook_line(webhook: Subscription, labels: dict[str, str]) -> WebhookLine:
    """A webhook in words."""
    what = ", ".join(wording.said(labels.get(code, code)) for code in webhook.actions) or _("Everything that happens")
    word = wording.said(Subscription.State(webhook.state).label)
    if webhook.state == "active" and webhook.attempts:
        return WebhookLine(webhook, _host(webhook), what, "partly", _("Fails, is tried again"))
    return WebhookLine(webhook, _host(webhook), what, _STATES[webhook.state], word)


def _host(webhook: Subscription) -> str:
    return urlsplit(webhook.address).hostname or webhook.address


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """An attempt and how it went."""

    delivery: Delivery
    at: datetime
    label: str
    state: str
    word: str


def delivery_lines(deliveries: Iterable[Delivery], labels: dict[str, str], ahead: timedelta) -> list[DeliveryLine]:
    """The log in words. `ahead` is how far the project's clock is ahead of the one by which things are sent."""
    return [
        DeliveryLine(
            one,
            one.at + ahead,
            wording.said(labels.get(one.action, _("Test"))),
            _OUTCOMES[one.outcome],
            wording.said(Delivery.Outcome(one.outcome).label),
        )
        for one in deliveries
    ]
