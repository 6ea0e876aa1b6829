"""`firstlight serve`: the workspace on one address."""

from __future__ import annotations

import argparse

from firstlight.cli.showing import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--no-worker", action="store_true", help="leave the background work to “firstlight worker”")
    parser.add_argument("--port", type=int, help="the port (default: the first free one from 8000)")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped. Nothing but this machine can reach it unless --host says so."""
    from firstlight.cli.preparing import open_workspace
    from firstlight.cli.serving import free_port, serve

    open_workspace()
    port = free_port(options.host, options.port)
    if options.host not in ("127.0.0.1", "::1", "localhost"):
        say("Others can reach this address. Put a proxy with TLS before it, and name it in FIRSTLIGHT_HOSTS.")
    say(f"Firstlight: http://{options.host}:{port}/  Sign in with: firstlight sign-in-link MAIL")
    serve(options.host, port, work=not options.no_worker)
    return 0
