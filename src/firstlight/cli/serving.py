"""Serving the workspace."""

from __future__ import annotations

import errno
import os
import socket

from firstlight.cli.showing import say

FIRST_PORT = 8000
PORTS_TRIED = 20
#: Requests and streams that each process has open at a time.
OPEN_AT_ONCE = 4096


def free_port(host: str, asked: int | None) -> int:
    """The asked port, or the first free one from 8000. Raises Invalid when it is taken."""
    from firstlight.kernel.errors import Invalid

    candidates = [asked] if asked is not None else list(range(FIRST_PORT, FIRST_PORT + PORTS_TRIED))
    for port in candidates:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                return int(probe.getsockname()[1])
            except OSError as error:
                if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                    raise Invalid(f"{host} port {port} cannot be used: {error.strerror}.") from error
    tried = f"Port {asked} is" if asked is not None else f"Ports {candidates[0]} to {candidates[-1]} are all"
    raise Invalid(f"{tried} in use on {host}; choose another with --port.")


def processes() -> int:
    """As many as there are cores, four at most: each holds the program and its own connections to the database."""
    return min(4, os.cpu_count() or 1)


def serve(host: str, port: int, *, work: bool = True) -> None:
    """Serve until stopped. With `work` the background loop runs in a thread of this program."""
    from granian import Granian
    from granian.constants import Interfaces

    from firstlight.jobs.worker import start_beside

    say("Stop with Ctrl+C.")
    server = Granian(
        "firstlight.config.server:server",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=processes(),
        # A stream of events stays open for hours, and whoever watches a board has one.
        backpressure=OPEN_AT_ONCE,
        backlog=OPEN_AT_ONCE,
        workers_kill_timeout=10,
        log_access=False,
        log_enabled=False,
    )
    stop = start_beside() if work else None
    try:
        server.serve()
    finally:
        if stop is not None:
            stop.set()
