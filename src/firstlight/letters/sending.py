"""Handing letters to the mail server. Called by the background loop, by as many workers as there are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from firstlight.letters import stores
from firstlight.letters.models import Letter
from firstlight.letters.queries import letters_due
from firstlight.letters.rules import SENT, Outcome, outcome_of, reason_of

#: Letters that one worker sends in one turn.
TURN = 50

Clock = Callable[[], datetime]


def send_waiting(clock: Clock, holder: str) -> int:
    """Send what is due; how many were sent. None is handed over twice: what may have gone out is left to people."""
    stores.give_up_lapsed(clock())
    waiting = list(letters_due(clock())[:TURN])
    if not waiting:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except Exception as error:
        for letter in waiting:
            stores.put_off(letter, reason_of(error), clock())
        return 0
    try:
        return _send_all(connection, waiting, clock, holder)
    finally:
        _close(connection)


def _send_all(connection: BaseEmailBackend, waiting: list[Letter], clock: Clock, holder: str) -> int:
    sent = 0
    for letter in waiting:
        if not stores.begin(letter, holder, clock()):
            continue
        outcome = _send(connection, letter)
        stores.settle(letter, holder, outcome, clock())
        sent += outcome.sent
        if outcome.again or not outcome.known:
            break  # the server may have closed the connection; the others have their turn in the next round
    return sent


def _send(connection: BaseEmailBackend, letter: Letter) -> Outcome:
    try:
        taken = connection.send_messages([_message(letter)])
    except Exception as error:
        return outcome_of(error)
    return SENT if taken else Outcome(reason="The mail server took nothing.")


def _message(letter: Letter) -> EmailMessage:
    """The letter as mail. Its id is always the same, so that a server that gets it twice can tell."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<letter-{letter.pk}-{letter.written:%Y%m%d%H%M%S}@{domain}>",
               "Auto-Submitted": "auto-generated"}  # fmt: skip
    return EmailMessage(
        letter.subject, letter.body, None, [formataddr((letter.to_name, letter.to))], headers=headers,
        reply_to=[letter.reply_to] if letter.reply_to else None,
    )  # fmt: skip


def _close(connection: BaseEmailBackend) -> None:
    """Whatever a broken connection says when it is closed changes nothing of what was noted."""
    with suppress(OSError):
        connection.close()
