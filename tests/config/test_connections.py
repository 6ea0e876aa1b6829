"""What the environment says of the world outside: read once, and a wrong value stops the program with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstlight.config.connections import address_of, mail_of, openid_of, proxies_of
from firstlight.config.environment import Environment
from firstlight.kernel.installation import WrongSetting

MAIL = {"FIRSTLIGHT_MAIL_FROM": "firstlight@example.org"}
OPENID = {"FIRSTLIGHT_OPENID_ISSUER": "https://id.example.org/", "FIRSTLIGHT_OPENID_CLIENT": "firstlight"}


def test_nothing_said_is_nothing_set_up() -> None:
    assert (address_of({}), proxies_of({}), mail_of({}), openid_of({})) == ("", 0, {}, None)


@pytest.mark.parametrize(
    ("server", "port", "tls", "ssl"),
    [("smtp://m:w%40rd@mail.example.org", 587, True, False), ("smtps://mail.example.org", 465, False, True),
     ("smtp+plain://mail.example.org:2525", 2525, False, False)],
)  # fmt: skip
def test_a_mail_server_is_an_address(server: str, port: int, tls: bool, ssl: bool) -> None:
    said = mail_of({"FIRSTLIGHT_MAIL_SERVER": server} | MAIL)
    assert (said["EMAIL_PORT"], said["EMAIL_USE_TLS"], said["EMAIL_USE_SSL"]) == (port, tls, ssl)
    assert said["EMAIL_HOST_PASSWORD"] in ("", "w@rd")


def test_the_secret_of_the_provider_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("between two\n")
    told = openid_of(OPENID | {"FIRSTLIGHT_OPENID_SECRET_FILE": str(tmp_path / "secret")})
    assert told is not None
    assert (told.issuer, told.secret, told.name) == ("https://id.example.org", "between two", "id.example.org")


@pytest.mark.parametrize(
    "variables",
    [
        {"FIRSTLIGHT_ADDRESS": "firstlight.example.org"},
        {"FIRSTLIGHT_ADDRESS": "https://firstlight.example.org/below"},
        {"FIRSTLIGHT_PROXIES": "-1"},
        {"FIRSTLIGHT_PROXIES": "many"},
        {"FIRSTLIGHT_MAIL_SERVER": "smtp://mail.example.org"},
        {"FIRSTLIGHT_MAIL_SERVER": "mail.example.org"} | MAIL,
        {"FIRSTLIGHT_OPENID_ISSUER": "http://id.example.org"},
        OPENID,
        OPENID | {"FIRSTLIGHT_OPENID_SECRET_FILE": "nowhere"},
    ],
)
def test_a_wrong_value_is_refused_with_its_name(variables: dict[str, str]) -> None:
    with pytest.raises(WrongSetting, match="FIRSTLIGHT_"):
        _read(variables)


def _read(variables: dict[str, str]) -> list[object]:
    return [address_of(variables), proxies_of(variables), mail_of(variables), openid_of(variables)]


def test_who_mails_letters_says_where_they_lead(tmp_path: Path) -> None:
    said = {"FIRSTLIGHT_DATA": str(tmp_path), "FIRSTLIGHT_MAIL_SERVER": "smtps://mail.example.org"} | MAIL
    with pytest.raises(WrongSetting, match="FIRSTLIGHT_ADDRESS is missing"):
        Environment.read(said)
    assert Environment.read(said | {"FIRSTLIGHT_ADDRESS": "https://firstlight.example.org"}).mail
