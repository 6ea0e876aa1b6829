"""A cutover weekend in short: hundreds follow the board of a run, and what they enter is kept and shown to all.

    python bench/command_centre.py [--minutes M] [--people N] [--writes N] [--boards N] [--steps N] [--herd N]

The whole of row 1 of the scorecard is `--minutes 30`. Serves the product as `firstlight serve` does, with its
background loop, on SQLite with a durable database, and drives it from one process of its own. Everybody polls what
changed every five seconds (`--by polls`) or follows the stream (`--by streams`); so many entries and whole boards a
second come at fixed times, whether the server is quick or not; their time counts from there. By the end every step is
done. Row 6 is `--steps 10000 --projects 50 --entries 200000 --people 8 --writes 0.5 --boards 2 --herd 0`.
Goals: poll p95 100 ms and p99 250, write p95 250, board p95 400, no error; after a restart all of a herd served within
10 s, p99 3 s; the whole board rendered at 8 times the rate of a plain template; a change at most 3 % of the board.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from crowd import RUN, Client, Server, built, decoded, percentile, position

from workspace import processor_time

PORT = 8156
EVERY = 5.0
TOKEN = "a" * 32


@dataclass
class Told:
    """Seconds by kind of request, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    bytes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    written: dict[int, float] = field(default_factory=dict)
    version: int = 0
    notes: int = 0


def main() -> None:
    """Build, serve, drive, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=1.0, help="so long the crowd is there; row 1 asks for 30")
    options.add_argument("--people", type=int, default=300)
    options.add_argument("--writes", type=float, default=5.0, help="entries a second")
    options.add_argument("--boards", type=float, default=5.0, help="whole boards a second")
    options.add_argument("--steps", type=int, default=500)
    options.add_argument("--projects", type=int, default=1, help="so many there are in all")
    options.add_argument("--entries", type=int, default=0, help="the ledger has so many before it begins")
    options.add_argument("--herd", type=int, default=500, help="so many come back after a restart; 0: none")
    options.add_argument("--by", choices=("polls", "streams"), default="polls", help="how people follow")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        cookies = built(data, given.steps, given.people, projects=given.projects, entries=given.entries)
        server = Server(data, PORT, worker=True)
        print(f"server ready in {server.start():.1f} s; load {os.getloadavg()[0]:.1f}")
        try:
            print(asyncio.run(crowd(cookies, given, server.pid)))
            print(kept_of(data))
            if given.herd:
                server.end()
                print(f"restarted in {server.start():.1f} s")
                print(asyncio.run(herd(cookies, given.herd)))
        finally:
            server.end()
        print(rendering(data))


async def crowd(cookies: list[str], given: argparse.Namespace, server: int) -> str:
    """Everybody at once, for so many minutes."""
    told = Told()
    begin = await position(PORT, cookies[0])
    await idle(cookies[0], told, server)
    spent, memory, began = processor_time(server), memory_of(server), time.monotonic()
    ends = began + 60 * given.minutes
    follow = polling if given.by == "polls" else streaming
    followers = [asyncio.ensure_future(follow(cookie, n, begin, ends, told)) for n, cookie in enumerate(cookies)]
    others = [writing(cookies, given, ends, told), boards(cookies[1:], given.boards, ends, told)]
    await asyncio.gather(*others)
    share = (processor_time(server) - spent) / (time.monotonic() - began)
    used = f"the server took {share:.2f} cores; memory {memory:.0f} MB before, {memory_of(server):.0f} MB after"
    await asyncio.wait(followers, timeout=EVERY + 10)
    for one in followers:
        one.cancel()
    return f"{table(told, given)}\n{used}"


def memory_of(process: int) -> float:
    """Megabytes that a process and its children hold, what they share counted once each."""
    found, waiting = 0.0, [process]
    while waiting:
        one = Path("/proc") / str(waiting.pop())
        try:
            lines = (one / "smaps_rollup").read_text().splitlines()
            waiting += [
                int(pid) for task in (one / "task").iterdir() for pid in (task / "children").read_text().split()
            ]
        except OSError:
            continue
        found += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return found


async def idle(cookie: str, told: Told, server: int) -> None:
    """Polls while nothing changes, one after the other: what each takes of the processor."""
    client, since, count, spent = Client(PORT, cookie), "", 0, 0.0
    for _ in range(4):
        since, before = await position(PORT, cookie), processor_time(server)
        for _ in range(50):
            begun, count = time.monotonic(), count + 1
            answer = await client.ask("GET", f"{RUN}changes?since={since}")
            if answer.status == 204:
                told.seconds["poll alone, nothing new"].append(time.monotonic() - begun)
        spent += processor_time(server) - before
    each = 1000 * spent / count
    print(f"a poll while nothing changes takes {each:.2f} ms of the processor")
    client.close()


async def polling(cookie: str, number: int, since: str, ends: float, told: Told) -> None:
    """One person's browser without a stream: every five seconds, each at a time of its own."""
    client = Client(PORT, cookie)
    at = time.monotonic() + EVERY * (number * 0.618 % 1)
    while at < ends:
        await asyncio.sleep(max(0.0, at - time.monotonic()))
        try:
            answer = await client.ask("GET", f"{RUN}changes?since={since}")
        except OSError as error:
            told.errors.append(f"poll: {error}")
        else:
            told.seconds["poll"].append(time.monotonic() - at)
            told.bytes["poll"].append(len(answer.body))
            if answer.status == 200:
                since = decoded(answer).partition('"id":"')[2].partition('"')[0]
            elif answer.status != 204:
                told.errors.append(f"poll: {answer.status}")
        at += EVERY
    client.close()


