"""Showing again who one is, by whatever one has, and on to what one wanted."""

from __future__ import annotations

import pytest
from django.test import Client

from firstlight.identity.models import User
from tests.cast import Cast
from tests.identity.devices import Device, add_app, added_device, code_now
from tests.web.signing_in import PASSWORD, Clock, noted, sign_with, text_of, type_password

WANTED = "/account/password/"


@pytest.fixture
def browser(petra: User, clock: Clock) -> Client:
    """Signed in six minutes ago."""
    signed_in = Client()
    type_password(signed_in)
    clock.passes(minutes=6)
    return signed_in


def _asked(browser: Client) -> bool:
    return bool(browser.get(WANTED).status_code == 302)


def test_what_is_weighty_asks_after_five_minutes_and_not_before(browser: Client) -> None:
    assert browser.get(WANTED).headers["Location"] == "/confirm/?next=%2Faccount%2Fpassword%2F"
    fresh = Client()
    type_password(fresh)
    assert not _asked(fresh)


def test_the_password_confirms_and_leads_back(browser: Client, clock: Clock) -> None:
    before = browser.session.session_key
    assert browser.post("/confirm/", {"password": "wrong"}).status_code == 422
    assert _asked(browser)
    done = browser.post("/confirm/", {"password": PASSWORD, "next": WANTED})
    assert done.headers["Location"] == WANTED
    assert not _asked(browser)
    assert browser.session.session_key != before
    assert noted("session.confirmed") == 1
    clock.passes(minutes=5, seconds=1)
    assert _asked(browser)


def test_a_code_confirms_once(browser: Client, petra: User, clock: Clock) -> None:
    add_app(petra, clock.now)
    clock.passes(seconds=30)
    assert "Confirm with a code" in text_of(browser.get("/confirm/"))
    assert browser.post("/confirm/", {"code": code_now(clock.now)}).status_code == 302
    assert browser.post("/confirm/", {"code": code_now(clock.now)}).status_code == 422


def test_a_passkey_confirms_and_only_ones_own(browser: Client, petra: User, clock: Clock, cast: Cast) -> None:
    mine, other = Device("https://testserver", "testserver"), Device("https://testserver", "testserver")
    added_device(petra, clock.now, mine)
    added_device(cast.users["wo"], clock.now, other)
    assert sign_with(browser, other, "/confirm/").status_code == 422
    assert _asked(browser)
    assert sign_with(browser, mine, "/confirm/", next=WANTED).headers["Location"] == WANTED
    assert not _asked(browser)


def test_who_has_nothing_to_show_signs_in_again_and_comes_back(cast: Cast, clock: Clock) -> None:
    browser = Client()
    browser.force_login(cast.users["wo"])
    page = text_of(browser.get(f"/confirm/?next={WANTED}"))
    assert "Sign in again" in page
    assert 'name="password"' not in page
    out = browser.post("/sign-out/", {"next": WANTED})
    assert out.headers["Location"] == "/sign-in/?next=%2Faccount%2Fpassword%2F"


def test_wrong_passwords_are_limited_here_too(browser: Client) -> None:
    for _ in range(5):
        assert browser.post("/confirm/", {"password": "wrong"}).status_code == 422
    shut = browser.post("/confirm/", {"password": PASSWORD})
    assert shut.status_code == 429
    assert "Retry-After" in shut.headers


def test_a_signature_or_vote_cannot_be_sent_past_the_question(browser: Client) -> None:
    response = browser.post(WANTED, {"password": "another four words"}, HTTP_REFERER=f"http://testserver{WANTED}")
    assert response.headers["Location"] == "/confirm/?next=%2Faccount%2Fpassword%2F"
