"""Signing in by mail address and password; limits; what a stranger learns."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from firstlight.identity.models import User
from firstlight.web.viewing import CONFIRMED
from tests.cast import Cast
from tests.web.signing_in import PASSWORD, Clock, is_in, noted, text_of, type_password


def test_the_right_password_leads_to_the_page_one_wanted(petra: User, cast: Cast) -> None:
    browser = Client()
    wanted = f"/p/{cast.project.slug}/readiness/?status=unmet"
    sent = browser.get(wanted)
    page = browser.get(sent.headers["Location"])
    assert wanted.replace("&", "&amp;") in text_of(page)
    response = type_password(browser, data={"next": wanted})
    assert response.headers["Location"] == wanted
    assert browser.get(wanted).status_code == 200
    assert CONFIRMED in browser.session
    assert noted("session.began") == 1


def test_the_address_may_be_written_in_capitals_and_the_password_may_not(petra: User) -> None:
    assert type_password(Client(), email=" PL@Example.org ").status_code == 302
    assert type_password(Client(), password=PASSWORD.upper()).status_code == 422


def test_the_way_on_stays_within_this_site(petra: User) -> None:
    for wanted in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"):
        assert type_password(Client(), data={"next": wanted}).headers["Location"] == "/", wanted


def test_a_stranger_learns_nothing_from_a_refusal(petra: User, cast: Cast) -> None:
    closed = cast.users["au"]
    closed.is_active = False
    closed.save()
    pages = set()
    for email in ("pl@example.org", "nobody@example.org", "wo@example.org", "au@example.org"):
        response = type_password(Client(), "not the password", email)
        assert response.status_code == 422
        text = re.sub(r'(csrfmiddlewaretoken|idempotency_key)" value="[^"]+"', "", text_of(response))
        pages.add(text.replace(email, "ADDRESS"))
    assert len(pages) == 1
    assert not Session.objects.exists()


def test_a_refusal_keeps_the_address_and_not_the_password(petra: User) -> None:
    page = text_of(type_password(Client(), "not the password"))
    assert 'value="pl@example.org"' in page
    assert "not the password" not in page


def test_after_five_wrong_passwords_one_waits_and_other_ways_stay_open(petra: User, clock: Clock) -> None:
    browser = Client()
    for _ in range(5):
        assert type_password(browser, "wrong").status_code == 422
    shut = type_password(browser)
    assert shut.status_code == 429
    assert 0 < int(shut.headers["Retry-After"]) <= 301
    assert "Try again in" in text_of(shut)
    assert noted("sign-in.failed-too-often") == 1
    assert type_password(Client(), REMOTE_ADDR="192.0.2.9").status_code == 302
    clock.passes(minutes=5)
    assert type_password(browser).status_code == 302


def test_an_unknown_address_has_the_same_limit(petra: User) -> None:
    for _ in range(5):
        type_password(Client(), "wrong", "nobody@example.org")
    assert type_password(Client(), "wrong", "nobody@example.org").status_code == 429


def test_wrong_passwords_from_everywhere_are_limited_too(petra: User) -> None:
    for number in range(30):
        assert type_password(Client(), "wrong", REMOTE_ADDR=f"192.0.2.{number}").status_code == 422
    assert type_password(Client(), REMOTE_ADDR="198.51.100.1").status_code == 429


def test_a_network_that_only_fails_is_shut_out_and_its_neighbours_are_not(petra: User) -> None:
    for number in range(200):
        type_password(Client(), "wrong", f"nobody{number}@example.org")
    assert type_password(Client()).status_code == 429
    assert type_password(Client(), REMOTE_ADDR="192.0.2.9").status_code == 302


def test_behind_a_proxy_everybody_counts_for_themselves(petra: User, settings: object) -> None:
    settings.TRUSTED_PROXIES = 1  # type: ignore[attr-defined]
    for _ in range(5):
        type_password(Client(), "wrong", HTTP_X_FORWARDED_FOR="203.0.113.1, 192.0.2.1")
    assert type_password(Client(), HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.1").status_code == 429
    assert type_password(Client(), HTTP_X_FORWARDED_FOR="203.0.113.1, 192.0.2.2").status_code == 302


def test_signing_in_gives_the_session_a_new_key(petra: User, cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.users["au"])
    before = browser.session.session_key
    type_password(browser)
    assert browser.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize(
    ("minutes_between", "clicks", "still_in"), [(59, 3, True), (61, 1, False), (55, 12, True), (55, 14, False)]
)
def test_a_session_lasts_an_hour_without_a_click_and_twelve_in_any_case(
    petra: User, clock: Clock, minutes_between: int, clicks: int, still_in: bool
) -> None:
    browser = Client()
    type_password(browser)
    for _ in range(clicks):
        clock.passes(minutes=minutes_between)
        last = browser.get("/account/")
    assert (last.status_code == 200) is still_in


def test_who_was_signed_out_by_time_reads_why_and_comes_back(petra: User, clock: Clock, cast: Cast) -> None:
    browser = Client()
    type_password(browser)
    clock.passes(minutes=61)
    wanted = f"/p/{cast.project.slug}/ledger/"
    response = browser.get(wanted, follow=True)
    assert "after an hour without a click" in text_of(response)
    assert type_password(browser, data={"next": wanted}).headers["Location"] == wanted


def test_signing_out_everywhere_ends_every_session_with_its_next_request(petra: User) -> None:
    here, there = Client(), Client()
    for browser in (here, there):
        type_password(browser)
        assert is_in(browser)
    assert here.post("/account/sign-out-everywhere/").status_code == 302
    assert not is_in(here)
    assert not is_in(there)
    assert noted("session.all-ended") == 1


@pytest.mark.requirement("PLT-01")
def test_who_signs_in_sees_their_own_projects_and_no_other(petra: User, cast: Cast) -> None:
    browser = Client()
    type_password(browser)
    assert browser.get(f"/p/{cast.project.slug}/").status_code == 200
    assert browser.get("/p/elsewhere/").status_code == 404
    assert "Elsewhere" not in text_of(browser.get("/projects/"))