async def streaming(cookie: str, number: int, since: str, ends: float, told: Told) -> None:
    """One person's browser: how long after an entry was acknowledged does it arrive here."""
    client = Client(PORT, cookie)
    try:
        async with asyncio.timeout_at(asyncio.get_running_loop().time() + ends - time.monotonic() + 1):
            async for line in client.follow(f"{RUN}stream?since={since}"):
                if line.startswith(b"id: "):
                    version = int(line[4:].split(b".")[0])
                    acknowledged = told.written.get(version)
                    if acknowledged is not None:
                        told.seconds["shown to others"].append(max(time.monotonic() - acknowledged, 0.0))
                elif line.startswith(b"data: ") and number == 0:
                    told.bytes["event"].append(len(line))
    except TimeoutError:
        pass
    except OSError as error:
        told.errors.append(f"stream: {error}")
    finally:
        client.close()


async def writing(cookies: list[str], given: argparse.Namespace, ends: float, told: Told) -> None:
    """Entries at fixed times: five steps at a time are started, noted as often as time allows, and finished."""
    told.version = int((await position(PORT, cookies[0])).split(".")[0])
    rounds = max(int(60 * given.minutes * given.writes / given.steps), 3)
    at, number, steps = time.monotonic(), 0, list[asyncio.Task[None]]()
    while at < ends:
        await asyncio.sleep(max(0.0, at - time.monotonic()))
        step, every = number + 1, 5 / given.writes
        if step > given.steps:
            break
        cookie = cookies[number % len(cookies)]
        steps.append(asyncio.create_task(one_step(cookie, step, [at + every * n for n in range(rounds)], ends, told)))
        number += 1
        at += 1 / given.writes if number % 5 else 1 / given.writes + every * (rounds - 1)
    await asyncio.gather(*steps)


async def one_step(cookie: str, step: int, times: list[float], ends: float, told: Told) -> None:
    """One person at one step: started at the first of the times, finished at the last, a note at each between."""
    client = Client(PORT, cookie, TOKEN)
    for number, at in enumerate(times):
        await asyncio.sleep(max(0.0, at - time.monotonic()))
        if at >= ends:
            break
        act = "start" if not number else "finish" if number == len(times) - 1 else "note"
        fields = {"act": f"{act} {step}", **({"note": f"entry {step}-{number}"} if act == "note" else {})}
        try:
            answer = await client.ask("POST", f"{RUN}enter/", fields, key=f"bench-{step}-{number}")
        except OSError as error:
            told.errors.append(f"write: {error}")
            continue
        told.seconds["write"].append(time.monotonic() - at)
        if answer.status == 200:
            told.version += 1
            told.written[told.version] = time.monotonic()
            told.notes += act == "note"
        else:
            told.errors.append(f"write {act} {step}: {answer.status} {decoded(answer)[:120]}")
    client.close()


async def boards(cookies: list[str], rate: float, ends: float, told: Told) -> None:
    """Whole boards of all steps at fixed times, each by somebody else."""
    at, number, asked = time.monotonic(), 0, []
    while at < ends:
        await asyncio.sleep(max(0.0, at - time.monotonic()))
        asked.append(asyncio.ensure_future(whole(cookies[number % len(cookies)], at, told)))
        number += 1
        at += 1 / rate
    await asyncio.gather(*asked)


async def whole(cookie: str, at: float, told: Told) -> None:
    client = Client(PORT, cookie)
    try:
        answer = await client.ask("GET", f"{RUN}?all=yes")
    except OSError as error:
        told.errors.append(f"board: {error}")
    else:
        told.seconds["board"].append(time.monotonic() - at)
        told.bytes["board"].append(len(answer.body))
        if answer.status != 200:
            told.errors.append(f"board: {answer.status}")
    client.close()


async def herd(cookies: list[str], size: int) -> str:
    """So many come back within two seconds: each asks for what it missed and opens its stream."""
    since = await position(PORT, cookies[0])
    since = f"1.{since.partition('.')[2]}"
    took: list[float] = []
    lost: list[str] = []

    async def come(number: int) -> None:
        await asyncio.sleep(2 * number / size)
        begun, client = time.monotonic(), Client(PORT, cookies[number % len(cookies)])
        try:
            async for line in client.follow(f"{RUN}stream?since={since}"):
                if line.startswith(b"data: "):
                    took.append(time.monotonic() - begun)
                    break
        except OSError as error:
            lost.append(str(error))
        finally:
            client.close()

    begun = time.monotonic()
    await asyncio.gather(*(come(number) for number in range(size)))
    return (
        f"herd of {size}: all served {time.monotonic() - begun:.1f} s after the first came (goal 10), "
        f"p50 {percentile(took, 50):.0f} ms, p99 {percentile(took, 99):.0f} ms (goal 3000), {len(lost)} failed"
    )


