"""How much work a large project is: 10,000 requirements, 50,000 test results, 300 checks.

Builds the project with the product's own actions, then assesses it in a process of its own. The floor is what the
database alone needs to hand over the same rows. Prints a table; asserts nothing about time.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS, CASES, RESULTS, CHECKS = 10_000, 3_000, 50_000, 300
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def main() -> None:
    """Build, measure, print."""
    if len(sys.argv) > 1 and sys.argv[1] == "assess":
        assess()
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"FIRSTLIGHT_DATA": folder, "DJANGO_SETTINGS_MODULE": "firstlight.config.settings"}
        built = time.process_time()
        build()
        built = time.process_time() - built
        rows = [run() for _ in range(3)]
        floor = bare_reading(Path(folder) / "firstlight.sqlite3")
        best = min(rows, key=lambda row: row["cpu"])
        print(f"{REQUIREMENTS:,} requirements, {CASES:,} cases, {RESULTS:,} results, {best['checks']} checks")
        print(f"{'':28}{'CPU s':>9}{'memory MB':>11}")
        print(f"{'built by the product':28}{built:>9.2f}")
        print(f"{'assessed, program start too':28}{best['cpu']:>9.2f}{best['memory']:>11.0f}")
        print(f"{'assessed, judgement alone':28}{best['judging']:>9.2f}")
        print(f"{'floor: rows from SQLite':28}{floor:>9.2f}")
        print(
            f"judgement against floor: {best['judging'] / floor:.1f} times; goal for all of it: under 2 s, under 300 MB"
        )
        print(f"home page: {best['home']}")


def run() -> dict[str, Any]:
    """One assessment in its own process."""
    done = subprocess.run([sys.executable, __file__, "assess"], stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
    fields = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    return {
        "home": fields.pop("home"),
        **{key: float(value) for key, value in fields.items()},
        "checks": int(float(fields["checks"])),
    }


def assess() -> None:
    """In the measured process: load, judge, freeze, and count the queries of the home page."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from firstlight.identity.models import User
    from firstlight.kernel.context import Context
    from firstlight.readiness.actions import assess_project
    from firstlight.readiness.queries import body_of
    from firstlight.workspace.models import Project
    from firstlight.workspace.roles import FOLDER_READER

    start = time.process_time()
    project = Project.objects.get()
    made = assess_project(Context(FOLDER_READER, NOW, project))
    judging = time.process_time() - start
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(f"judging={judging}\ncpu={usage.ru_utime + usage.ru_stime}\nmemory={usage.ru_maxrss / 1024}")
    print(f"checks={sum(len(area['checks']) for area in body_of(made)['areas'])}")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        begun = time.perf_counter()
        response = client.get(f"/p/{project.slug}/")
        took = time.perf_counter() - begun
    weight = len(response.content) / 1024
    print(f"home={response.status_code}, {len(queries)} queries, {took * 1000:.0f} ms, {weight:.0f} KB")


def bare_reading(database: Path) -> float:
    """What SQLite itself needs to hand over the rows that the judgement rests on."""
    connection = sqlite3.connect(database)
    start = time.process_time()
    for query in (
        "SELECT ref, process_id, kind FROM scope_requirement WHERE in_scope",
        "SELECT ref, requirements, cycles, path FROM testing_case",
        "SELECT case_id, requirement_id, cycle_id, outcome FROM testing_result WHERE latest",
    ):
        connection.execute(query).fetchall()
    return time.process_time() - start


