"""The second step: a code, a recovery code or a passkey; and signing in by a passkey alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from firstlight.identity.actions import make_recovery_codes, make_sign_in_link
from firstlight.identity.models import User
from firstlight.identity.queries import own_context
from firstlight.kernel.context import Context
from firstlight.workspace.roles import INSTALLATION
from tests.cast import Cast
from tests.identity.devices import Device, add_app, added_device, code_now
from tests.web.signing_in import Clock, is_in, noted, sign_with, text_of, type_password

SECOND = "/sign-in/second/"


@pytest.fixture
def device() -> Device:
    return Device("https://testserver", "testserver")


def _code(browser: Client, code: str, **data: Any) -> Any:
    return browser.post(SECOND, {"code": code, **data})


@pytest.mark.requirement("PLT-01")
def test_password_and_code_sign_in_and_neither_does_alone(petra: User, clock: Clock) -> None:
    add_app(petra, clock.now)
    clock.passes(seconds=30)
    browser = Client()
    first = type_password(browser, data={"next": "/projects/"})
    assert first.headers["Location"] == f"{SECOND}?next=%2Fprojects%2F"
    assert not is_in(browser)
    assert browser.get(SECOND).status_code == 200
    assert _code(browser, "000000").status_code == 422
    assert not is_in(browser)
    assert _code(Client(), code_now(clock.now)).headers["Location"] == "/sign-in/"
    done = _code(browser, code_now(clock.now), next="/projects/")
    assert done.headers["Location"] == "/projects/"
    assert is_in(browser)
    assert "password and code" in text_of(browser.get("/account/"))


def test_a_code_that_was_used_signs_nobody_else_in(petra: User, clock: Clock) -> None:
    add_app(petra, clock.now)
    clock.passes(seconds=30)
    mine, thief = Client(), Client()
    for browser in (mine, thief):
        type_password(browser)
    assert _code(mine, code_now(clock.now)).status_code == 302
    assert _code(thief, code_now(clock.now)).status_code == 422
    assert not is_in(thief)


def test_codes_are_limited_per_person_from_wherever_they_come(petra: User, clock: Clock) -> None:
    add_app(petra, clock.now)
    for number in range(5):
        browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        type_password(browser)
        assert _code(browser, "000000").status_code == 422
    type_password(browser)
    clock.passes(seconds=60)
    shut = _code(browser, code_now(clock.now))
    assert shut.status_code == 429
    assert "Retry-After" in shut.headers
    assert noted("sign-in.failed-too-often") == 1


def test_the_second_step_waits_ten_minutes_and_ends_with_another_password(petra: User, clock: Clock) -> None:
    add_app(petra, clock.now)
    browser = Client()
    type_password(browser)
    clock.passes(minutes=11)
    assert _code(browser, code_now(clock.now)).headers["Location"] == "/sign-in/"
    type_password(browser)
    petra.session_round += 1
    petra.save()
    assert _code(browser, code_now(clock.now)).headers["Location"] == "/sign-in/"


def test_a_recovery_code_stands_in_once_and_says_how_many_are_left(petra: User, clock: Clock) -> None:
    add_app(petra, clock.now)
    codes = make_recovery_codes(own_context(petra, clock.now), petra)
    browser = Client()
    type_password(browser)
    assert _code(browser, codes[0]).status_code == 302
    assert "You have 9 recovery codes left." in text_of(browser.get("/account/"))
    again = Client()
    type_password(again)
    assert _code(again, codes[0]).status_code == 422


def test_a_link_does_not_get_around_the_second_factor(petra: User, clock: Clock) -> None:
    add_app(petra, clock.now)
    token = make_sign_in_link(Context(INSTALLATION, clock.now), petra)
    browser = Client()
    assert browser.post(f"/sign-in/{token}/").headers["Location"] == SECOND
    assert not is_in(browser)


@pytest.mark.requirement("PLT-01")
def test_a_passkey_signs_in_alone(petra: User, clock: Clock, device: Device) -> None:
    added_device(petra, clock.now, device)
    browser = Client()
    done = sign_with(browser, device, "/sign-in/passkey/", next="/projects/")
    assert done.headers["Location"] == "/projects/"
    assert is_in(browser)


def test_a_passkey_is_a_second_factor(petra: User, clock: Clock, device: Device) -> None:
    added_device(petra, clock.now, device)
    browser = Client()
    assert type_password(browser).headers["Location"] == SECOND
    assert sign_with(browser, device, SECOND).status_code == 302
    assert is_in(browser)


def test_the_same_answer_of_a_passkey_sent_twice_opens_one_session(petra: User, clock: Clock, device: Device) -> None:
    added_device(petra, clock.now, device)
    browser, thief = Client(), Client()
    import json

    challenge = browser.post("/sign-in/passkey/question/").json()["publicKey"]["challenge"]
    thief.cookies.load(browser.cookies.output(header="", sep=";"))
    answer = {"credential": json.dumps(device.sign(challenge))}
    kept = dict(browser.session.items())
    assert browser.post("/sign-in/passkey/", answer).status_code == 302
    session = thief.session
    session.update(kept)
    session.save()
    device_again = thief.post("/sign-in/passkey/", answer)
    assert device_again.status_code in (409, 422)
    assert not is_in(thief)


def test_an_answer_for_one_purpose_is_none_for_another(petra: User, clock: Clock, cast: Cast, device: Device) -> None:
    """What was signed to sign in cannot confirm a vote, and a colleague's passkey is no second factor of mine."""
    added_device(petra, clock.now, device)
    browser = Client()
    browser.force_login(petra)
    refused = sign_with(browser, device, "/confirm/", "/sign-in/passkey/question/?for=sign-in")
    assert refused.status_code == 422
    other = Device("https://testserver", "testserver")
    added_device(cast.users["wo"], clock.now, other)
    second = Client()
    type_password(second)
    assert sign_with(second, other, SECOND).status_code == 422
    assert not is_in(second)


def test_an_answer_that_is_none_is_refused_with_a_sentence(petra: User) -> None:
    for credential in ("", "[]", "{", "[" * 20_000, '{"id": "x"}', "x" * 40_000):
        browser = Client()
        browser.post("/sign-in/passkey/question/")
        response = browser.post("/sign-in/passkey/", {"credential": credential})
        assert response.status_code == 422, credential[:20]
        assert "does not open this account" in text_of(response)
