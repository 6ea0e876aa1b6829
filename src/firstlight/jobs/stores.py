"""Turns: taken by compare-and-set, so that of several workers one does a task, and what a killed one left lapses."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from firstlight.jobs.models import Turn


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
