"""Events: written in the transaction of their cause, delivered after commit, handled at least once.

A handler is called with a context of its own (a named system actor) and must be idempotent: the same event
may come twice when the program died between handling and marking it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction

from firstlight.contracts.events import Event
from firstlight.kernel.context import Context
from firstlight.kernel.registries import Registry

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)

E = TypeVar("E", bound=Event)

#: After so many failures an event is left for a person to look at.
MOST_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Handler:
    """Who acts on an event."""

    kind: type[Event]
    handle: Callable[[Any, datetime], None]


handlers: Registry[Handler] = Registry("event handler")


def handles(kind: type[E]) -> Callable[[Callable[[E, datetime], None]], Callable[[E, datetime], None]]:
    """Register a handler: `(event, now)`. It runs in a transaction of its own."""

    def register(handle: Callable[[E, datetime], None]) -> Callable[[E, datetime], None]:
        handlers.register(f"{handle.__module__}.{handle.__qualname__}", Handler(kind, handle))
        return handle

    return register


def publish(context: Context, events: Iterable[Event]) -> None:
    """Store events in the running transaction and deliver them once it is committed."""
    from firstlight.kernel.models import OutboxEvent

    rows = [
        OutboxEvent(
            kind=type(event).__name__,
            project=event.project,
            facts=json.dumps(asdict(event), sort_keys=True),
            request_id=context.request_id,
            published=context.now,
        )
        for event in events
    ]
    for row in rows:
        row.save()
        transaction.on_commit(lambda pk=row.pk: deliver(pk, context.now), robust=True)  # type: ignore[misc]


def deliver(pk: int, now: datetime) -> bool:
    """Hand one stored event to its handlers. False when a handler failed: the reason is kept, nothing raises."""
    from firstlight.kernel.models import OutboxEvent

    try:
        with transaction.atomic():
            row = OutboxEvent.objects.select_for_update().get(pk=pk)
            if row.state == OutboxEvent.State.DELIVERED:
                return True
            for handler in _handlers_of(row.kind):
                handler.handle(handler.kind(**json.loads(row.facts)), now)
            OutboxEvent.objects.filter(pk=pk).update(
                state=OutboxEvent.State.DELIVERED, attempts=row.attempts + 1, reason=""
            )
        return True
    except Exception as error:  # a broken handler must never break the action that has already been committed
        log.exception("event %s was not handled", pk)
        failed = OutboxEvent.objects.get(pk=pk)
        OutboxEvent.objects.filter(pk=pk).update(
            state=OutboxEvent.State.FAILED, attempts=failed.attempts + 1, reason=f"{type(error).__name__}: {error}"
        )
        return False


def waits(now: datetime) -> bool:
    """Whether an event waits that its own program should have delivered by now. One query."""
    from firstlight.kernel.models import OutboxEvent

    left = OutboxEvent.objects.exclude(state=OutboxEvent.State.DELIVERED).filter(attempts__lt=MOST_ATTEMPTS)
    return left.exists()


def deliver_waiting(now: datetime) -> tuple[int, int]:
    """Deliver what a crash left behind, oldest first. Returns how many were delivered and how many failed."""
    from firstlight.kernel.models import OutboxEvent

    left = (
        OutboxEvent.objects.exclude(state=OutboxEvent.State.DELIVERED)
        .filter(attempts__lt=MOST_ATTEMPTS)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    outcome = [deliver(pk, now) for pk in list(left)]
    return outcome.count(True), outcome.count(False)


def _handlers_of(kind: str) -> list[Handler]:
    return [handler for _, handler in handlers.items() if handler.kind.__name__ == kind]
