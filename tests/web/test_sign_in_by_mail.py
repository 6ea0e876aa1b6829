"""A link by mail: the same answer for everybody, a letter for those who have an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from firstlight.identity.models import SignInLink, User
from firstlight.web import post
from tests.cast import Cast
from tests.identity.devices import add_app
from tests.web.signing_in import Clock, is_in, noted, text_of, type_password

LINK = "/sign-in/link/"


@pytest.fixture(autouse=True)
def letters(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """Mail is set up; letters wait in a list until a test has them sent."""
    settings.MAIL_CONFIGURED = True
    waiting: list[Callable[[], None]] = []
    monkeypatch.setattr(post, "later", waiting.append)
    return waiting


def _asked(email: str, waiting: list[Callable[[], None]], **data: Any) -> Any:
    response = Client().post(LINK, {"email": email, **data})
    while waiting:
        waiting.pop()()
    return response


def _address() -> str:
    found = re.search(r"http://testserver(/sign-in/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def test_the_letter_brings_a_link_that_signs_in_once(cast: Cast, clock: Clock, letters: Any) -> None:
    response = _asked("PL@example.org", letters, next="/projects/")
    assert "a link is on its way" in text_of(response)
    assert mail.outbox[0].to == ["pl@example.org"]
    browser = Client()
    assert browser.post(_address()).headers["Location"] == "/projects/"
    assert is_in(browser)
    assert Client().post(_address()).status_code == 409
    assert noted("link.asked") == noted("link.used") == 1


def test_a_stranger_gets_the_same_page_and_no_letter(cast: Cast, clock: Clock, letters: Any) -> None:
    known = text_of(_asked("pl@example.org", letters))
    unknown = text_of(_asked("nobody@example.org", letters))
    assert known.replace("pl@", "nobody@") == unknown
    assert len(mail.outbox) == 1


def test_nothing_is_looked_up_before_the_answer_so_that_its_time_says_nothing(
    cast: Cast, clock: Clock, letters: Any
) -> None:
    counts = []
    for email in ("pl@example.org", "nobody@example.org"):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            Client().post(LINK, {"email": email}, REMOTE_ADDR=f"192.0.2.{len(email)}")
        assert not [one for one in queries.captured_queries if "identity_user" in one["sql"]]
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_mailed_link_lives_fifteen_minutes_and_the_next_one_ends_it(cast: Cast, clock: Clock, letters: Any) -> None:
    _asked("pl@example.org", letters)
    first = _address()
    _asked("pl@example.org", letters)
    assert Client().post(first).status_code == 409
    clock.passes(minutes=15)
    assert Client().post(_address()).status_code == 404


def test_a_forgotten_password_is_set_anew_by_a_link_and_past_the_second_factor_only(
    petra: User, clock: Clock, letters: Any
) -> None:
    assert "new password" in text_of(Client().get(f"{LINK}?password=forgotten"))
    _asked("pl@example.org", letters, new_password="yes")
    browser = Client()
    assert browser.post(_address()).headers["Location"] == "/account/password/"
    assert browser.post("/account/password/", {"password": "brand new four words"}).status_code == 303
    assert type_password(Client(), "brand new four words").status_code == 302
    petra.refresh_from_db()
    add_app(petra, clock.now)
    _asked("pl@example.org", letters, new_password="yes")
    thief = Client()
    assert thief.post(_address()).headers["Location"] == "/sign-in/second/?next=%2Faccount%2Fpassword%2F"
    assert thief.post("/account/password/", {"password": "stolen four words now"}).status_code == 302
    assert type_password(Client(), "stolen four words now").status_code == 422


def test_letters_are_limited_for_an_address_and_for_a_network(cast: Cast, clock: Clock, letters: Any) -> None:
    for _ in range(3):
        assert _asked("pl@example.org", letters).status_code == 200
    for email in ("pl@example.org", "PL@example.org"):
        shut = _asked(email, letters)
        assert shut.status_code == 429
        assert "Retry-After" in shut.headers
    for _ in range(3):
        _asked("nobody@example.org", letters)
    assert _asked("nobody@example.org", letters).status_code == 429
    assert len(mail.outbox) == 3


def test_what_is_no_mail_address_is_said_beside_the_field(db: None, letters: Any) -> None:
    response = _asked("petra", letters)
    assert response.status_code == 422
    assert "you@example.org" in text_of(response)


def test_without_mail_the_page_says_how_else(db: None, settings: Any) -> None:
    settings.MAIL_CONFIGURED = False
    assert "firstlight sign-in-link" in text_of(Client().get(LINK))
    assert Client().post(LINK, {"email": "pl@example.org"}).status_code in (200, 422)
    assert not SignInLink.objects.exists()


def test_what_goes_wrong_with_a_letter_is_logged_and_breaks_no_page(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.undo()

    class Now:
        def __init__(self, target: Callable[[], None], name: str) -> None:
            self.start = target

    monkeypatch.setattr(post, "Thread", Now)
    monkeypatch.setattr(post, "connection", type("Open", (), {"close": staticmethod(lambda: None)}))
    post.later(lambda: 1 / 0)  # type: ignore[arg-type, func-returns-value]
    assert "A letter could not be sent" in caplog.text
