"""What people tried in a large project: 20,000 cases, five runs of each, 100,000 runs in all.

Builds the project with the product's own actions, then asks what counts. The floor is what the database alone needs to
hand over the results. Prints a table; asserts nothing about time.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

CASES, RUNS, REQUIREMENTS, PROCESSES, VERSIONS = 20_000, 5, 5_000, 500, 40
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
START = NOW - timedelta(days=40)


def main() -> None:
    """Build, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"FIRSTLIGHT_DATA": folder, "DJANGO_SETTINGS_MODULE": "firstlight.config.settings"}
        import django

        django.setup()
        print(f"{CASES:,} cases, {CASES * RUNS:,} runs, {VERSIONS} versions")
        print(f"{'':44}{'CPU s':>9}{'queries':>9}")
        build()
        measure(Path(folder) / "firstlight.sqlite3")


def timed(what: str, do: Callable[[], Any]) -> Any:
    """Do it and print what it cost the processor, and how many queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        begun = time.process_time()
        found = do()
        took = time.process_time() - begun
    print(f"{what:44}{took:>9.2f}{len(queries):>9}")
    return found


def build() -> None:
    """The project, through the actions that pages and files use."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.cast import profile

    from firstlight.kernel.context import Context
    from firstlight.kernel.sheets import Row, RowChange, Sheet
    from firstlight.packs.shipped import load_shipped_packs
    from firstlight.scope.sheets import PROCESSES as PROCESS_SHEET
    from firstlight.scope.sheets import REQUIREMENTS as WANTED
    from firstlight.testing import sheets
    from firstlight.workspace.actions import add_project
    from firstlight.workspace.roles import FOLDER_READER

    machine = Context(FOLDER_READER, NOW)
    load_shipped_packs(machine)
    project = add_project(machine, profile())
    inside = machine.within(project)

    def change(sheet: Sheet, rows: Iterator[dict[str, Any]]) -> None:
        changes = []
        for given in rows:
            values = {column.key: given.get(column.key, column.empty) for column in sheet.columns}
            changes.append(RowChange("added", None, Row(sheet.identify(values), values)))
        timed(f"{len(changes):,} {sheet.title.lower()} stored", lambda: sheet.apply(inside, project, changes))

    change(PROCESS_SHEET, ({"ref": f"P{n}", "title": f"Process {n}", "level": 3} for n in range(PROCESSES)))
    change(WANTED, ({"ref": f"R-{n}", "title": f"Requirement {n}", "process": f"P{n % PROCESSES}"}
                    for n in range(REQUIREMENTS)))  # fmt: skip
    cycle = {"ref": "UAT-1", "title": "UAT-1", "kind": "uat", "migrated_data": True, "environment": "ACC",
             "environment_kind": "production-like"}  # fmt: skip
    change(sheets.CYCLES, iter([cycle]))
    change(sheets.CASES, (case(n) for n in range(CASES)))
    change(sheets.RUNS, (run(n) for n in range(CASES * RUNS)))
    change(sheets.VERSIONS, (version(n) for n in range(VERSIONS)))
    change(sheets.ROLES, iter([{"name": "All staff", "kind": "general"}]))


def case(number: int) -> dict[str, Any]:
    """A case of two requirements."""
    return {
        "ref": f"TC-{number}", "title": f"Case {number}", "cycles": ("UAT-1",), "process": f"P{number % PROCESSES}",
        "requirements": (f"R-{number % REQUIREMENTS}", f"R-{(number + 1) % REQUIREMENTS}"),
        "persona": f"Persona {number % 12}",
    }  # fmt: skip


def run(number: int) -> dict[str, Any]:
    """A run; one of fifty under an administrator, one of twenty failed."""
    return {
        "ref": f"RUN-{number}", "case": f"TC-{number % CASES}", "cycle": "UAT-1", "tester": f"Tester {number % 200}",
        "role": "System Administrator" if number % 50 == 0 else f"Role {number % 12}",
        "at": START + timedelta(minutes=number // 3), "outcome": "failed" if number % 20 == 0 else "passed",
        "place": f"Place {number % 7}", "device": f"Device {number % 5}", "access": "physical",
    }  # fmt: skip


def version(number: int) -> dict[str, Any]:
    """A version that touches some processes."""
    return {
        "ref": f"10.0.{number}", "title": f"Fixes {number}", "kind": "code", "at": START + timedelta(hours=14 * number),
        "affects": tuple(f"P{(number * 13 + place) % PROCESSES}" for place in range(6)),
    }  # fmt: skip


def measure(database: Path) -> None:
    """Ask what counts."""
    from firstlight.readiness.registry import measures
    from firstlight.testing.results import recount
    from firstlight.testing.standing import discounted_runs, regression_set, standings
    from firstlight.workspace.models import Project

    project = Project.objects.get()
    timed("everything judged anew", lambda: recount(project, NOW))
    timed("how every case stands", lambda: standings(project, NOW, kind="uat"))
    found = timed("runs that do not count, with sentences", lambda: discounted_runs(project, NOW))
    again = timed("regression set, with sentences", lambda: regression_set(project, NOW))
    for name in (name for name, _ in measures.items() if name.startswith("testing.uat.")):
        timed(name, lambda name=name: measures[name].read(project, NOW))  # type: ignore[misc]
    connection = sqlite3.connect(database)
    begun = time.process_time()
    connection.execute("SELECT id, case_id, cycle_id, outcome, at, discounted FROM testing_result").fetchall()
    print(f"{'floor: results from SQLite':44}{time.process_time() - begun:>9.2f}{1:>9}")
    print(f"{len(found):,} runs do not count, {len(again):,} cases to run again; "
          f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")  # fmt: skip


if __name__ == "__main__":
    main()
