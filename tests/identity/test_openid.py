"""What is believed of an OpenID provider, and everything that is not."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from firstlight.identity import openid
from firstlight.identity.openid import Request
from firstlight.kernel.errors import Invalid
from tests.cast import NOW
from tests.identity.provider import BACK, CLIENT, ISSUER, SECRET, FakeProvider

ASKED = Request("state", "nonce", "verifier")


@pytest.fixture(params=["RS256", "ES256"])
def provider(request: Any) -> FakeProvider:
    return FakeProvider(NOW, request.param)


def _redeem(provider: FakeProvider, code: str = "the-code") -> openid.Identity:
    told = openid.discover(ISSUER, provider.client)
    return openid.redeem(
        told, ASKED, code, client_id=CLIENT, secret=SECRET, back=BACK, now=NOW, using=provider.client
    )  # fmt: skip


def test_the_browser_is_sent_with_a_challenge_and_never_with_a_secret(provider: FakeProvider) -> None:
    told = openid.discover(ISSUER, provider.client)
    address = openid.address_to_go(told, ASKED, client_id=CLIENT, back=BACK, again=False)
    asked = parse_qs(urlsplit(address).query)
    digest = base64.urlsafe_b64encode(hashlib.sha256(b"verifier").digest()).rstrip(b"=").decode()
    assert asked["code_challenge"] == [digest]
    assert asked["redirect_uri"] == [BACK]
    assert "prompt" not in asked
    assert SECRET not in address
    again = parse_qs(urlsplit(openid.address_to_go(told, ASKED, client_id=CLIENT, back=BACK, again=True)).query)
    assert (again["prompt"], again["max_age"]) == (["login"], ["0"])


def test_a_right_answer_says_who_it_is_and_when_they_showed_it(provider: FakeProvider) -> None:
    provider.says(auth_time=int((NOW - timedelta(hours=2)).timestamp()))
    found = _redeem(provider)
    assert (found.subject, found.email, found.email_is_verified) == ("0815", "pl@example.org", True)
    assert found.shown_at == NOW - timedelta(hours=2)
    assert provider.sent["code_verifier"] == "verifier"
    assert provider.sent["client_secret"] == SECRET


WRONG: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://evil.example"},
    "another client": {"aud": "somebody-else"},
    "several clients and not for us": {"aud": [CLIENT, "other"], "azp": "other"},
    "another request": {"nonce": "stolen"},
    "over": {"exp": int((NOW - timedelta(minutes=5)).timestamp())},
    "from the future": {"iat": int((NOW + timedelta(minutes=5)).timestamp())},
    "nobody": {"sub": None, "drop": ["sub"]},
    "no times": {"drop": ["exp"]},
}


@pytest.mark.parametrize("why", WRONG)
def test_an_answer_that_is_not_for_us_now_is_refused(provider: FakeProvider, why: str) -> None:
    provider.says(**WRONG[why])
    with pytest.raises(Invalid, match="could not be verified"):
        _redeem(provider)


@pytest.mark.parametrize("how", ["none", "HS256", "stranger", "cut", "unknown key", "changed"])
def test_an_answer_that_the_provider_did_not_sign_is_refused(provider: FakeProvider, how: str) -> None:
    provider.forge = how
    with pytest.raises(Invalid, match="could not be verified"):
        _redeem(provider)


@pytest.mark.parametrize("fault", ["down", "no json", "other issuer", "no token", "list"])
def test_a_provider_that_is_not_well_is_a_sentence_and_no_crash(provider: FakeProvider, fault: str) -> None:
    provider.fault = fault
    with pytest.raises(Invalid, match="Use another way to sign in"):
        _redeem(provider)
