"""What tests at the door share: a password, quick hashing, and a clock that can be moved."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from firstlight.identity.actions import set_password
from firstlight.identity.models import User
from firstlight.identity.queries import own_context
from firstlight.ledger.models import Entry
from tests.cast import Cast
from tests.identity.devices import Device

PASSWORD = "four words in a row"


@dataclass
class Clock:
    """The clock on the wall."""

    now: datetime

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime, settings: Any) -> Clock:
    """A clock that a test moves; hashing is quick meanwhile."""
    moved = Clock(now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moved.now)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return moved


@pytest.fixture
def petra(cast: Cast, clock: Clock) -> User:
    """The programme lead, who has set a password."""
    user: User = cast.users["pl"]
    return set_password(own_context(user, clock.now), user, make_password(PASSWORD))


def type_password(browser: Client, password: str = PASSWORD, email: str = "pl@example.org", **more: Any) -> Any:
    return browser.post("/sign-in/", {"email": email, "password": password, **more.pop("data", {})}, **more)


def is_in(browser: Client) -> bool:
    """Whether the browser is signed in: it sees the page of an account."""
    return bool(browser.get("/account/").status_code == 200)


def sign_with(
    browser: Client, device: Device, address: str, question: str = "/sign-in/passkey/question/", **data: Any
) -> Any:
    """Ask, have the device sign, and send the answer."""
    asked = browser.post(question)
    assert asked.status_code == 200
    challenge = asked.json()["publicKey"]["challenge"]
    answer = device.make(challenge) if "account" in question else device.sign(challenge)
    return browser.post(address, {"credential": json.dumps(answer), **data})


def noted(code: str) -> int:
    """How many entries of that name the installation's ledger has."""
    return Entry.objects.filter(stream="workspace", action=f"identity.{code}").count()


def text_of(response: Any) -> str:
    return str(response.content.decode())
