"""Signing in with the organisation's own sign-in: there, back, and whom it lets in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from firstlight.identity import openid
from firstlight.identity.models import OrganisationAccount, User
from firstlight.identity.organisation import OpenId
from tests.cast import NOW, Cast
from tests.identity.provider import CLIENT, ISSUER, SECRET, FakeProvider
from tests.web.signing_in import Clock, is_in, noted, text_of

THERE, BACK = "/sign-in/organisation/", "/sign-in/organisation/return/"


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> FakeProvider:
    settings.OPENID = OpenId(ISSUER, CLIENT, SECRET, "Example Foods", False)
    fake = FakeProvider(NOW)
    for name in ("discover", "redeem"):
        real = getattr(openid, name)
        monkeypatch.setattr(openid, name, lambda *given, real=real, **more: real(*given, using=fake.client, **more))
    return fake


def _through(browser: Client, provider: FakeProvider, wanted: str = "", **more: str) -> Any:
    gone = browser.get(THERE, {"next": wanted, **more})
    assert gone.status_code == 302
    asked = parse_qs(urlsplit(gone.headers["Location"]).query)
    provider.says(nonce=asked["nonce"][0])
    return browser.get(BACK, {"code": "the-code", "state": asked["state"][0]})


@pytest.mark.requirement("PLT-01")
def test_somebody_of_a_project_signs_in_and_comes_to_what_they_wanted(provider: FakeProvider, cast: Cast) -> None:
    browser = Client()
    assert "Sign in with Example Foods" in text_of(browser.get("/sign-in/"))
    assert _through(browser, provider, "/projects/").headers["Location"] == "/projects/"
    assert is_in(browser)
    assert noted("organisation.tied") == noted("session.began") == 1
    assert browser.get("/p/elsewhere/").status_code == 404


def test_afterwards_the_lasting_name_counts_and_not_the_address(provider: FakeProvider, cast: Cast) -> None:
    _through(Client(), provider)
    provider.says(email="petra.married@example.org")
    browser = Client()
    _through(browser, provider)
    assert "pl@example.org" in text_of(browser.get("/account/"))


def test_an_address_that_went_to_somebody_new_does_not_open_the_old_account(provider: FakeProvider, cast: Cast) -> None:
    _through(Client(), provider)
    provider.says(sub="4711")
    browser = Client()
    assert _through(browser, provider).status_code == 409
    assert not is_in(browser)


def test_nobody_registers_and_nobody_is_believed_an_unverified_address(provider: FakeProvider, cast: Cast) -> None:
    for claims in ({"email": "new@example.org"}, {"email": "wo@example.org", "email_verified": False}):
        provider.says(**claims)
        browser = Client()
        refused = _through(browser, provider)
        assert refused.status_code == 422
        assert "no project here has added you" in text_of(refused)
        assert not is_in(browser)
    assert not User.objects.filter(email="new@example.org").exists()
    assert not OrganisationAccount.objects.exists()


def test_a_provider_whose_addresses_are_trusted_may_name_people_by_them(
    provider: FakeProvider, cast: Cast, settings: Any
) -> None:
    settings.OPENID = OpenId(ISSUER, CLIENT, SECRET, "Example Foods", True)
    provider.says(preferred_username="wo@example.org", drop=["email", "email_verified"])
    browser = Client()
    _through(browser, provider)
    assert is_in(browser)


def test_a_closed_account_stays_closed(provider: FakeProvider, cast: Cast) -> None:
    _through(Client(), provider)
    User.objects.update(is_active=False)
    browser = Client()
    assert _through(browser, provider).status_code == 422
    assert not is_in(browser)


def test_a_return_that_nobody_asked_for_signs_nobody_in(provider: FakeProvider, cast: Cast) -> None:
    """A link with somebody else's code would sign the victim in as the attacker."""
    browser = Client()
    for query in ({"code": "the-code", "state": "guessed"}, {"code": "the-code"}, {"state": "ü"}):
        assert browser.get(BACK, query).status_code == 422
    browser.get(THERE)
    assert browser.get(BACK, {"code": "the-code", "state": "guessed"}).status_code == 422
    assert not is_in(browser)


def test_a_return_is_taken_once(provider: FakeProvider, cast: Cast) -> None:
    browser = Client()
    gone = browser.get(THERE)
    state = parse_qs(urlsplit(gone.headers["Location"]).query)["state"][0]
    assert browser.get(BACK, {"error": "access_denied", "state": state}).status_code == 422
    assert browser.get(BACK, {"code": "the-code", "state": state}).status_code == 422


def test_who_showed_who_they_are_this_morning_is_asked_again_before_what_is_weighty(
    provider: FakeProvider, cast: Cast
) -> None:
    provider.says(auth_time=int((NOW - timedelta(hours=2)).timestamp()))
    browser = Client()
    _through(browser, provider)
    assert browser.get("/account/password/").headers["Location"].startswith("/confirm/")
    assert "Confirm with Example Foods" in text_of(browser.get("/confirm/"))
    asked = parse_qs(urlsplit(browser.get(THERE, {"again": "yes"}).headers["Location"]).query)
    assert asked["prompt"] == ["login"]
    provider.says(auth_time=int(NOW.timestamp()))
    assert _through(browser, provider, "/account/password/", again="yes").headers["Location"] == "/account/password/"
    assert browser.get("/account/password/").status_code == 200


def test_a_provider_that_does_not_answer_leaves_the_other_ways(provider: FakeProvider, cast: Cast) -> None:
    provider.fault = "down"
    page = Client().get(THERE)
    assert page.status_code == 422
    assert "it does not answer" in text_of(page)
    assert 'name="password"' in text_of(page)
