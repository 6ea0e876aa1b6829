"""How a letter stands, as its sender reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from django.utils.translation import gettext as _

from firstlight.letters.models import Letter
from firstlight.workspace.models import Person


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A sentence about a letter. `at` belongs behind it; with `state` unmet or partly somebody has to do something."""

    words: str
    at: datetime | None
    state: str


def letter_line(letter: Letter, ahead: timedelta) -> LetterLine:
    """The letter in a sentence. `ahead` is how far the clock of its project is ahead of the one on the wall."""
    state, facts = letter.state, {"mail": letter.to, "reason": letter.reason.rstrip(".")}
    if state == Letter.State.SENT:
        return LetterLine(_("Mail sent to %(mail)s,") % facts, _at(letter.sent, ahead), "met")
    if state == Letter.State.FAILED:
        return LetterLine(_("Mail to %(mail)s could not be sent: %(reason)s.") % facts, None, "unmet")
    if state == Letter.State.UNCERTAIN:
        said = _("Mail to %(mail)s may not have arrived, and is not sent again by itself: %(reason)s.")
        return LetterLine(said % facts, None, "partly")
    if letter.reason:
        said = _("Mail to %(mail)s did not get through yet: %(reason)s. It is tried again")
        return LetterLine(said % facts, _at(letter.next_attempt, ahead), "partly")
    return LetterLine(_("Mail to %(mail)s waits to be sent, since") % facts, _at(letter.written, ahead), "running")


def _at(moment: datetime | None, ahead: timedelta) -> datetime | None:
    return moment + ahead if moment else None


def mail_to(address: str, subject: str, body: str) -> str:
    """An address that opens the reader's own mail program with a letter; "" without somebody to write to."""
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject)}&body={quote(body)}" if address else ""


def reminded(person: Person, *, by_hand: bool, again: bool) -> tuple[str, str]:
    """What is said after somebody was reminded, and how it is drawn. `again`: it counted."""
    facts = {"who": person.name, "mail": person.email}
    if not again:
        return _("%(who)s was reminded within the last four hours; that counts once.") % facts, "partly"
    if by_hand:
        return _("It is noted that you reminded %(who)s yourself.") % facts, "met"
    return _("The reminder goes to %(mail)s. Beside the name stands whether it is sent.") % facts, "running"
