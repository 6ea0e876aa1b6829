"""Killing the server under load, again and again: what was acknowledged is there, once, and the ledger is whole.

    python bench/killing.py [--count N] [--writers N]

Each round several people enter notes with keys of their own, as the page does; after a random time all processes of the
server are killed with SIGKILL, and it is started again. An entry that got no answer is sent again under its key.
Then every acknowledged text has to stand in the ledger exactly once, the chain to verify, the database to be sound.
Goal (scorecard, row 7): 1,000 rounds, nothing lost, nothing twice.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from crowd import ROOT, RUN, SLUG, Client, Server, built

PORT = 8157
TOKEN = "b" * 32


def main() -> None:
    """Build, kill so often, look."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=10)
    options.add_argument("--writers", type=int, default=4)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    dice = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        cookies = built(data, 60, given.writers)
        server, acknowledged, began = Server(data, PORT), list[str](), []
        waiting: dict[int, tuple[str, str]] = {}
        for number in range(given.count):
            began.append(server.start())
            acknowledged += asyncio.run(load(server, cookies, waiting, number, dice.uniform(0.2, 1.5)))
        server.start()
        acknowledged += asyncio.run(settle(cookies, waiting))
        server.end()
        times = f"{min(began):.1f}–{max(began):.1f} s"
        print(f"{given.count} kills, {len(acknowledged):,} entries acknowledged, starting took {times}")
        looked(data, acknowledged)


async def load(
    server: Server, cookies: list[str], waiting: dict[int, tuple[str, str]], number: int, seconds: float
) -> list[str]:
    """One round: everybody writes until the server is killed. Returns the texts that were acknowledged."""
    acknowledged: list[str] = []
    writers = [
        asyncio.ensure_future(write(cookie, who, number, waiting, acknowledged)) for who, cookie in enumerate(cookies)
    ]
    await asyncio.sleep(seconds)
    server.end(signal.SIGKILL)
    await asyncio.gather(*writers)
    return acknowledged


async def write(
    cookie: str, who: int, number: int, waiting: dict[int, tuple[str, str]], acknowledged: list[str]
) -> None:
    """One person: what waits from before first, then one note after the other. Ends when nobody answers."""
    client, turn = Client(PORT, cookie, TOKEN), 0
    with contextlib.suppress(OSError):
        while True:
            if who not in waiting:
                text = f"entry {number}-{who}-{turn}"
                waiting[who], turn = (f"key-{text}", text), turn + 1
            key, text = waiting[who]
            answer = await client.ask("POST", f"{RUN}enter/", {"act": f"note {who + 1}", "note": text}, key=key)
            if answer.status != 200:
                raise SystemExit(f"{text}: {answer.status} {answer.body[:200]!r}")
            acknowledged.append(waiting.pop(who)[1])


async def settle(cookies: list[str], waiting: dict[int, tuple[str, str]]) -> list[str]:
    """Send what still waits."""
    acknowledged = []
    for who, (key, text) in sorted(waiting.items()):
        client = Client(PORT, cookies[who], TOKEN)
        answer = await client.ask("POST", f"{RUN}enter/", {"act": f"note {who + 1}", "note": text}, key=key)
        if answer.status != 200:
            raise SystemExit(f"{text}: {answer.status}")
        acknowledged.append(text)
        client.close()
    return acknowledged


def looked(data: Path, acknowledged: list[str]) -> None:
    """Look into the database, and have the ledger verified."""
    with contextlib.closing(sqlite3.connect(data / "firstlight.sqlite3")) as database:
        sound = database.execute("PRAGMA integrity_check").fetchone()[0]
        rows = database.execute("SELECT after FROM ledger_entry WHERE subject_kind = 'run-step'").fetchall()
    stands = Counter(json.loads(after).get("note") for (after,) in rows)
    lost = [text for text in acknowledged if not stands[text]]
    twice = [text for text, count in stands.items() if text and count > 1]
    variables = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "FIRSTLIGHT_DATA": str(data)}
    command = [sys.executable, "-m", "firstlight", "ledger", "verify", "--project", SLUG]
    verified = subprocess.run(command, env=variables, capture_output=True, text=True)
    said = (verified.stdout + verified.stderr).strip().splitlines()
    ledger = said[-1] if said else verified.returncode
    print(f"lost: {len(lost)}  twice: {len(twice)}  integrity_check: {sound}  ledger: {ledger}")
    if lost or twice or sound != "ok" or verified.returncode:
        raise SystemExit(1)


if __name__ == "__main__":
    began = time.monotonic()
    main()
    print(f"took {time.monotonic() - began:.0f} s")
