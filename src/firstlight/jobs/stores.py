"""How the clock stood, and turns: of several workers one does a task, and what a killed one left lapses."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from firstlight.jobs.clock_watch import Stood
from firstlight.jobs.models import Clock, Turn


def take(task: str, holder: str, now: datetime, held: timedelta) -> bool:
    """Take a task that is due; False when it is not, or another worker is at it."""
    free = Q(held_until=None) | Q(held_until__lte=now) | Q(held_until__gt=now + held)  # the clock was set back
    if Turn.objects.filter(free, task=task, due__lte=now).update(holder=holder, held_until=now + held):
        return True
    if Turn.objects.filter(task=task).exists():
        return False
    try:
        with transaction.atomic():
            Turn.objects.create(task=task, due=now, holder=holder, held_until=now + held)
    except IntegrityError:  # another worker was quicker with the very first turn
        return False
    return True


def pull(task: str, due: datetime, now: datetime) -> None:
    """Make a task due now that is due at a time that cannot be; nothing where another worker was quicker."""
    Turn.objects.filter(task=task, due=due).update(due=now)


def done(task: str, holder: str, now: datetime, due: datetime) -> bool:
    """Give it back, due again then. False when it had lapsed and somebody else took it."""
    mine = Turn.objects.filter(task=task, holder=holder)
    return mine.update(holder="", held_until=None, finished=now, due=due, failures=0, reason="") == 1


def failed(task: str, holder: str, due: datetime, reason: str) -> None:
    """Give it back with what went wrong, for a person to see and to be tried again then."""
    turn = Turn.objects.filter(task=task, holder=holder).first()
    failures = turn.failures + 1 if turn else 1
    mine = Turn.objects.filter(task=task, holder=holder)
    mine.update(holder="", held_until=None, due=due, failures=failures, reason=reason[:300])


def clock_stood(machine: str) -> Stood | None:
    """How the clock of this start of a machine stood; None where nobody has looked."""
    found = Clock.objects.filter(machine=machine).first() if machine else None
    return Stood(found.apart, found.seen) if found else None


def clock_seen() -> datetime | None:
    """When anybody looked at a clock last, by the clock of their machine."""
    last: datetime | None = Clock.objects.aggregate(last=Max("seen"))["last"]
    return last


def keep_clock(machine: str, stood: Stood) -> None:
    """Write down how it stands. What other starts left goes once it is a week old, or yet to come."""
    values = {"apart": stood.apart, "seen": stood.seen}
    Clock.objects.update_or_create(machine=machine or "unnamed", defaults=values)
    old, ahead = stood.seen - timedelta(days=7), stood.seen + timedelta(minutes=1)
    Clock.objects.filter(Q(seen__lt=old) | Q(seen__gt=ahead)).delete()
