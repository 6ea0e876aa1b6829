"""Passkeys in a real browser, with an authenticator that the browser plays itself."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from firstlight.identity.actions import set_password
from firstlight.identity.queries import own_context
from firstlight.web.viewing import CONFIRMED
from tests.browser.conftest import Opens, enter, link_of
from tests.browser.test_every_page import _looked_at
from tests.web.conftest import Stage
from tests.web.signing_in import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def here(live_server: Any) -> str:
    """Passkeys belong to a name; a number is none."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


def _device(page: Page) -> None:
    speaking = page.context.new_cdp_session(page)
    speaking.send("WebAuthn.enable")
    speaking.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def _add_passkey(page: Page) -> None:
    page.goto("/account/passkeys/")
    page.get_by_label("Name of the passkey").fill("Work laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Keep these recovery codes")).to_be_visible()


def _forget_who_they_are() -> None:
    """As if the last proof were more than five minutes old."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    for kept in Session.objects.all():
        session = SessionStore(kept.session_key)
        session[CONFIRMED] = session.get(CONFIRMED, 0) - 600
        session.save()


@pytest.mark.requirement("PLT-01")
def test_a_passkey_is_added_signs_in_without_a_name_and_confirms(stage: Stage, opens: Opens, here: str) -> None:
    page = opens(base_url=here)
    _device(page)
    enter(page, link_of(stage))
    _add_passkey(page)
    page.get_by_role("link", name="The codes are kept").click()
    expect(page.locator("b", has_text="Work laptop")).to_be_visible()

    page.context.clear_cookies()
    wanted = f"/p/{stage.project.slug}/ledger/"
    page.goto(wanted)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(here + wanted)

    _forget_who_they_are()
    page.goto("/account/password/")
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    page.get_by_role("button", name="Confirm with a passkey").click()
    page.wait_for_url(f"{here}/account/password/")


def test_a_password_is_shown_and_hidden_and_then_asks_for_the_passkey(stage: Stage, opens: Opens, here: str) -> None:
    from django.contrib.auth.hashers import make_password

    user = stage.cast.users["pl"]
    set_password(own_context(user, stage.inside.now), user, make_password(PASSWORD))
    page = opens(base_url=here)
    _device(page)
    enter(page, link_of(stage))
    _add_passkey(page)
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.get_by_label("Mail address").fill("pl@example.org")
    field = page.get_by_label("Password", exact=True)
    field.fill(PASSWORD)
    page.get_by_role("button", name="Show password").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide password").click()
    expect(field).to_have_attribute("type", "password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/p/**")


def test_a_passkey_that_is_not_used_is_a_sentence(stage: Stage, opens: Opens, here: str) -> None:
    page = opens(base_url=here)
    speaking = page.context.new_cdp_session(page)
    speaking.send("WebAuthn.enable")
    speaking.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | {"isUserVerified": False}})
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("was not used")


def test_without_scripts_every_other_way_is_there(stage: Stage, opens: Opens, here: str) -> None:
    page = opens(base_url=here, java_script_enabled=False)
    page.goto("/sign-in/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()


def test_the_door_and_the_account_are_accessible_and_fit(stage: Stage, opens: Opens, here: str, settings: Any) -> None:
    """In the states that a visit to each address alone does not show."""
    settings.MAIL_CONFIGURED = True
    page = opens(base_url=here, reduced_motion="reduce")
    _device(page)
    wrong: list[str] = []

    def look(address: str = "") -> None:
        if address:
            page.goto(address)
        wrong.extend(f"{page.url} {said}" for said in _looked_at(page))

    look("/sign-in/?next=/account/&ended=idle")
    look("/sign-in/link/?password=forgotten")
    enter(page, link_of(stage))
    _add_passkey(page)
    look()
    look("/account/")
    look("/confirm/?next=/account/")
    assert not wrong, "\n".join(wrong)
