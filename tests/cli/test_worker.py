"""`firstlight worker`: does what is due, and a killed one leaves nothing that another cannot take up."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import REPOSITORY

WORKER = (sys.executable, "-m", "firstlight", "worker")


def _environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FIRSTLIGHT_")}
    return {**kept, "FIRSTLIGHT_DATA": str(data), "PYTHONPATH": str(REPOSITORY / "src")}


def _turns(data: Path) -> dict[str, str]:
    with sqlite3.connect(data / "firstlight.sqlite3", timeout=30) as database:
        return dict(database.execute("SELECT task, holder FROM jobs_turn").fetchall())


def test_a_worker_that_is_killed_in_the_middle_is_followed_by_another(tmp_path: Path) -> None:
    once = subprocess.run([*WORKER, "--once"], env=_environment(tmp_path), capture_output=True, text=True, timeout=120)
    assert once.returncode == 0, once.stderr
    assert set(_turns(tmp_path).values()) == {""}
    running = subprocess.Popen(WORKER, env=_environment(tmp_path), stderr=subprocess.PIPE)
    assert running.stderr
    assert b"Working" in running.stderr.readline()
    time.sleep(0.5)
    running.send_signal(signal.SIGKILL)
    running.wait(30)
    # As it would stand had it died at its task: held for a while, by somebody who does not answer.
    with sqlite3.connect(tmp_path / "firstlight.sqlite3", timeout=30) as database:
        dead = ("killed", "2026-01-01 00:00:00", "2026-01-01 00:00:00")
        database.execute("UPDATE jobs_turn SET holder = ?, held_until = ?, due = ?", dead)
    again = subprocess.run([*WORKER, "--once"], env=_environment(tmp_path), capture_output=True, text=True, timeout=120)
    assert again.returncode == 0, again.stderr
    assert set(_turns(tmp_path).values()) == {""}


def test_a_worker_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    running = subprocess.Popen(WORKER, env=_environment(tmp_path), stderr=subprocess.PIPE)
    assert running.stderr
    assert b"Working" in running.stderr.readline()
    running.send_signal(signal.SIGTERM)
    assert running.wait(30) == 0
