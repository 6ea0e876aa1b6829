"""A crowd before the real server: a project with a run, many signed-in people, and a client that costs little."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
SLUG = "crowd"
RUN = f"/p/{SLUG}/cutover/runs/RUN-1/"


def build(steps: int, people: int, projects: int = 1, entries: int = 0) -> None:
    """The database with a run that has just started; prints a cookie for each of so many people.

    `projects`: so many there are in all; `entries`: its ledger has at least so many.
    """
    from firstlight.cli.preparing import open_workspace

    open_workspace()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    from firstlight.cutover import actions
    from firstlight.cutover.models import Plan
    from firstlight.cutover.sheets import TASKS
    from firstlight.kernel.context import Context
    from firstlight.workspace.actions import add_project, change_people
    from firstlight.workspace.profile import Profile
    from firstlight.workspace.roles import FOLDER_READER
    from firstlight.workspace.sheets import PEOPLE

    now = datetime.now(UTC)
    machine = Context(FOLDER_READER, now)
    project, *_others = [add_project(machine, Profile(
        name=f"Crowd {slug}", slug=slug, organisation="Bench", product="finance-operations", approach="phased",
        time_zone="Europe/Berlin", go_live=now + timedelta(hours=60),
        window=(now, now + timedelta(hours=60)), users_at_go_live=people, next_committee=None, phases=(), parties=(),
        packs=(), required_tests=(), answers={}, as_of=None,
    )) for slug in (SLUG, *(f"{SLUG}-{n}" for n in range(1, projects)))]  # fmt: skip
    inside = machine.within(project)
    change_people(inside, project, [
        added(PEOPLE, ref=f"p{n}", name=f"Person {n}", roles=("project-lead",), email=f"p{n}@example.org")
        for n in range(people)
    ])  # fmt: skip
    actions.change_tasks(inside, project, [added(TASKS, **one) for one in rows(steps, people)])
    fill_ledger(project, entries, now)
    cookies, lead = sign_in(project, settings.SESSION_COOKIE_NAME, now)
    run = actions.open_run(lead, Plan.objects.get(project=project, ref="cutover"), mode="rehearsal")
    actions.start_run(lead, run)
    print("\n".join(cookies))


def rows(steps: int, people: int) -> list[dict[str, Any]]:
    """Twelve lanes of steps that follow each other, with a link across now and then."""
    areas = ("Freeze and extract", "Master data", "Open transactions", "Integrations", "Reconcile", "Business checks")
    return [
        {
            "ref": str(n), "title": f"Load batch {n} of the open items into finance and compare it with the source",
            "minutes": 20 + n % 5 * 10, "owner": f"Person {n % people}", "backup": f"Person {(n + 1) % people}",
            "area": areas[n * len(areas) // (steps + 1)], "instruction": "Open the job.\nWait until it says Succeeded.",
            "verification": "The totals are equal.",
            "predecessors": () if n <= 12 else (str(n - 12),) if n % 5 else (str(n - 12), str(n - 7)),
        }
        for n in range(1, steps + 1)
    ]  # fmt: skip


def fill_ledger(project: Any, entries: int, now: datetime) -> None:
    """Entries as the recorder writes them, each chained to the one before, until there are so many."""
    from django.db import transaction

    from firstlight.kernel.actions import Changed, Record, Subject
    from firstlight.kernel.context import Context
    from firstlight.ledger.models import Head
    from firstlight.ledger.recording import record
    from firstlight.workspace.roles import FOLDER_READER

    context, changed = (
        Context(FOLDER_READER, now, project),
        Record("scope.requirements.changed", "Requirements changed"),
    )
    missing = range(entries - Head.objects.get(stream=project.uid).sequence)
    for start in range(0, len(missing), 10_000):
        with transaction.atomic():
            record(context, changed, tuple(
                Changed(Subject("requirement", f"R-{n}", f"Requirement {n}"), {"title": "before"}, {"title": "after"})
                for n in missing[start : start + 10_000]
            ))  # fmt: skip


def added(sheet: Any, **values: Any) -> Any:
    """The change that adds a row to a sheet; what is not given is empty."""
    from firstlight.kernel.sheets import Row, RowChange

    complete = {column.key: values.get(column.key, column.empty) for column in sheet.columns}
    return RowChange("added", None, Row(sheet.identify(complete), complete))


def sign_in(project: Any, cookie: str, now: datetime) -> tuple[list[str], Any]:
    """An account and a session for everybody, and the circumstances of the first."""
    from django.test import Client

    from firstlight.identity.models import User
    from firstlight.web.door import BEGAN, SEEN
    from firstlight.workspace.models import Person
    from firstlight.workspace.queries import context_of

    people = list(Person.objects.filter(project=project).select_related("project"))
    users = User.objects.bulk_create([User(email=one.email, name=one.name, password="!") for one in people])
    for person, user in zip(people, users, strict=True):
        person.user = user
    Person.objects.bulk_update(people, ["user"])
    cookies = []
    for user in users:
        client = Client()
        client.force_login(user)
        session = client.session
        session[BEGAN] = session[SEEN] = now.timestamp()  # as the sign-in page leaves it
        session.save()
        cookies.append(f"{cookie}={client.session.session_key}")
    return cookies, context_of(people[0], users[0], now)


def built(data: Path, steps: int, people: int, environment: Mapping[str, str] | None = None, **more: int) -> list[str]:
    """The same in a process of its own: the cookies. `environment`: where else than in that folder its records are."""
    code = f"import crowd; crowd.build({steps}, {people}, **{more})"
    path = f"{ROOT / 'src'}{os.pathsep}{ROOT / 'bench'}"
    variables = {**os.environ, "PYTHONPATH": path, "FIRSTLIGHT_DATA": str(data), **(environment or {})}
    said = subprocess.run([sys.executable, "-c", code], env=variables, check=True, stdout=subprocess.PIPE, text=True)
    return [line for line in said.stdout.splitlines() if "=" in line]


class Server:
    """The real server in a group of processes of its own."""

    def __init__(self, data: Path, port: int, *, worker: bool = False) -> None:
        self.data, self.port, self.worker = data, port, worker
        self.variables: dict[str, str] = {}  # what else its processes find in their environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it, and wait until it answers. Returns the seconds that took."""
        begun = time.monotonic()
        variables = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "FIRSTLIGHT_DATA": str(self.data), **self.variables}
        command = [sys.executable, "-m", "firstlight", "serve", "--port", str(self.port)]
        command += [] if self.worker else ["--no-worker"]
        self.process = subprocess.Popen(
            command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        while time.monotonic() - begun < 120:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sign-in/", timeout=5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return time.monotonic() - begun
        self.end(signal.SIGKILL)
        raise SystemExit("the server did not start")

    @property
    def pid(self) -> int:
        """The first of its processes."""
        return self.process.pid if self.process else 0

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End all of its processes."""
        if self.process is not None:
            os.killpg(self.process.pid, how)
            self.process.wait(30)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the head and the body."""

    status: int
    head: bytes
    body: bytes


class Client:
    """One person's connection: HTTP/1.1, kept open, opened anew when it was closed."""

    def __init__(self, port: int, cookie: str, token: str = "") -> None:
        self.port, self.token = port, token
        self.cookie = f"{cookie}; firstlight_csrf={token}" if token else cookie
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, fields: dict[str, str] | None = None, *, key: str = "") -> Answer:
        """Send it and read the whole answer. Raises OSError when the connection breaks."""
        if self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        body = urlencode({**(fields or {}), "csrfmiddlewaretoken": self.token}) if method == "POST" else ""
        lines = [
            f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Cookie: {self.cookie}",
            "Accept: application/json", "Accept-Encoding: gzip",
        ]  # fmt: skip
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        if key:
            lines.append(f"Idempotency-Key: {key}")
        try:
            self.writer.write("\r\n".join([*lines, "", body]).encode())
            await self.writer.drain()
            return await self._answer()
        except (OSError, asyncio.IncompleteReadError, EOFError) as error:
            self.close()
            raise OSError("the connection broke") from error

    async def _answer(self) -> Answer:
        reader = self.reader
        if reader is None:
            raise OSError("not connected")
        head = await reader.readuntil(b"\r\n\r\n")
        status, low = int(head.split(b" ", 2)[1]), head.lower()
        if b"content-length:" in low:
            size = int(low.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            return Answer(status, head, await reader.readexactly(size))
        if b"transfer-encoding: chunked" not in low:
            return Answer(status, head, b"")
        body = b""
        while size := int((await reader.readline()).strip() or b"0", 16):
            body += await reader.readexactly(size)
            await reader.readexactly(2)
        await reader.readline()
        return Answer(status, head, body)

    async def follow(self, path: str) -> AsyncIterator[bytes]:
        """The lines of a stream of events, for as long as it lasts."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookie}\r\n"
        request += "Accept: text/event-stream\r\n\r\n"
        self.writer.write(request.encode())
        head = await self.reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise OSError(head.split(b"\r\n", 1)[0].decode())
        while line := await self.reader.readline():
            yield line

    def close(self) -> None:
        """Let the connection go."""
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


async def position(port: int, cookie: str) -> str:
    """How far a board is that is loaded now."""
    client = Client(port, cookie)
    answer = await client.ask("GET", f"{RUN}changes?since=")
    client.close()
    return decoded(answer).partition('"id":"')[2].partition('"')[0]


def decoded(answer: Answer) -> str:
    """The body as text."""
    import gzip

    return (gzip.decompress(answer.body) if b"content-encoding: gzip" in answer.head.lower() else answer.body).decode()


def percentile(values: list[float], share: float) -> float:
    """The value under which that share of them lies, in milliseconds."""
    return 1000 * sorted(values)[min(int(len(values) * share / 100), len(values) - 1)] if values else 0.0
