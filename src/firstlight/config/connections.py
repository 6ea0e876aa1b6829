"""What the environment says of the world outside: the public address, mail, the organisation's own sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from firstlight.identity.organisation import OpenId
from firstlight.kernel.installation import WrongSetting

_MAIL_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


def address_of(variables: Mapping[str, str]) -> str:
    """FIRSTLIGHT_ADDRESS: where people reach this installation, without a slash at the end. Empty: as they typed it."""
    address = variables.get("FIRSTLIGHT_ADDRESS", "").rstrip("/")
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise WrongSetting(f"FIRSTLIGHT_ADDRESS is “{address}”; expected such as https://firstlight.example.org.")
    return address


def proxies_of(variables: Mapping[str, str]) -> int:
    """FIRSTLIGHT_PROXIES: how many proxies stand before this installation, each of which adds to X-Forwarded-For."""
    told = variables.get("FIRSTLIGHT_PROXIES", "0")
    if not told.isdecimal() or int(told) > 9:
        raise WrongSetting(f"FIRSTLIGHT_PROXIES is “{told}”; expected a number from 0 to 9.")
    return int(told)


def mail_of(variables: Mapping[str, str]) -> dict[str, Any]:
    """Django's settings for FIRSTLIGHT_MAIL_SERVER and FIRSTLIGHT_MAIL_FROM; empty when there is no mail.

    smtp://user:word@host:587 encrypts after the greeting, smtps:// from the start, smtp+plain:// never;
    folder:/path writes letters into a folder, to try it out.
    """
    server, sender = variables.get("FIRSTLIGHT_MAIL_SERVER", ""), variables.get("FIRSTLIGHT_MAIL_FROM", "")
    if not server:
        return {}
    if "@" not in sender:
        raise WrongSetting(f"FIRSTLIGHT_MAIL_FROM is “{sender}”; expected a mail address, because there is a server.")
    parts = urlsplit(server)
    if parts.scheme == "folder" and parts.path:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": unquote(parts.path), "DEFAULT_FROM_EMAIL": sender}
    if parts.scheme not in _MAIL_PORTS or not parts.hostname:
        raise WrongSetting(
            "FIRSTLIGHT_MAIL_SERVER cannot be read; expected smtp://user:word@host:587, smtps://, "
            "smtp+plain:// or folder:/path."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 15,
        "DEFAULT_FROM_EMAIL": sender,
    }


def openid_of(variables: Mapping[str, str]) -> OpenId | None:
    """FIRSTLIGHT_OPENID_ISSUER, _CLIENT, _SECRET (or _SECRET_FILE), _NAME and _TRUSTS_MAIL; None without an issuer."""
    issuer = variables.get("FIRSTLIGHT_OPENID_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    client, secret = variables.get("FIRSTLIGHT_OPENID_CLIENT", ""), variables.get("FIRSTLIGHT_OPENID_SECRET", "")
    if file := variables.get("FIRSTLIGHT_OPENID_SECRET_FILE", ""):
        try:
            secret = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise WrongSetting(f"FIRSTLIGHT_OPENID_SECRET_FILE “{file}” cannot be read: {error.strerror}.") from error
    local = urlsplit(issuer).hostname in ("localhost", "127.0.0.1")
    if not issuer.startswith("https://") and not local:
        raise WrongSetting(f"FIRSTLIGHT_OPENID_ISSUER is “{issuer}”; expected an address that begins with https://.")
    if not client or not secret:
        raise WrongSetting("FIRSTLIGHT_OPENID_CLIENT or FIRSTLIGHT_OPENID_SECRET is missing; the issuer gives both.")
    name = variables.get("FIRSTLIGHT_OPENID_NAME", "") or (urlsplit(issuer).hostname or issuer)
    return OpenId(issuer, client, secret, name, variables.get("FIRSTLIGHT_OPENID_TRUSTS_MAIL") == "1")
