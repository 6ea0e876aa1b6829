"""What the environment says, read once and checked: a wrong value stops the program with a sentence."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from firstlight.config.connections import address_of, mail_of, openid_of, proxies_of
from firstlight.identity.organisation import OpenId
from firstlight.kernel.installation import WrongSetting, data_folder


@dataclass(frozen=True, slots=True)
class Environment:
    """Everything that may differ between installations.

    `durable` is no only for the scratch database of one run, which nobody reads afterwards: FIRSTLIGHT_THROWAWAY.
    """

    data: Path
    database: dict[str, Any]
    hosts: tuple[str, ...]
    debug: bool
    durable: bool
    api_requests: int = 600
    webhooks_private: bool = False
    health_private: bool = False
    address: str = ""
    proxies: int = 0
    mail: Mapping[str, Any] = field(default_factory=dict)
    openid: OpenId | None = None

    @classmethod
    def read(cls, variables: Mapping[str, str] = os.environ) -> Environment:
        """Read the FIRSTLIGHT_ variables."""
        data = data_folder(variables)
        hosts = tuple(
            host for host in variables.get("FIRSTLIGHT_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host
        )
        durable = variables.get("FIRSTLIGHT_THROWAWAY") != "1"
        database = database_of(variables.get("FIRSTLIGHT_DATABASE", ""), data, durable=durable)
        requests = variables.get("FIRSTLIGHT_API_REQUESTS", "600")
        if not requests.isdecimal() or not 0 < int(requests) <= 1_000_000:
            raise WrongSetting(f"FIRSTLIGHT_API_REQUESTS is “{requests}”; expected requests a minute, such as 600.")
        private = variables.get("FIRSTLIGHT_WEBHOOKS_PRIVATE") == "1"
        address, mail = address_of(variables), mail_of(variables)
        if mail and not address:
            raise WrongSetting(
                "FIRSTLIGHT_ADDRESS is missing: letters lead to it, such as https://firstlight.example.org."
            )
        if address and urlsplit(address).hostname not in hosts:
            hosts = (*hosts, urlsplit(address).hostname or "")
        return cls(
            data, database, hosts, debug=False, durable=durable, address=address, proxies=proxies_of(variables),
            mail=mail, openid=openid_of(variables), api_requests=int(requests), webhooks_private=private,
            health_private=variables.get("FIRSTLIGHT_HEALTH_PRIVATE") == "1",
        )  # fmt: skip


def database_of(address: str, data: Path, *, durable: bool = True) -> dict[str, Any]:
    """Django's description of "sqlite:///path" or "postgresql://user:word@host:port/name?host=/socket"."""
    if not address:
        return _sqlite(str(data / "firstlight.sqlite3"), durable)
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path)[1:] if parts.path.startswith("//") else unquote(parts.path), durable)
    if parts.scheme in ("postgresql", "postgres"):
        socket = parse_qs(parts.query).get("host", [""])[0]
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": socket or parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise WrongSetting(
        f"FIRSTLIGHT_DATABASE is “{address}”; expected sqlite:///path/to/file or postgresql://user@host/name."
    )


def _sqlite(name: str, durable: bool) -> dict[str, Any]:
    # FULL, because NORMAL may lose an acknowledged write when the power goes.
    synchronous = "FULL" if durable else "OFF"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        # Opening it anew for each request costs more than most of the queries of a page.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # Recursive triggers, because without them INSERT OR REPLACE deletes rows past the triggers that refuse it.
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON; "
            "PRAGMA recursive_triggers=ON;",
        },
    }


def secret_key(data: Path) -> str:
    """The installation's secret, made on first use and readable by its owner alone."""
    path = data / "secret-key"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = secrets.token_urlsafe(48)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(handle, "w") as out:
            out.write(key + "\n")
        return key
    except OSError as error:
        raise WrongSetting(f"The secret key in {path} cannot be read: {error.strerror}.") from error
