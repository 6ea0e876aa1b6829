"""What is mailed to providers: a link when somebody presses, a reminder when they are silent; no token is kept."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from firstlight.dependencies.models import Dependency
from firstlight.dependencies.reminding import remind_silent
from firstlight.ledger.models import Entry
from firstlight.letters.models import Letter
from tests.web.conftest import Stage
from tests.web.test_provider_page import answer, link_of


@pytest.fixture
def posting(stage: Stage, settings: Any) -> Stage:
    """A workspace with a mail server; D-1 has somebody to write to, and was last heard of 19 days ago."""
    settings.MAIL_CONFIGURED = True
    row = {"contact": "Jule Franke, account manager", "contact_mail": "jule@scanwell.example", "owner": "Willem Oost"}
    Dependency.objects.update(promised=date(2026, 12, 4), **row)
    return stage


@pytest.fixture
def reminds(posting: Stage, django_capture_on_commit_callbacks: Any) -> Any:
    def remind(days: int = 0) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return remind_silent(lambda: posting.inside.now + timedelta(days=days), "w1")

    return remind


def test_a_link_is_mailed_at_once_and_its_token_is_kept_nowhere(posting: Stage) -> None:
    answered = posting.post("dependencies/D-1/link/", mail="yes")
    assert answered.status_code == 303
    letter = mail.outbox[0]
    assert letter.to == ["jule@scanwell.example"]
    assert letter.subject == "Scanners for Wave 1: does the date stand?"
    assert "Hello Jule Franke," in letter.body
    address = re.search(r"http://testserver(/g/(\S+)/)", letter.body)
    assert address
    assert answer(address.group(1), "stands").status_code == 303
    assert address.group(2) not in str(list(Entry.objects.values())) + str(list(Letter.objects.values()))


def test_a_server_that_does_not_take_it_is_told_and_the_link_can_be_copied(
    posting: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **more: Any) -> int:
        raise OSError("no route")

    monkeypatch.setattr("firstlight.web.letters_to_providers.send_mail", broken)
    browser = posting.client()
    page = browser.post(f"/p/{posting.project.slug}/dependencies/D-1/link/", {"mail": "yes"}, follow=True)
    assert "could not be sent" in page.content.decode()
    assert "/g/" in page.content.decode()


def test_a_silent_provider_with_a_link_is_reminded_once_in_as_many_days_as_it_may_be_silent(
    posting: Stage, reminds: Any
) -> None:
    assert reminds() == 0  # nobody gave it a link
    address = link_of(posting)
    assert (reminds(), reminds(), reminds(6)) == (1, 0, 0)
    letter = Letter.objects.get()
    assert (letter.to, letter.reply_to) == ("jule@scanwell.example", "wo@example.org")
    assert "for 19 days nothing was heard of this:" in letter.body
    assert "The link that you were given on 20 Nov 2026 works until" in letter.body
    assert "/g/" not in letter.body
    assert "Mail to jule@scanwell.example waits to be sent" in posting.text("dependencies/D-1/")
    assert reminds(7) == 1
    assert Letter.objects.count() == 2
    assert answer(address, "stands").status_code == 303
    assert reminds(8) == 0


@pytest.mark.parametrize(
    "change",
    [
        {"contact_mail": ""}, {"in_scope": False}, {"delivered_on": date(2026, 11, 19)},
        {"confirmed_on": date(2026, 11, 19)},
    ],
)  # fmt: skip
def test_who_need_not_be_asked_is_not_reminded(posting: Stage, reminds: Any, change: dict[str, Any]) -> None:
    link_of(posting)
    Dependency.objects.update(**change)
    assert reminds() == 0
    assert not Letter.objects.exists()


def test_a_link_that_was_taken_back_reminds_nobody(posting: Stage, reminds: Any) -> None:
    from firstlight.workspace.models import GuestLink

    link_of(posting)
    GuestLink.objects.update(revoked=posting.inside.now)
    assert reminds() == 0


def test_without_a_mail_server_nothing_is_offered_and_nothing_written(posting: Stage, settings: Any) -> None:
    settings.MAIL_CONFIGURED = False
    assert "Mail a link" not in posting.text("dependencies/D-1/")
    assert posting.post("dependencies/D-1/link/", mail="yes").status_code == 303
    assert not mail.outbox
    assert Client().get("/g/none/").status_code == 404
