"""Letters as rows. Every change is a compare-and-set, so that of several workers one hands a letter over, once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from firstlight.kernel.context import ProjectLike
from firstlight.kernel.reaching import wait_after
from firstlight.letters.models import Letter
from firstlight.letters.rules import Outcome

#: A letter is handed over within this time, or whoever did it is gone.
HELD = timedelta(minutes=5)
#: How long what was mailed can be looked at.
KEPT = timedelta(days=90)

_State = Letter.State


def write_letter(project: ProjectLike, key: str, written: datetime, **words: str) -> Letter:
    """Put a letter out to be sent. The same occasion (`key`) writes none twice."""
    made, _new = Letter.objects.get_or_create(project_id=project.pk, key=key, defaults={"written": written, **words})
    return made


def drop(project: ProjectLike, about: Collection[str]) -> int:
    """Letters about these that did not go out yet are no longer needed."""
    waiting = Letter.objects.filter(project_id=project.pk, about__in=about, state=_State.WAITING)
    return waiting.update(state=_State.DROPPED, next_attempt=None, reason="")


def begin(letter: Letter, holder: str, now: datetime) -> bool:
    """Take a letter to hand it over; False when somebody else did, or it is no longer needed."""
    waiting = Letter.objects.filter(pk=letter.pk, state=_State.WAITING, attempts=letter.attempts)
    taken = {"state": _State.SENDING, "holder": holder, "held_until": now + HELD, "attempts": F("attempts") + 1}
    if waiting.update(**taken) != 1:
        return False
    letter.attempts += 1
    return True


def settle(letter: Letter, holder: str, outcome: Outcome, now: datetime) -> None:
    """Note what came of it."""
    mine = Letter.objects.filter(pk=letter.pk, state=_State.SENDING, holder=holder)
    mine.update(**_noted(letter, outcome, now), holder="", held_until=None)


def put_off(letter: Letter, reason: str, now: datetime) -> None:
    """The server was not reached: this letter surely did not go out."""
    waiting = Letter.objects.filter(pk=letter.pk, state=_State.WAITING, attempts=letter.attempts)
    letter.attempts += 1
    waiting.update(**_noted(letter, Outcome(again=True, reason=reason), now), attempts=letter.attempts)


def _noted(letter: Letter, outcome: Outcome, now: datetime) -> dict[str, Any]:
    if outcome.sent:
        return {"state": _State.SENT, "sent": now, "next_attempt": None, "reason": ""}
    reason = outcome.reason[:300]
    if not outcome.known:
        return {"state": _State.UNCERTAIN, "next_attempt": None, "reason": reason}
    wait = wait_after(letter.attempts) if outcome.again else None
    if wait is None:
        return {"state": _State.FAILED, "next_attempt": None, "reason": reason}
    return {"state": _State.WAITING, "next_attempt": now + wait, "reason": reason}


def give_up_lapsed(now: datetime) -> int:
    """What a killed worker was handing over may have gone out; a person decides whether to write again."""
    lapsed = Letter.objects.filter(state=_State.SENDING, held_until__lte=now)
    words = "The program ended while it was being sent."
    return lapsed.update(state=_State.UNCERTAIN, holder="", held_until=None, next_attempt=None, reason=words)


def forget(now: datetime) -> int:
    """Remove letters that are old and done with. Returns how many."""
    open_states = (_State.WAITING, _State.SENDING)
    gone, _ = Letter.objects.filter(written__lt=now - KEPT).exclude(state__in=open_states).delete()
    return gone
