"""A server that starts in a moment: forked from a process that has loaded the program and opened nothing.

To load Python's modules a thousand times would take an hour and prove nothing. Everything that a server opens, reads
and recovers it opens, reads and recovers anew; all of its processes are killed, the nursery is none of them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from crowd import ROOT


def bear() -> None:
    """In the nursery: for each port that is read a server in a group of processes of its own; its number is printed."""
    from firstlight.cli.serving import serve
    from firstlight.config import server as loaded

    assert loaded.server
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    print("ready", flush=True)
    for line in sys.stdin:
        if child := os.fork():
            print(child, flush=True)
            continue
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nothing, number)
        serve("127.0.0.1", int(line), work=False)
        os._exit(0)


class Nursery:
    """The process from which servers are forked. Ends with the `with` that it is used in."""

    def __init__(self, variables: dict[str, str], port: int) -> None:
        self.port, self.child = port, 0
        path = f"{ROOT / 'src'}{os.pathsep}{ROOT / 'bench'}"
        self.process = subprocess.Popen(
            [sys.executable, "-c", "import nursery; nursery.bear()"],
            env={**os.environ, "PYTHONPATH": path, **variables},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        self._said()

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        self.process.kill()
        self.process.wait()

    def _said(self) -> str:
        assert self.process.stdout
        if not (said := self.process.stdout.readline().strip()):
            raise SystemExit("the nursery ended")
        return said

    def start(self) -> float:
        """Start a server, and wait until it answers. Returns the seconds that took."""
        assert self.process.stdin
        begun = time.monotonic()
        self.process.stdin.write(f"{self.port}\n")
        self.process.stdin.flush()
        self.child = int(self._said())
        while time.monotonic() - begun < 60:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sign-in/", timeout=5).close()
            except OSError:
                time.sleep(0.02)
            else:
                return time.monotonic() - begun
        raise SystemExit("the server did not start")

    def end(self) -> None:
        """Kill all processes of the server at once, and wait until they are gone."""
        if self.child:
            os.killpg(self.child, signal.SIGKILL)
            while _there(self.child):
                time.sleep(0.005)
        self.child = 0


def _there(group: int) -> bool:
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def data_of(folder: Path, database: str = "") -> dict[str, str]:
    """The environment of an installation there."""
    return {"FIRSTLIGHT_DATA": str(folder), **({"FIRSTLIGHT_DATABASE": database} if database else {})}
