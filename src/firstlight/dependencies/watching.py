"""Asking health addresses how services do. Called by the background loop, by as many workers as there are.

An answer changes what is known only when it differs: the ledger has the moments at which a service went and came back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Q, QuerySet

from firstlight.dependencies import stores
from firstlight.dependencies.actions import note_service
from firstlight.dependencies.models import Dependency, HealthProbe, ServiceState
from firstlight.dependencies.rules.services import (
    AGAIN,
    BAD_IN_A_ROW,
    EVERY,
    MOST_BYTES,
    MOST_REDIRECTS,
    bad_answer,
    held_by_hand,
)
from firstlight.kernel.context import Context
from firstlight.kernel.reaching import Outcome, amiss_in_address, ask
from firstlight.workspace.models import Project
from firstlight.workspace.roles import HEALTH_WATCH

#: Addresses that one worker asks in one turn, at the same time.
TURN = 5
#: Seconds for one address, redirects included.
SECONDS = 10.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {"User-Agent": "Firstlight", "Accept": "application/json, */*;q=0.5"}

Clock = Callable[[], datetime]


def waits(now: datetime) -> bool:
    """Whether an address is due. One query."""
    watched = Dependency.objects.filter(in_scope=True).exclude(health_address="")
    free = Q(probe__held_until=None) | Q(probe__held_until__lte=now)
    return watched.filter(Q(probe=None) | (Q(probe__due__lte=now) & free)).exists()


def watch_due(clock: Clock, holder: str) -> int:
    """Ask the addresses that are due, and note what changed. Returns how many were asked."""
    stores.begin_probes(clock())
    held = [one for one in _due(clock())[:TURN] if stores.hold_probe(one, holder, clock())]
    if not held:
        return 0
    private = settings.HEALTH_PRIVATE
    with ThreadPoolExecutor(TURN) as asking:  # no thread of these touches the database
        outcomes = list(asking.map(lambda one: look(one.dependency.health_address, private=private), held))
    for probe, outcome in zip(held, outcomes, strict=True):
        _note(probe, outcome, clock(), holder)
    return len(held)


def _due(now: datetime) -> QuerySet[HealthProbe]:
    watched = HealthProbe.objects.filter(dependency__in_scope=True, due__lte=now).exclude(dependency__health_address="")
    return watched.select_related("dependency__project", "dependency__service").order_by("due")


def look(address: str, *, private: bool) -> Outcome:
    """The answer of an address, behind at most three redirects, each of which is checked before it is asked."""
    until = time.monotonic() + SECONDS
    outcome = Outcome(None, 0, "it leads round in a circle")
    for _redirect in range(MOST_REDIRECTS + 1):
        if amiss := amiss_in_address(address, private=private):
            return Outcome(None, outcome.milliseconds, f"it leads to an address that is not asked: {amiss}")
        left = until - time.monotonic()
        if left <= 0:
            return Outcome(None, outcome.milliseconds, f"no answer within {round(SECONDS)} s")
        outcome = ask("GET", address, private=private, headers=_HEADERS, most=MOST_BYTES, seconds=left)
        if outcome.status not in _REDIRECTS or not outcome.location:
            return outcome
        address = urljoin(address, outcome.location)
    return Outcome(None, outcome.milliseconds, f"more than {MOST_REDIRECTS} redirects")


def _note(probe: HealthProbe, outcome: Outcome, now: datetime, holder: str) -> None:
    """What the answer says of the service; nothing where somebody has seen it themselves lately."""
    row = probe.dependency
    bad = outcome.reason if outcome.status is None else bad_answer(outcome.status, outcome.kind, outcome.body)
    due = now + (AGAIN if bad and probe.failures + 1 < BAD_IN_A_ROW else EVERY)
    failures = stores.settle_probe(probe, holder, bad=bad, milliseconds=outcome.milliseconds, now=now, due=due)
    known: ServiceState | None = getattr(row, "service", None)
    project = Project.objects.get(pk=row.project_id)
    inside = now + project.clock_offset
    if failures is None or 0 < failures < BAD_IN_A_ROW:
        return
    if known and held_by_hand(known.by, known.seen, row.cadence_days, inside):
        return
    works = failures == 0
    if known and not known.by and (known.state == ServiceState.State.WORKS) == works:
        stores.seen_again(known, inside)
    else:
        note_service(Context(HEALTH_WATCH, inside, project), row, works=works, reason=bad)
