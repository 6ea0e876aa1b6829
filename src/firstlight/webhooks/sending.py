"""Sending one request to an address of a stranger: no way inside, no redirects, no waiting without end."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from firstlight.webhooks.rules import may_be_reached

#: Seconds for the whole exchange, and for making the connection.
WHOLE = 15.0
CONNECTING = 5.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `status` is None where there was no answer, and `reason` says why."""

    status: int | None
    milliseconds: int
    reason: str = ""

    @property
    def ok(self) -> bool:
        """Whether the other side took it: any 2xx."""
        return self.status is not None and 200 <= self.status < 300


class Unreachable(OSError):
    """The name leads to no address that may be reached."""


def addresses_of(host: str, port: int, *, private: bool) -> list[str]:
    """The IP addresses of a name. Raises Unreachable when one of them is inside: such a name is not to be trusted."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not private and not all(may_be_reached(ip) for ip in found):
        raise Unreachable(f"{host} leads to an address that is private or this machine.")
    return found


class _Connection(http.client.HTTPConnection):
    """Connects to the very address that was checked, so that a name cannot lead elsewhere a moment later."""

    def __init__(self, host: str, port: int, *, tls: bool, private: bool) -> None:
        super().__init__(host, port, timeout=WHOLE)
        self.tls = tls
        self.private = private

    def connect(self) -> None:
        error: OSError = Unreachable(f"{self.host} leads nowhere.")
        for ip in addresses_of(self.host, self.port, private=self.private):
            try:
                plain = socket.create_connection((ip, self.port), CONNECTING)
                break
            except OSError as refused:
                error = refused
        else:
            raise error
        plain.settimeout(WHOLE)
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(plain, server_hostname=self.host) if self.tls else plain


def post(address: str, body: bytes, headers: Mapping[str, str], *, private: bool) -> Outcome:
    """Send it and wait for the status. Nothing raises: what went wrong is in the outcome."""
    parts = urlsplit(address)
    tls = parts.scheme == "https"
    connection = _Connection(parts.hostname or "", parts.port or (443 if tls else 80), tls=tls, private=private)
    start = time.monotonic()
    # A timeout of the socket starts anew with every byte; this one ends the exchange whatever still drips in.
    whole = threading.Timer(WHOLE, _cut, (connection,))
    whole.daemon = True
    whole.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, dict(headers))
        status = connection.getresponse().status
        reason = "" if 200 <= status < 300 else f"answered {status}"
    except (OSError, http.client.HTTPException, ValueError) as error:
        status, reason = None, _words(error, time.monotonic() - start)
    finally:
        whole.cancel()
        connection.close()
    return Outcome(status, round((time.monotonic() - start) * 1000), reason)


def _cut(connection: _Connection) -> None:
    """End the exchange from another thread: closing alone would leave whoever reads waiting."""
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _words(error: Exception, seconds: float) -> str:
    if isinstance(error, Unreachable):
        return str(error)
    if isinstance(error, TimeoutError) or seconds >= WHOLE:
        return f"no answer within {round(seconds)} s"
    if isinstance(error, socket.gaierror):
        return "the name is not known"
    if isinstance(error, ssl.SSLError):
        return f"the connection is not safe: {error.reason or 'TLS failed'}"[:300]
    return f"{type(error).__name__}: {error}"[:300]
