"""Asking an address of a stranger: no way inside, no waiting without end, no more bytes than wanted.

A name is resolved once, every address it leads to is checked, and the connection goes to one that was checked: a name
cannot lead elsewhere a moment later. Redirects are told and never followed here; whoever follows one asks anew.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

#: Seconds for the whole exchange, and for making the connection.
WHOLE = 15.0
CONNECTING = 5.0
#: Attempts to reach somebody, with these pauses between them: the last comes after about a day.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0.5, 2, 10, 30, 60, 120, 240, 480, 720))
#: Of the addresses behind a name so many are tried.
_TRIED = 4

#: What clouds tell their own machines about themselves stands behind addresses that look like any other.
_METADATA = frozenset({"168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254"})
_INSIDE = (".localhost", ".local", ".internal", ".localdomain", ".home.arpa")


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts; None when it is given up."""
    return PAUSES[attempts - 1] if 0 < attempts <= len(PAUSES) else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `status` is None where there was no answer, and `reason` says why.

    `location` is where a redirect leads, as it was sent; `kind` the media type, `body` the first bytes that were asked
    for.
    """

    status: int | None
    milliseconds: int
    reason: str = ""
    location: str = ""
    kind: str = ""
    body: bytes = b""

    @property
    def ok(self) -> bool:
        """Whether the other side took it: any 2xx."""
        return self.status is not None and 200 <= self.status < 300


class Unreachable(OSError):
    """The name leads to no address that may be reached."""


def amiss_in_address(address: str, *, private: bool) -> str:
    """What is wrong with an address, as a sentence; "" when it can be used. Where a name leads is looked at later."""
    if len(address) > 500 or not address.isascii() or not address.isprintable() or " " in address:
        return "expected an address of at most 500 plain characters."
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "expected an address such as https://example.org/path."
    if parts.scheme not in (("https", "http") if private else ("https",)) or not parts.hostname:
        return "expected an address that begins with https://."
    if parts.username or parts.password:
        return "expected an address without a name and a password in it."
    if port == 0:
        return "expected a port that can be reached."
    name = parts.hostname.rstrip(".")
    try:
        ip = ipaddress.ip_address(name)
    except ValueError:
        inside = name == "localhost" or name.endswith(_INSIDE)
        return "expected an address that can be reached from outside." if inside and not private else ""
    fine = may_be_reached(str(ip), private=private)
    return "" if fine else "expected an address that is neither private nor this machine."


def may_be_reached(ip: str, *, private: bool = False) -> bool:
    """Whether an IP address is one of the open internet: not private, not this machine, not a link's own.

    With `private` those of private networks and of this machine are fine too. What a cloud tells a machine about
    itself, a link's own addresses and those of many are never asked.
    """
    found = ipaddress.ip_address(ip.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if inner is not None:
        return may_be_reached(str(inner), private=private)
    if found.is_unspecified or found.is_multicast or found.is_link_local or str(found) in _METADATA:
        return False
    if found.is_loopback:
        return private
    return not found.is_reserved and (private or found.is_global)


def addresses_of(host: str, port: int, *, private: bool) -> list[str]:
    """The IP addresses of a name. Raises Unreachable when one of them is inside: such a name is not to be trusted."""
    found = list(dict.fromkeys(str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    if not all(may_be_reached(ip, private=private) for ip in found):
        raise Unreachable(f"{host} leads to an address that is private or this machine.")
    return found[:_TRIED]


class _Connection(http.client.HTTPConnection):
    """Connects to the very address that was checked."""

    def __init__(self, host: str, port: int, *, tls: bool, private: bool, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self.tls, self.private, self.seconds = tls, private, seconds

    def connect(self) -> None:
        error: OSError = Unreachable(f"{self.host} leads nowhere.")
        for ip in addresses_of(self.host, self.port, private=self.private):
            try:
                self.sock = socket.create_connection((ip, self.port), min(CONNECTING, self.seconds))
                break
            except OSError as refused:
                error = refused
        else:
            raise error
        self.sock.settimeout(self.seconds)
        if self.tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def ask(
    method: str,
    address: str,
    *,
    private: bool,
    headers: Mapping[str, str],
    body: bytes | None = None,
    most: int = 0,
    seconds: float | None = None,
) -> Outcome:
    """Send it and wait for the status and the first `most` bytes. Nothing raises: what went wrong is in the outcome.

    It takes no longer than so many `seconds`, and the looking up of the name.
    """
    parts, seconds = urlsplit(address), seconds or WHOLE
    tls = parts.scheme == "https"
    port = parts.port or (443 if tls else 80)
    connection = _Connection(parts.hostname or "", port, tls=tls, private=private, seconds=seconds)
    start = time.monotonic()
    # A timeout of the socket starts anew with every byte; this one ends the exchange whatever still drips in.
    whole = threading.Timer(seconds, _cut, (connection,))
    whole.daemon = True
    whole.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body, dict(headers))
        answer = connection.getresponse()
        first = answer.read(most) if most else b""
        status: int | None = answer.status
        reason = "" if 200 <= answer.status < 300 else f"answered {answer.status}"
        location, kind = answer.headers.get("Location", ""), answer.headers.get_content_type()
    except (OSError, http.client.HTTPException, ValueError) as error:
        status, reason, location, kind, first = None, _words(error, time.monotonic() - start, seconds), "", "", b""
    finally:
        whole.cancel()
        connection.close()
    return Outcome(status, round((time.monotonic() - start) * 1000), reason, location, kind, first)


def _cut(connection: _Connection) -> None:
    """End the exchange from another thread: closing alone would leave whoever reads waiting."""
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _words(error: Exception, took: float, seconds: float) -> str:
    if isinstance(error, Unreachable):
        return str(error)
    if isinstance(error, TimeoutError) or took >= seconds:
        return f"no answer within {max(1, round(took))} s"
    if isinstance(error, socket.gaierror):
        return "the name is not known"
    if isinstance(error, ssl.SSLError):
        return f"the connection is not safe: {error.reason or 'TLS failed'}"[:300]
    return f"{type(error).__name__}: {error}"[:300]
