"""A project whose cutover of 200 steps is about to be rehearsed, three people with passwords, and its real server."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.crowd import ROOT, Server, added

SLUG = "weekend"
RUNS = f"/p/{SLUG}/cutover/runs/"
PASSWORD = "four words in a row"
#: Who leads, who does, who verifies; each signs in by mail address and password.
PEOPLE = {
    "mira": ("Mira Holt", ("cutover-manager",)),
    "willem": ("Willem Oost", ("migration-lead",)),
    "kim": ("Kim Park", ("test-lead",)),
}
STEPS = 200
#: The first checkpoint and what it waits for; the second one; from there on twelve lanes.
FIRST, LAST = "20", "30"
TITLES = {
    "1": "Stop the interfaces", "2": "Take the backup", "3": "Export the open items", "4": "Tell the sites",
    FIRST: "Extracts are complete", "21": "Load customers", "22": "Load open invoices", LAST: "Loads tie",
}  # fmt: skip


def rows() -> Iterator[dict[str, Any]]:
    """The 200 steps, and the way back."""
    says = tuple(name for name, _ in PEOPLE.values())
    for number in range(1, STEPS + 1):
        ref = str(number)
        row = {"ref": ref, "title": TITLES.get(ref, f"Work through list {ref}"), "minutes": 5, "area": "Data",
               "owner": "Willem Oost", "backup": "Mira Holt", "instruction": "Open it.\nWork through it."}  # fmt: skip
        if ref in ("1", "2"):
            row |= {"verifier": "Kim Park", "verification": "Nothing arrives any more."}
        if ref in (FIRST, LAST):
            row |= {"kind": "checkpoint", "minutes": 0, "owner": "", "backup": "", "deciders": says}
        before = {FIRST: ("1", "2", "3", "4"), "21": (FIRST,), "22": (FIRST,), LAST: ("21", "22")}.get(ref)
        if number > 30:
            before = (LAST,) if number <= 42 else (str(number - 12),)
            row["minutes"] = 30
        yield {**row, "predecessors": before or ()}
    for ref, title, before in (("B1", "Put the backup back", ()), ("B2", "Start the interfaces", ("B1",))):
        yield {"ref": ref, "plan": "back", "title": title, "minutes": 60, "owner": "Willem Oost", "backup": "Mira Holt",
               "predecessors": before}  # fmt: skip


def build() -> None:
    """Make it in the workspace that the environment names."""
    from firstlight.cli.preparing import open_workspace

    open_workspace()
    from django.contrib.auth.hashers import make_password

    from firstlight.cutover import actions
    from firstlight.cutover.sheets import PLANS, TASKS
    from firstlight.identity.models import User
    from firstlight.kernel.context import Context
    from firstlight.workspace.actions import add_project, change_people
    from firstlight.workspace.models import Person
    from firstlight.workspace.profile import Profile
    from firstlight.workspace.roles import FOLDER_READER
    from firstlight.workspace.sheets import PEOPLE as SHEET

    now = datetime.now(UTC)
    machine = Context(FOLDER_READER, now)
    project = add_project(machine, Profile(
        name="A whole weekend", slug=SLUG, organisation="Tests", product="finance-operations", approach="phased",
        time_zone="Europe/Berlin", go_live=now + timedelta(hours=60),
        window=(now, now + timedelta(hours=60)), users_at_go_live=200, next_committee=None, phases=(), parties=(),
        packs=(), required_tests=(), answers={}, as_of=None,
    ))  # fmt: skip
    inside = machine.within(project)
    change_people(inside, project, [
        added(SHEET, ref=ref, name=name, roles=roles, email=f"{ref}@example.org")
        for ref, (name, roles) in PEOPLE.items()
    ])  # fmt: skip
    plans = ({"ref": "cutover", "title": "The weekend"}, {"ref": "back", "title": "Way back", "kind": "rollback"})
    actions.change_plans(inside, project, [added(PLANS, **one) for one in plans])
    actions.change_tasks(inside, project, [added(TASKS, **one) for one in rows()])
    for person in Person.objects.filter(project=project):
        person.user = User.objects.create(email=person.email, name=person.name, password=make_password(PASSWORD))
        person.save(update_fields=["user"])


@dataclass(frozen=True, slots=True)
class Written:
    """An entry of the ledger: its place, what happened, to what, by whom, and what was said."""

    sequence: int
    action: str
    subject: str
    actor: str
    after: Mapping[str, Any]


class Weekend(Server):
    """The product as it is served, with its background loop, on a clock that can be set."""

    def __init__(self, data: Path, port: int) -> None:
        super().__init__(data, port, worker=True)
        self.apart = data / "clock-apart"
        self.apart.write_text("0")
        self.variables = {
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{Path(__file__).parent / 'clock_set_apart'}",
            "FIRSTLIGHT_CLOCK_APART": str(self.apart),
        }

    @classmethod
    def built(cls, data: Path, port: int) -> Weekend:
        """With its project, in a process of its own."""
        code = "from tests.browser import weekend_project; weekend_project.build()"
        path = os.pathsep.join(map(str, (ROOT / "src", ROOT, ROOT / "bench")))
        variables = {**os.environ, "PYTHONPATH": path, "FIRSTLIGHT_DATA": str(data)}
        subprocess.run([sys.executable, "-c", code], env=variables, check=True, stdout=subprocess.DEVNULL)
        return cls(data, port)

    def start_again(self) -> None:
        """As after a crash; waits until the background loop is there too, which sees what happens to the clock."""
        begun = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        self.start()
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with closing(sqlite3.connect(self.data / "firstlight.sqlite3", timeout=30)) as database:
                (newest,) = database.execute("SELECT max(finished) FROM jobs_turn").fetchone()
            if newest and newest > begun:
                return
            time.sleep(0.1)
        raise AssertionError("the background loop did not come back")

    def sets_clock(self, seconds: int) -> None:
        """Set the clock of the server apart from the real one."""
        self.apart.write_text(str(seconds))

    def ends_session(self, key: str) -> None:
        """As if it had been too long."""
        with closing(sqlite3.connect(self.data / "firstlight.sqlite3", timeout=30)) as database, database:
            assert database.execute("DELETE FROM django_session WHERE session_key = ?", (key,)).rowcount == 1

    def ledger(self) -> list[Written]:
        """Everything that the ledger says of runs, in its order."""
        with closing(sqlite3.connect(self.data / "firstlight.sqlite3", timeout=30)) as database:
            found = database.execute(
                "SELECT sequence, action, subject_id, actor_name, after FROM ledger_entry "
                "WHERE action LIKE 'cutover.%' ORDER BY sequence"
            ).fetchall()
        return [Written(*row[:4], json.loads(row[4] or "{}")) for row in found]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`firstlight …` on this workspace."""
        variables = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "FIRSTLIGHT_DATA": str(self.data)}
        told = [sys.executable, "-m", "firstlight", *words]
        return subprocess.run(told, env=variables, capture_output=True, text=True, check=False)
