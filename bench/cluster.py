"""A cluster of PostgreSQL in a temporary folder, whose processes can be killed one by one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import tempfile
import time
from pathlib import Path


class Cluster:
    """Durable as a usual installation is: `fsync` is on. Removed at the end of the `with` that it is used in."""

    KINDS = ("backend", "checkpointer", "postmaster")

    def __enter__(self) -> Cluster:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found:
            raise SystemExit("PostgreSQL is not installed: apt-get install postgresql")
        self.binaries = found[-1].parent
        self.temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.folder = Path(self.temporary.name)
        # PostgreSQL refuses to run as root; Debian's package brings a user for it.
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.user:
            subprocess.run(["chown", "postgres", self.folder], check=True)
        self._run("initdb", "-D", self.data, "-U", "firstlight", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(self._command("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop"), capture_output=True)
        self.temporary.cleanup()

    @property
    def data(self) -> Path:
        """Where its files are."""
        return self.folder / "data"

    @property
    def address(self) -> str:
        """For FIRSTLIGHT_DATABASE."""
        return f"postgresql://firstlight@/postgres?host={self.folder}"

    def _command(self, name: str, *given: object) -> list[str]:
        return [*self.user, str(self.binaries / name), *map(str, given)]

    def _run(self, name: str, *given: object) -> None:
        subprocess.run(self._command(name, *given), check=True, capture_output=True, cwd=self.folder)

    def start(self) -> None:
        """Start it, and again until it starts: processes of the one before may still be on their way out."""
        # After a crash PostgreSQL calls fsync for each of its files, of which there are more than a thousand. On a disk
        # that takes milliseconds for each, syncfs for all of them at once is what makes recovery quick.
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=60 -c recovery_init_sync_method=syncfs"
        until = time.monotonic() + 60
        while True:
            done = subprocess.run(
                self._command("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", options, "start"),
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder,
            )  # fmt: skip
            if done.returncode == 0:
                return
            if time.monotonic() > until:
                raise SystemExit(f"PostgreSQL does not start: {(self.folder / 'log').read_text()[-500:]}")
            time.sleep(0.1)

    def kill(self, kind: str, dice: random.Random) -> None:
        """Kill one of its processes; the postmaster is started again, as a service manager does."""
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        if kind == "postmaster":
            os.kill(postmaster, signal.SIGKILL)
            self.start()
            return
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if found := [pid for pid, title in _children(postmaster) if self._is(kind, title)]:
                os.kill(dice.choice(found), signal.SIGKILL)
                return
            time.sleep(0.02)  # it is still recovering from the one before
        raise SystemExit(f"PostgreSQL has no {kind}")

    def _is(self, kind: str, title: str) -> bool:
        return kind in title if kind == "checkpointer" else ": firstlight postgres" in title

    def sound(self) -> str:
        """“ok” where PostgreSQL's own check finds nothing in any table or index."""
        given = ("-h", self.folder, "-U", "firstlight", "-d", "postgres", "--install-missing", "--heapallindexed")
        command = self._command("pg_amcheck", *given)
        done = subprocess.run(command, capture_output=True, text=True)
        return "ok" if done.returncode == 0 else (done.stdout + done.stderr).strip()[-300:]


def _children(process: int) -> list[tuple[int, str]]:
    found = []
    for pid in (Path("/proc") / str(process) / "task" / str(process) / "children").read_text().split():
        try:
            found.append((int(pid), (Path("/proc") / pid / "cmdline").read_bytes().decode().strip("\0")))
        except OSError:
            continue
    return found