def build() -> None:
    """The project, through the actions that pages and files use."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from firstlight.identity.actions import add_user
    from firstlight.kernel.context import Context
    from firstlight.kernel.sheets import Row, RowChange, Sheet
    from firstlight.packs.actions import pin_packs
    from firstlight.packs.models import PackVersion
    from firstlight.packs.sheets import CHECKS as OWN
    from firstlight.packs.shipped import load_shipped_packs
    from firstlight.scope.sheets import PROCESSES
    from firstlight.scope.sheets import REQUIREMENTS as WANTED
    from firstlight.testing.actions import import_results
    from firstlight.testing.sheets import CASES as CASE_SHEET
    from firstlight.testing.sheets import CYCLES
    from firstlight.workspace.actions import add_project, tie_account
    from firstlight.workspace.roles import FOLDER_READER, INSTALLATION
    from firstlight.workspace.sheets import PEOPLE

    def change(sheet: Sheet, rows: Iterator[dict[str, Any]]) -> None:
        changes = []
        for given in rows:
            values = {column.key: given.get(column.key, column.empty) for column in sheet.columns}
            changes.append(RowChange("added", None, Row(sheet.identify(values), values)))
        sheet.apply(inside, project, changes)

    machine = Context(FOLDER_READER, NOW)
    load_shipped_packs(machine)
    project = add_project(machine, profile())
    inside = machine.within(project)
    pin_packs(inside, list(PackVersion.objects.all()))
    shipped = 219
    change(PEOPLE, iter([{"ref": "pl", "name": "Petra Lind", "email": "pl@example.org", "roles": ("project-lead",)}]))
    change(
        OWN,
        (
            {"check_ref": f"own.check-{n}", "kind": "added", "title": f"Own check {n}", "reason": "size"}
            for n in range(CHECKS - shipped)
        ),
    )
    change(PROCESSES, ({"ref": f"P{n}", "title": f"Process {n}", "level": 3, "owner": "Owner"} for n in range(500)))
    change(
        WANTED,
        (
            {
                "ref": f"R-{n}",
                "title": f"Requirement {n}",
                "kind": "regulatory" if n % 50 == 0 else "functional",
                "process": f"P{n % 500}",
            }
            for n in range(REQUIREMENTS)
        ),
    )
    change(
        CYCLES, ({"ref": ref, "title": ref, "kind": kind, "environment_kind": "production-like"} for ref, kind in KINDS)
    )
    change(
        CASE_SHEET,
        (
            {
                "ref": f"TC-{n}",
                "title": f"Case {n}",
                "path": "edge" if n % 3 == 0 else "usual",
                "requirements": tuple(f"R-{(n * 3 + k) % REQUIREMENTS}" for k in range(3)),
                "cycles": (KINDS[n % 4][0],),
            }
            for n in range(CASES)
        ),
    )
    for number, (ref, _) in enumerate(KINDS):
        for part in range(5):
            import_results(inside, cycle_ref=ref, file=f"{ref}-{part}.xml", data=junit(number, part, RESULTS // 20))
    user = add_user(Context(INSTALLATION, NOW), email="pl@example.org", name="Petra Lind")
    tie_account(Context(INSTALLATION, NOW, project), "pl", user)


KINDS = (("SIT 1", "sit"), ("UAT 1", "uat"), ("PERF 1", "performance"), ("E2E 1", "end-to-end"))


def profile() -> Any:
    """A project that goes live in a fortnight."""
    from firstlight.workspace.profile import Profile

    goes_live = datetime(2026, 12, 7, 4, tzinfo=UTC)
    tests = ("sit", "uat", "performance")
    return Profile(
        "Large", "large", "", "finance-operations", "phased", "Europe/Berlin", goes_live, None, None, None,
        (), (), (), tests, {}, None,
    )  # fmt: skip


def junit(number: int, part: int, count: int) -> bytes:
    """A file of results, most of them of cases, some failing."""
    lines = [f'<testsuites><testsuite name="s{part}" tests="{count}" timestamp="2026-11-1{part}T08:00:00+01:00">']
    for n in range(count):
        case = (n * 4 + number) % CASES
        name = f"TC-{case} step {n}" if n % 2 else f"automated {part}-{n}"
        inner = '<failure message="differs">no</failure>' if n % 97 == 0 else ""
        lines.append(f'<testcase classname="suite.c{n % 50}" name="{name}" time="0.1">{inner}</testcase>')
    return ("\n".join(lines) + "</testsuite></testsuites>").encode()


if __name__ == "__main__":
    main()
