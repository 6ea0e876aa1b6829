"""Letters are handed over once: again while they surely did not go out, left to people where they may have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from firstlight.kernel.reaching import PAUSES
from firstlight.letters import queries, stores
from firstlight.letters.models import Letter
from firstlight.letters.sending import send_waiting
from tests.cast import NOW, Cast

TAKES = EmailBackend.send_messages


@pytest.fixture(autouse=True)
def _mail_is_set_up(settings: Any) -> None:
    settings.MAIL_CONFIGURED = True
    settings.DEFAULT_FROM_EMAIL = "Firstlight <firstlight@example.org>"


def letter(cast: Cast, key: str = "turn:1", **more: str) -> Letter:
    given = {"about": "asked:1", "to": "po@example.org", "to_name": "Päula Ortiz", "subject": "Your signature",
             "body": "Look and sign.", "reply_to": "pl@example.org"}  # fmt: skip
    return stores.write_letter(cast.project, key, NOW, **{**given, **more})


def send(now: datetime = NOW, holder: str = "w1") -> int:
    return send_waiting(lambda: now, holder)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Says what the mail server does: raise that when it is called, or when it is given a letter."""

    def does(*, opening: Exception | None = None, taking: Exception | None = None) -> None:
        def open_(self: Any) -> bool:
            if opening:
                raise opening
            return True

        def take(self: Any, messages: Any) -> int:
            if taking:
                raise taking
            return TAKES(self, messages)

        monkeypatch.setattr(EmailBackend, "open", open_)
        monkeypatch.setattr(EmailBackend, "send_messages", take)

    return does


def test_a_letter_goes_out_once_with_an_id_of_its_own(cast: Cast) -> None:
    one = letter(cast)
    assert queries.waits(NOW)
    assert [send(), send()] == [1, 0]
    assert not queries.waits(NOW)
    (sent,) = mail.outbox
    assert (sent.subject, sent.reply_to) == ("Your signature", ["pl@example.org"])
    assert "po@example.org" in sent.to[0]
    assert sent.extra_headers["Message-ID"] == f"<letter-{one.pk}-20261120084000@example.org>"
    assert "Auto-Submitted: auto-generated" in sent.message().as_string()
    one.refresh_from_db()
    assert (one.state, one.sent, one.attempts) == ("sent", NOW, 1)


def test_the_same_occasion_writes_one_letter(cast: Cast) -> None:
    assert letter(cast).pk == letter(cast, body="Other words.").pk
    assert send() == 1


def test_a_server_that_is_away_is_tried_again_and_then_given_up(cast: Cast, server: Any) -> None:
    one = letter(cast)
    server(opening=ConnectionRefusedError("nobody listens"))
    now = NOW
    for pause in PAUSES:
        assert send(now) == 0
        one.refresh_from_db()
        assert (one.state, one.next_attempt) == ("waiting", now + pause)
        assert "nobody listens" in one.reason
        assert send(now + pause - timedelta(seconds=1)) == 0
        now += pause
    send(now)
    one.refresh_from_db()
    assert (one.state, one.attempts) == ("failed", len(PAUSES) + 1)
    assert not queries.waits(now + timedelta(days=9))


def test_a_server_that_comes_back_gets_the_letter(cast: Cast, server: Any) -> None:
    letter(cast)
    server(opening=ConnectionRefusedError("nobody listens"))
    send()
    server()
    assert send(NOW + PAUSES[0]) == 1
    assert Letter.objects.get().reason == ""


@pytest.mark.parametrize(
    ("error", "state", "words"),
    [
        (SMTPRecipientsRefused({"po@example.org": (550, b"no such\nmailbox")}), "failed", "550 no such mailbox"),
        (SMTPRecipientsRefused({"po@example.org": (451, b"later")}), "waiting", "451 later"),
        (SMTPDataError(554, "not like this"), "waiting", "554 not like this"),
        (SMTPServerDisconnected("Connection unexpectedly closed"), "uncertain", "unexpectedly closed"),
        (TimeoutError("timed out"), "uncertain", "timed out"),
        (ValueError("no address"), "failed", "no address"),
    ],
)
def test_what_the_server_answers_decides_what_becomes_of_it(
    cast: Cast, server: Any, error: Exception, state: str, words: str
) -> None:
    letter(cast)
    server(taking=error)
    assert send() == 0
    one = Letter.objects.get()
    assert one.state == state
    assert words in one.reason


def test_what_may_have_gone_out_is_not_sent_again_after_a_crash(cast: Cast) -> None:
    one = letter(cast)
    assert stores.begin(one, "killed", NOW)
    assert send(NOW + timedelta(minutes=1), "w2") == 0
    assert Letter.objects.get().state == "sending"
    later = NOW + stores.HELD
    assert queries.waits(later)
    assert send(later, "w2") == 0
    assert Letter.objects.get().state == "uncertain"
    stores.settle(one, "killed", stores.Outcome(sent=True), later)
    assert Letter.objects.get().state == "uncertain"
    assert not mail.outbox


def test_of_two_workers_one_hands_it_over(cast: Cast) -> None:
    one, same = letter(cast), letter(cast)
    assert stores.begin(one, "w1", NOW)
    assert not stores.begin(same, "w2", NOW)


def test_after_a_broken_connection_the_rest_waits_for_the_next_round(cast: Cast, server: Any) -> None:
    for number in range(3):
        letter(cast, f"turn:{number}", about=f"asked:{number}")
    server(taking=SMTPServerDisconnected("gone"))
    send()
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["uncertain", "waiting", "waiting"]
    server()
    assert send() == 2


def test_a_letter_that_is_not_needed_any_more_stays_here(cast: Cast) -> None:
    letter(cast)
    assert stores.drop(cast.project, ["asked:1"]) == 1
    assert send() == 0
    assert not queries.letters_about(cast.project, ["asked:1"])


def test_without_mail_nothing_waits(cast: Cast, settings: Any) -> None:
    letter(cast)
    settings.MAIL_CONFIGURED = False
    assert not queries.waits(NOW)


def test_old_letters_are_forgotten_but_not_those_that_wait(cast: Cast) -> None:
    letter(cast)
    send()
    letter(cast, "turn:2")
    assert stores.forget(NOW + stores.KEPT) == 0
    assert stores.forget(NOW + stores.KEPT + timedelta(days=1)) == 1
    assert Letter.objects.get().state == "waiting"


def test_letters_that_nobody_touches_are_told_to_whoever_runs_the_installation(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from firstlight.cli import doctor

    letter(cast)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(minutes=14))
    assert doctor.mail().ok
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(minutes=16))
    assert "Letters wait untouched: 1." in doctor.mail().sentence
