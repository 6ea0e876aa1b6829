"""Work on offered rows: waiting, taken, done. Every change is a compare-and-set, so that one of several does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from firstlight.contracts.tables import Problem
from firstlight.intake.models import Offer
from firstlight.intake.queries import taken

#: Whoever works on rows says so within this time, or is gone. What it was doing is then taken up by another.
HELD = timedelta(minutes=2)
#: Problems that are kept of rows that were refused.
MOST_KEPT = 1_000

_FREE = {"holder": "", "held_until": None, "phase": ""}


def ask(offer: Offer, work: str, now: datetime) -> bool:
    """Put the rows out to be worked on; False when that was asked for already, or they are applied."""
    waiting = Offer.objects.filter(pk=offer.pk, applied=None, work="")
    return waiting.update(work=work, asked=now, tries=0, refusal={}, rows=taken(offer), **_FREE) == 1


def call_back(offer: Offer, now: datetime) -> bool:
    """Nobody is to apply them any more; False when somebody is at it."""
    waiting = due(now).filter(pk=offer.pk, work=Offer.Work.APPLY).order_by()
    return waiting.update(work="", tries=0, **_FREE) == 1


def due(now: datetime) -> QuerySet[Offer]:
    """What waits and nobody is at, in its order. A time further ahead than there can be one: the clock was set back."""
    free = Q(held_until=None) | Q(held_until__lte=now) | Q(held_until__gt=now + HELD)
    return Offer.objects.filter(free).exclude(work="").order_by("asked", "pk")


def take(pk: int, holder: str, now: datetime) -> bool:
    """Take what waits; False when another worker is at it, or nothing waits any more."""
    free = due(now).filter(pk=pk).order_by()
    return free.update(holder=holder, held_until=now + HELD, tries=F("tries") + 1) == 1


def tell(pk: int, holder: str, phase: str, now: datetime) -> bool:
    """Say how far it is; False when that took so long that it was given to another."""
    return Offer.objects.filter(pk=pk, holder=holder).update(phase=phase, held_until=now + HELD) == 1


def put_off(pk: int, holder: str, until: datetime) -> None:
    """Something broke that is no refusal: it is tried again then."""
    Offer.objects.filter(pk=pk, holder=holder).update(**_FREE | {"held_until": until})


def refuse(pk: int, holder: str, sentence: str, problems: Sequence[Problem] = ()) -> None:
    """It cannot be done, and why: the rows stay offered, as they were."""
    kept = {"sentence": sentence, "problems": [asdict(one) for one in problems[:MOST_KEPT]]}
    mine = Offer.objects.filter(pk=pk, holder=holder, applied=None)
    mine.update(work="", tries=0, refusal=kept, **_FREE)


def settle(pk: int, holder: str) -> None:
    """It is done, by this worker or before it."""
    Offer.objects.filter(pk=pk, holder=holder).update(work="", tries=0, **_FREE)
