"""`firstlight worker`: the background loop on its own, where the server does not run it."""

from __future__ import annotations

import argparse
import signal
import threading

from firstlight.cli.showing import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--once", action="store_true", help="do what is due now, and end")


def run(options: argparse.Namespace) -> int:
    """Deliver events and webhooks and tidy up until stopped. As many as one likes may run."""
    from firstlight.cli.preparing import open_workspace

    open_workspace()
    from firstlight.jobs import worker

    stop = threading.Event()
    if options.once:
        worker.run(stop, rounds=1)
        return 0
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    say("Working. Stop with Ctrl+C; what is under way is finished first.")
    worker.run(stop)
    return 0
