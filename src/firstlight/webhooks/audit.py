"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

SUBSCRIBED = Record("webhooks.subscription.added", "Webhook added")
CHANGED = Record("webhooks.subscription.changed", "Webhook changed")
REMOVED = Record("webhooks.subscription.removed", "Webhook removed")
SECRET_MADE = Record("webhooks.secret.made", "Webhook secret made anew")
REPLAYED = Record("webhooks.subscription.replayed", "Webhook set back")
TESTED = Record("webhooks.subscription.tested", "Webhook tested")
