"""Those who are asked to sign are told so by mail, once for each occasion, and the page says how that stands."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from firstlight.assurance.models import AskedSigner
from firstlight.identity.models import User
from firstlight.kernel import outbox
from firstlight.ledger.models import Entry
from firstlight.letters.models import Letter
from firstlight.letters.sending import send_waiting
from firstlight.workspace.models import Person
from tests.api.conftest import program
from tests.web.conftest import HOSTILE, Stage
from tests.web.test_signing_pages import asked, signed


@pytest.fixture
def post(settings: Any) -> Any:
    """Mail is set up; called, the background loop does a round, and says to whom letters went."""
    settings.MAIL_CONFIGURED = True
    settings.ADDRESS = "https://firstlight.example.org"
    settings.DEFAULT_FROM_EMAIL = "firstlight@example.org"

    def goes_out() -> list[str]:
        outbox.deliver_waiting(timezone.now())
        before = len(mail.outbox)
        send_waiting(timezone.now, "w1")
        return [one.to[0].rpartition("<")[2].rstrip(">") for one in mail.outbox[before:]]

    return goes_out


def _one() -> AskedSigner:
    return AskedSigner.objects.get(person__ref="po")


def _remind(stage: Stage, **more: Any) -> str:
    answer = stage.client().post(f"/p/wave-1/signatures/asked/{_one().pk}/remind/", more, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def _later(monkeypatch: pytest.MonkeyPatch, stage: Stage, **time: int) -> None:
    at = stage.inside.now + timedelta(**time)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


def test_who_is_asked_gets_a_letter_that_leads_to_what_they_sign(stage: Stage, post: Any) -> None:
    asked(stage, reason=f"For Thursday {HOSTILE}", due="2026-11-26")
    outbox.deliver_waiting(timezone.now())
    assert "Mail to po@example.org waits to be sent" in stage.text("signatures/")
    assert post() == ["po@example.org"]
    letter = mail.outbox[0]
    assert "https://firstlight.example.org/p/wave-1/signatures/sign/scope/" in letter.body
    assert f"For Thursday {HOSTILE}" in letter.body
    assert "By when: 26 Nov 2026" in letter.body
    assert letter.reply_to == ["pl@example.org"]
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", stage.text("signatures/")))
    assert "Mail sent to po@example.org, Fri 20 Nov, 09:40 CET" in page
    assert post() == []


def test_the_next_step_is_told_when_it_is_its_turn_and_nobody_for_a_signature_that_is_given(
    stage: Stage, post: Any
) -> None:
    asked(stage, signers_1=["po/process-owner"], signers_2=["ap/approver"])
    assert post() == ["po@example.org"]
    signed(stage, "po", "process-owner")
    assert post() == ["ap@example.org"]
    signed(stage, "ap", "approver")
    assert post() == []
    assert "Mail sent" not in stage.text("signatures/")


def test_what_is_signed_or_withdrawn_before_the_letter_left_is_not_asked_for_any_more(stage: Stage, post: Any) -> None:
    asked(stage)
    outbox.deliver_waiting(timezone.now())
    signed(stage, "po", "process-owner")
    assert post() == []
    assert Letter.objects.get().state == "dropped"


@pytest.mark.requirement("RDY-07")
def test_a_reminder_is_mailed_once_however_often_it_is_clicked(
    stage: Stage, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(stage)
    post()
    assert "The reminder goes to po@example.org." in _remind(stage)
    assert "was reminded within the last four hours" in _remind(stage)
    assert post() == ["po@example.org"]
    assert mail.outbox[-1].subject.startswith("Reminder: your signature on")
    assert "on 20 Nov 2026" in mail.outbox[-1].body
    _later(monkeypatch, stage, hours=5)
    _remind(stage)
    outbox.deliver_waiting(timezone.now())
    outbox.deliver_waiting(timezone.now())
    assert post() == ["po@example.org"]
    assert len(mail.outbox) == 3


def test_letters_speak_the_language_that_the_reader_chose(stage: Stage, post: Any) -> None:
    User.objects.filter(pk=stage.cast.users["po"].pk).update(language="de")
    person = Person.objects.get(project=stage.project, ref="po")
    Person.objects.filter(pk=person.pk).update(user=stage.cast.users["po"])
    asked(stage)
    post()
    assert "Process owner" not in mail.outbox[0].body


def test_what_could_not_be_sent_stands_beside_the_name_with_words_to_copy(
    stage: Stage, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Any, messages: Any) -> int:
        from smtplib import SMTPRecipientsRefused

        raise SMTPRecipientsRefused({"po@example.org": (550, b"no such mailbox")})

    asked(stage)
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert post() == []
    page = stage.text("signatures/")
    assert "Mail to po@example.org could not be sent: 550 no such mailbox." in page
    assert "Words to copy" in page
    told = program(stage).get("records/letters").json()
    assert (told["rows"] if isinstance(told, dict) else told)[0]["state"] == "failed"


def test_without_mail_the_page_says_so_and_gives_words_to_copy(stage: Stage) -> None:
    asked(stage)
    assert f'href="/p/wave-1/signatures/asked/{_one().pk}/remind/"' in stage.text("signatures/")
    page = stage.text(f"signatures/asked/{_one().pk}/remind/")
    assert "No mail server is set up here" in page
    assert "http://testserver/p/wave-1/signatures/sign/scope/" in page
    assert 'href="mailto:po@example.org?subject=' in page
    assert _one().reminders == 0
    assert "It is noted that you reminded" in _remind(stage, by_hand="yes")
    assert "reminded once, last" in stage.text("signatures/")
    assert not Letter.objects.exists()
    entry = Entry.objects.filter(action="assurance.signer.reminded").get()
    assert '"by_hand":true' in entry.after


def test_somebody_without_an_address_is_reminded_by_hand(stage: Stage, post: Any) -> None:
    asked(stage)
    post()
    Person.objects.filter(ref="po").update(email="")
    page = stage.text(f"signatures/asked/{_one().pk}/remind/")
    assert "has no mail address in this project" in page
    assert "mailto:" not in page
    assert "It is noted that you reminded" in _remind(stage)
    assert post() == []


def test_a_program_reminds_by_mail_too(stage: Stage, post: Any) -> None:
    asked(stage)
    post()
    answer = program(stage).post("do/assurance/remind_signer", {"signer": _one().pk})
    assert answer.status_code == 200
    assert post() == ["po@example.org"]


def test_strangers_and_those_who_may_not_ask_see_nothing_of_it(stage: Stage) -> None:
    asked(stage)
    address = f"signatures/asked/{_one().pk}/remind/"
    assert stage.get(address, "au").status_code == 403
    assert stage.outsider().get(f"/p/wave-1/{address}").status_code == 404
    assert stage.get("signatures/asked/4711/remind/").status_code == 404
