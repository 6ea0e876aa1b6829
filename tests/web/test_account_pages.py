"""The page of one's account, and what opens it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from firstlight.identity.actions import make_recovery_codes
from firstlight.identity.models import Passkey, User
from firstlight.identity.queries import keys_of, own_context
from firstlight.identity.rules import STEP, code_at
from firstlight.ledger.models import Entry
from tests.cast import Cast
from tests.identity.devices import Device, added_device
from tests.web.signing_in import PASSWORD, Clock, is_in, noted, sign_with, text_of, type_password

NEW = "another four words or five"
KEYS = "/account/passkeys/"


@pytest.fixture
def browser(petra: User) -> Client:
    signed_in = Client()
    type_password(signed_in)
    return signed_in


@pytest.fixture
def device() -> Device:
    return Device("https://testserver", "testserver")


def _about(**changes: str) -> dict[str, str]:
    return {"name": "Petra Lind", "time_zone": "", "language": "", "single_keys": "on"} | changes


def test_what_one_says_of_oneself_is_saved_and_stands_in_the_ledger(browser: Client, petra: User) -> None:
    sent = _about(name=" Petra Lindt ", time_zone="Asia/Kolkata", language="de")
    del sent["single_keys"]
    response = browser.post("/account/", sent)
    assert response.status_code == 303
    assert response.cookies["fl-language"].value == "de"
    petra.refresh_from_db()
    assert (petra.name, petra.time_zone, petra.language, petra.single_keys) == (
        "Petra Lindt",
        "Asia/Kolkata",
        "de",
        False,
    )
    entry = Entry.objects.get(action="identity.user.changed")
    assert "Asia/Kolkata" in str(entry.after)
    assert browser.post("/account/", sent).status_code == 303
    assert noted("user.changed") == 1


@pytest.mark.parametrize("wrong", [{"name": " "}, {"time_zone": "Mars/Olympus"}, {"language": "xx"}])
def test_what_cannot_be_is_shown_again_with_what_was_typed(browser: Client, wrong: dict[str, str]) -> None:
    response = browser.post("/account/", _about(**{"name": "Petra L.", **wrong}))
    assert response.status_code == 422
    assert wrong.get("name", "Petra L.") in text_of(response)


def test_single_keys_that_are_off_are_off_on_every_page(browser: Client, cast: Cast) -> None:
    sent = _about()
    del sent["single_keys"]
    browser.post("/account/", sent)
    assert 'data-single-keys="off"' in text_of(browser.get(f"/p/{cast.project.slug}/"))


def test_a_language_chosen_once_comes_back_with_the_next_sign_in(browser: Client) -> None:
    browser.post("/account/", _about(language="de"))
    elsewhere = Client()
    assert type_password(elsewhere).cookies["fl-language"].value == "de"


def test_a_new_password_ends_all_other_sessions_and_the_old_one(browser: Client) -> None:
    there = Client()
    type_password(there)
    assert browser.post("/account/password/", {"password": NEW}).status_code == 303
    assert is_in(browser)
    assert not is_in(there)
    assert type_password(Client()).status_code == 422
    assert type_password(Client(), NEW).status_code == 302
    assert noted("password.set") == 2
    assert NEW not in " ".join(f"{one.before}{one.after}" for one in Entry.objects.all())


def test_a_password_that_will_not_do_is_refused_beside_the_field(browser: Client) -> None:
    response = browser.post("/account/password/", {"password": "password123456"})
    assert response.status_code == 422
    assert "tried first" in text_of(response)
    assert "password123456" not in text_of(response)
    assert type_password(Client()).status_code == 302


def test_a_password_may_be_pasted_and_filled_in_by_the_browser(browser: Client) -> None:
    page = text_of(browser.get("/account/password/"))
    field = re.search(r'<input type="password"[^>]*>', page)
    assert field
    assert 'autocomplete="new-password"' in field.group()
    assert "onpaste" not in page


def test_a_passkey_is_added_named_listed_and_removed(browser: Client, petra: User, device: Device) -> None:
    added = sign_with(browser, device, KEYS, f"{KEYS}question/", name="Work laptop")
    assert added.status_code == 200
    assert len(re.findall(r"<li><code>[a-z2-9]{5}-[a-z2-9]{5}</code></li>", text_of(added))) == 10
    page = text_of(browser.get("/account/"))
    assert "Work laptop" in page
    assert "never used" in page
    assert noted("passkey.added") == noted("recovery-codes.made") == 1
    removed = browser.post(f"{KEYS}{Passkey.objects.get().pk}/remove/", follow=True)
    assert "is removed" in text_of(removed)
    assert not keys_of(petra).second
    assert noted("passkey.removed") == 1


def test_the_second_passkey_brings_no_new_recovery_codes(
    browser: Client, petra: User, device: Device, clock: Clock
) -> None:
    make_recovery_codes(own_context(petra, clock.now), petra)
    before = set(petra.recovery_codes.values_list("digest", flat=True))
    assert sign_with(browser, device, KEYS, f"{KEYS}question/").status_code == 303
    assert set(petra.recovery_codes.values_list("digest", flat=True)) == before


def test_the_passkey_of_somebody_else_is_not_there(browser: Client, cast: Cast, clock: Clock) -> None:
    added_device(cast.users["wo"], clock.now)
    assert browser.post(f"{KEYS}{Passkey.objects.get().pk}/remove/").status_code == 404
    assert Passkey.objects.exists()


def test_an_answer_without_a_question_adds_nothing(browser: Client, device: Device) -> None:
    import json

    answer = json.dumps(device.make("bm90IGFza2Vk"))
    assert browser.post(KEYS, {"credential": answer, "name": "x"}).status_code == 422
    assert not Passkey.objects.exists()


def test_an_app_is_added_by_its_first_code_and_removed(browser: Client, petra: User, clock: Clock) -> None:
    page = text_of(browser.get("/account/authenticator/"))
    secret = _secret(page)
    assert "<svg" in page
    assert _secret(text_of(browser.get("/account/authenticator/"))) == secret
    assert browser.post("/account/authenticator/", {"code": "000000"}).status_code == 422
    right = code_at(secret, int(clock.now.timestamp()) // STEP)
    assert "Keep these recovery codes" in text_of(browser.post("/account/authenticator/", {"code": right}))
    assert keys_of(petra).app
    assert browser.get("/account/authenticator/").status_code == 303
    assert browser.post("/account/authenticator/remove/").status_code == 303
    assert not keys_of(petra).app
    assert noted("second-factor.on") == noted("second-factor.off") == 1


def _secret(page: str) -> bytes:
    import base64

    shown = re.search(r'fl-secret"><code>([A-Z2-7 ]+)</code>', page)
    assert shown
    return base64.b32decode(shown.group(1).replace(" ", ""))


def test_new_recovery_codes_take_the_place_of_the_old(browser: Client, petra: User) -> None:
    first = text_of(browser.post("/account/recovery-codes/"))
    second = text_of(browser.post("/account/recovery-codes/"))
    assert first != second
    assert petra.recovery_codes.count() == 10


WEIGHTY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/account/password/", {"password": NEW}),
    (KEYS, {"credential": "{}"}),
    (f"{KEYS}question/", {}),
    (f"{KEYS}1/remove/", {}),
    ("/account/authenticator/", {"code": "000000"}),
    ("/account/authenticator/remove/", {}),
    ("/account/recovery-codes/", {}),
)


@pytest.mark.parametrize(("address", "data"), WEIGHTY)
def test_what_opens_the_account_is_changed_only_by_who_showed_lately_who_they_are(
    browser: Client, clock: Clock, address: str, data: dict[str, Any]
) -> None:
    clock.passes(minutes=6)
    response = browser.post(address, data)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/confirm/")


def test_a_form_sent_twice_is_done_once(browser: Client) -> None:
    sent = {"password": NEW, "idempotency_key": "one"}
    assert browser.post("/account/password/", sent).status_code == 303
    assert browser.post("/account/password/", sent).status_code == 303
    assert noted("password.set") == 2  # one of them by the fixture


def test_the_old_password_is_nowhere_on_the_page(browser: Client) -> None:
    assert PASSWORD not in text_of(browser.get("/account/password/"))