GOALS = {"poll": (100, 250), "write": (250, 0), "board": (400, 0), "shown to others": (1500, 0)}
#: The same for a run of 10,000 steps (row 6).
LARGE = {"board": (600, 0)}


def table(told: Told, given: argparse.Namespace) -> str:
    """The figures."""
    lines = [f"{given.people} people by {given.by}, {given.writes:g} entries/s, {given.boards:g} boards/s, "
             f"{given.minutes:g} min, load {os.getloadavg()[0]:.1f}",
             f"{'':26}{'times':>8}{'p50 ms':>9}{'p95 ms':>9}{'goal':>7}{'p99 ms':>9}{'goal':>7}{'KB':>8}"]  # fmt: skip
    for kind, seconds in sorted(told.seconds.items()):
        p95, p99 = GOALS.get(kind, (0, 0)) if given.steps <= 500 else LARGE.get(kind, (0, 0))
        size = told.bytes.get(kind)
        kilobytes = f"{sum(size) / len(size) / 1024:.1f}" if size else ""
        lines.append(
            f"{kind:26}{len(seconds):>8}{percentile(seconds, 50):>9.1f}{percentile(seconds, 95):>9.1f}{p95 or '':>7}"
            f"{percentile(seconds, 99):>9.1f}{p99 or '':>7}{kilobytes:>8}"
        )
    if told.bytes["event"]:
        lines.append(f"an event has {sum(told.bytes['event']) / len(told.bytes['event']) / 1024:.1f} KB on average")
    lines.append(f"errors: {len(told.errors)} (goal 0) {'; '.join(told.errors[:3])}")
    lines.append(f"notes acknowledged: {told.notes:,}")
    return "\n".join(lines)


def kept_of(data: Path) -> str:
    """What of the notes stands in the ledger."""
    with closing(sqlite3.connect(data / "firstlight.sqlite3")) as database:
        rows = database.execute("SELECT after FROM ledger_entry WHERE subject_kind = 'run-step'").fetchall()
    notes = Counter(json.loads(after).get("note") for (after,) in rows)
    notes.pop(None, None)
    return f"notes in the ledger: {len(notes):,}, of which twice: {sum(count > 1 for count in notes.values())}"


PLAIN = """{% load i18n %}{% for row in rows %}
<tr id="s-{{ row.ref }}" data-lane="{{ row.lane }}" data-team="{{ row.area }}"><td class="fl-code">{{ row.ref }}</td>
<th scope="row"><a class="open" href="/p/crowd/cutover/runs/RUN-1/steps/{{ row.ref }}/">{{ row.title }}</a>
{% if row.note %}<span class="sub">{{ row.note }}</span>{% endif %}</th><td>{{ row.owner }}</td>
<td class="num" data-th="{% translate 'Planned' %}">
<time>{{ row.planned_start|date:"D H:i" }} – {{ row.planned_end|date:"H:i" }}</time></td>
<td class="num" data-th="{% translate 'Expected' %}"><time>{{ row.expected_end|date:"D H:i" }}</time></td>
<td class="num nowrap" data-th="{% translate 'Float' %}">{{ row.slack }}</td><td>{{ row.used }}</td><td>
{% if row.ready %}<button class="btn btn-quiet btn-sm" form="act" name="act" value="start {{ row.ref }}">
{% translate "Start" %}</button>{% endif %}</td></tr>{% endfor %}"""


def rendering(data: Path) -> str:
    """The whole table by a plain template, from row fragments, and unchanged."""
    os.environ["FIRSTLIGHT_DATA"] = str(data)
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    from firstlight.cli.preparing import open_workspace

    open_workspace()
    from django.template import engines
    from django.utils import timezone

    from firstlight.cutover.models import Run
    from firstlight.web.live import boards as live
    from firstlight.web.live.fragments import LANES, Saying

    run = Run.objects.select_related("plan", "rehearsal", "project").get(ref="RUN-1")
    now = timezone.now()
    saying = Saying("crowd", run.ref, run.time_zone, "", "en", True)
    shown = live.shown(run, saying, now)
    plain = engines["django"].from_string(PLAIN)
    slow = best(lambda: plain.render({"rows": shown.board.rows}))
    shown.table(LANES)
    fragments = best(lambda: shown._written(LANES, shown.lines()))
    kept = best(lambda: shown.table(LANES))
    return (
        f"{len(shown.board.rows)} rows: plain template {1000 * slow:.1f} ms, from fragments {1000 * fragments:.1f} ms "
        f"({slow / fragments:.0f} times the rate; goal 8), unchanged {1000 * kept:.2f} ms"
    )


def best(do: object, times: int = 7) -> float:
    """Seconds of the quickest of a few."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        do()  # type: ignore[operator]
        found.append(time.perf_counter() - begun)
    return min(found)


if __name__ == "__main__":
    main()
