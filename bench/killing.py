"""Killing under load, again and again: what was acknowledged is there, once, and the ledger is whole.

    python bench/killing.py [--count N] [--writers N]                 all processes of the server, on SQLite
    python bench/killing.py --database postgresql [--count N]         a process of PostgreSQL; the server stays

Each round several people enter notes with keys of their own, as the page does, until at a random moment SIGKILL comes:
to all processes of the server, which is started again; or to a backend, the checkpointer or the postmaster, of which
the last is started again as a service manager does. An entry that got no answer is sent again under its key.
Then every acknowledged text has to stand in the ledger exactly once, the chain to verify, the database to be sound.
Goals (scorecard, rows 7 and 8): 1,000 rounds and 200, nothing lost, nothing twice; entries again within 5 s.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cluster import Cluster
from crowd import ROOT, RUN, SLUG, Client, built, percentile
from nursery import Nursery, data_of

TOKEN = "b" * 32
#: Seconds that a round writes before the kill.
LOAD = (0.05, 0.6)


@dataclass
class Kept:
    """What was acknowledged, what waits for an answer by person, and what else was answered."""

    acknowledged: list[str] = field(default_factory=list)
    waiting: dict[int, tuple[str, str]] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    written: int = 0

    def next(self, who: int) -> tuple[str, str]:
        """Key and text of what this person sends now: what waits from before, else something new."""
        if who not in self.waiting:
            self.written += 1
            self.waiting[who] = (f"key-{who}-{self.written}", f"entry {who}-{self.written}")
        return self.waiting[who]


async def send(client: Client, who: int, kept: Kept) -> bool:
    """Send one entry. Whether it was acknowledged; one that was not waits to be sent again."""
    key, text = kept.next(who)
    try:
        answer = await client.ask("POST", f"{RUN}enter/", {"act": f"note {who + 1}", "note": text}, key=key)
    except OSError:
        kept.others["no answer"] += 1
        return False
    if answer.status == 200:
        kept.acknowledged.append(kept.waiting.pop(who)[1])
        return True
    if answer.status < 500:
        raise SystemExit(f"{text}: {answer.status} {answer.body[:200]!r}")
    kept.others[str(answer.status)] += 1
    return False


def main() -> None:
    """Build, kill so often, look."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=10)
    options.add_argument("--writers", type=int, default=4)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--port", type=int, default=8157)
    options.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = options.parse_args()
    began, dice = time.monotonic(), random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder, database(given.database) as cluster:
        data = data_of(Path(folder), cluster.address if cluster else "")
        cookies = built(Path(folder), 60, given.writers, data)
        with Nursery(data, given.port) as server:
            kept = asyncio.run(by_postgresql(server, cluster, cookies, given.count, dice)) if cluster else Kept()
            if not cluster:
                by_server(server, cookies, given.count, dice, kept)
        looked(data, kept, cluster)
    print(f"took {time.monotonic() - began:.0f} s")


@contextmanager
def database(kind: str) -> Iterator[Cluster | None]:
    """A cluster of PostgreSQL for as long as that lasts; None for SQLite, which needs none."""
    if kind == "sqlite":
        yield None
        return
    with Cluster() as cluster:
        yield cluster


def by_server(server: Nursery, cookies: list[str], count: int, dice: random.Random, kept: Kept) -> None:
    """All processes of the server, so often."""
    began: list[float] = []

    async def load(seconds: float) -> None:
        writers = [asyncio.ensure_future(until_killed(server.port, who, one, kept)) for who, one in enumerate(cookies)]
        await asyncio.sleep(seconds)
        server.end()
        await asyncio.gather(*writers)

    for number in range(count):
        began.append(server.start())
        asyncio.run(load(dice.uniform(*LOAD)))
        if number % 100 == 99:
            print(f"{number + 1} kills, {len(kept.acknowledged):,} acknowledged", flush=True)
    server.start()
    asyncio.run(settled(server.port, cookies, kept))
    print(f"{count} kills of the server, {len(kept.acknowledged):,} entries acknowledged; it answered again after "
          f"{percentile(began, 50):.0f} ms, at most {1000 * max(began):.0f} ms")  # fmt: skip


async def until_killed(port: int, who: int, cookie: str, kept: Kept) -> None:
    """One person: one note after the other, until nobody answers."""
    client = Client(port, cookie, TOKEN)
    while await send(client, who, kept):
        pass
    client.close()


async def settled(port: int, cookies: list[str], kept: Kept) -> None:
    """What still waits is sent until it is acknowledged."""
    until = time.monotonic() + 30
    for who in sorted(kept.waiting):
        client = Client(port, cookies[who], TOKEN)
        while not await send(client, who, kept):
            if time.monotonic() > until:
                raise SystemExit("what waited could not be sent")
            await asyncio.sleep(0.1)
        client.close()


async def by_postgresql(server: Nursery, cluster: Cluster, cookies: list[str], count: int, dice: random.Random) -> Kept:
    """A process of the database, so often; the server is never started again."""
    server.start()
    kept, over = Kept(), asyncio.Event()
    writers = [asyncio.ensure_future(on(server.port, who, one, kept, over)) for who, one in enumerate(cookies)]
    took: dict[str, list[float]] = {kind: [] for kind in Cluster.KINDS}
    for number in range(count):
        kind = Cluster.KINDS[number % len(Cluster.KINDS)]
        await asyncio.sleep(dice.uniform(*LOAD))
        begun, before = time.monotonic(), kept.written
        await asyncio.to_thread(cluster.kill, kind, dice)
        while kept.written < before + 2 * len(cookies):  # everybody's entry after the one that was under way
            await asyncio.sleep(0.01)
            if time.monotonic() - begun > 60:
                raise SystemExit(f"nothing is acknowledged a minute after the {kind} was killed")
        took[kind].append(time.monotonic() - begun)
        if number % 50 == 49:
            print(f"{number + 1} kills, {len(kept.acknowledged):,} acknowledged", flush=True)
    over.set()
    await asyncio.gather(*writers)
    await settled(server.port, cookies, kept)
    print(f"{count} kills in PostgreSQL, {len(kept.acknowledged):,} entries acknowledged, "
          f"not at once: {dict(kept.others)}")  # fmt: skip
    for kind, seconds in took.items():
        print(f"  {kind}: entries of all again after {percentile(seconds, 50):.0f} ms, "
              f"at most {1000 * max(seconds, default=0):.0f} ms (goal 5000)")  # fmt: skip
    return kept


async def on(port: int, who: int, cookie: str, kept: Kept, over: asyncio.Event) -> None:
    """One person: one note after the other; what is not acknowledged again a moment later, as the page does."""
    client = Client(port, cookie, TOKEN)
    while not over.is_set():
        if not await send(client, who, kept):
            await asyncio.sleep(0.1)
    client.close()


def texts() -> None:
    """In a process with the database: how often each note stands in the ledger, and whether SQLite finds it sound."""
    from firstlight.cli.preparing import open_workspace

    open_workspace()
    from django.db import connection

    from firstlight.ledger.models import Entry

    rows = Entry.objects.filter(subject_kind="run-step").values_list("after", flat=True)
    found = Counter(json.loads(after).get("note") for after in rows)
    sound = "ok"
    if connection.vendor == "sqlite":
        with closing(connection.cursor()) as cursor:
            sound = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    print(json.dumps([{text: count for text, count in found.items() if text}, sound]))


def looked(data: dict[str, str], kept: Kept, cluster: Cluster | None) -> None:
    """Look into the database, and have the ledger verified."""
    path = f"{ROOT / 'src'}{os.pathsep}{ROOT / 'bench'}"
    variables = {**os.environ, "PYTHONPATH": path, **data}
    said = subprocess.run([sys.executable, "-c", "import killing; killing.texts()"], env=variables, check=True,
                          stdout=subprocess.PIPE, text=True).stdout  # fmt: skip
    stands, sound = json.loads(said.splitlines()[-1])
    sound = cluster.sound() if cluster else sound
    lost = [text for text in kept.acknowledged if text not in stands]
    twice = [text for text, count in stands.items() if count > 1]
    command = [sys.executable, "-m", "firstlight", "ledger", "verify", "--project", SLUG]
    verified = subprocess.run(command, env=variables, capture_output=True, text=True)
    ledger = (verified.stdout + verified.stderr).strip().splitlines()[-1:] or [verified.returncode]
    print(f"lost: {len(lost)}  twice: {len(twice)}  database: {sound}  ledger: {ledger[0]}")
    if lost or twice or sound != "ok" or verified.returncode:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
