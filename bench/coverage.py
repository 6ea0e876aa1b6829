"""The coverage page of a large project: 20,000 cases with five runs of each, 5,000 requirements.

Builds the project with the product's own actions, asks the page as a browser would, cold (somebody has just changed
something) and kept, and the pages on which testers are followed. The floor is what SQLite alone needs to hand over
the rows that the page is made of. Prints a table; asserts nothing about time. Goal: under 300 ms on two cores of today.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
#: Times that each page is asked; the middle one is printed.
TIMES = 5
TESTERS = 200
#: The rows of which the page is made, as one would ask for them by hand.
FLOOR = (
    "SELECT case_id, last_outcome FROM testing_result WHERE latest AND case_id IS NOT NULL",
    "SELECT id, ref, path, requirements FROM testing_case",
    "SELECT id, ref, title, owner, process_id, kind FROM scope_requirement",
    "SELECT id, ref, title, owner, parent_id FROM scope_process",
)


def main() -> None:
    """Build two sizes, measure both, print."""
    sys.path[:0] = [str(ROOT)]
    with tempfile.TemporaryDirectory() as folder:
        kept = os.environ.get("FIRSTLIGHT_BENCH_DATA", folder)
        os.environ |= {"FIRSTLIGHT_DATA": kept, "DJANGO_SETTINGS_MODULE": "firstlight.config.settings"}
        import django

        django.setup()
        from bench import runs

        from firstlight.workspace.models import Project

        known = (Path(kept) / "firstlight.sqlite3").exists() and Project.objects.exists()
        if not known:
            runs.build()
            people()
        print(f"\n{runs.CASES:,} cases, {runs.CASES * runs.RUNS:,} runs, {runs.REQUIREMENTS:,} requirements")
        print(f"{'':36}{'queries':>9}{'CPU ms':>9}{'ms':>9}{'times floor':>13}")
        measure(Path(kept) / "firstlight.sqlite3")


def people() -> None:
    """Testers of the cycle, and somebody who looks at the pages."""
    from tests.cast import NOW, added

    from firstlight.identity.models import User
    from firstlight.kernel.context import Context
    from firstlight.testing.sheets import TESTERS as SHEET
    from firstlight.workspace.models import Project
    from firstlight.workspace.roles import FOLDER_READER
    from firstlight.workspace.sheets import PEOPLE

    project = Project.objects.get()
    inside = Context(FOLDER_READER, NOW).within(project)
    PEOPLE.apply(inside, project, [added(PEOPLE, ref="pl", name="Petra Lind", roles=("project-lead", "test-lead"))])
    rows = ({"ref": f"T-{n}", "name": f"Tester {n}", "persona": f"Persona {n % 12}"} for n in range(TESTERS))
    SHEET.apply(inside, project, [added(SHEET, **row) for row in rows])
    project.people.update(user=User.objects.create(email="lead@example.org", name="Petra Lind", password="!"))


def measure(database: Path) -> None:
    """Each page, and the floor under it."""
    from django.conf import settings
    from django.test import Client

    from firstlight.identity.models import User
    from firstlight.workspace.models import Project

    settings.ALLOWED_HOSTS = ["*"]
    client, project = Client(), Project.objects.get()
    client.force_login(User.objects.get(email="lead@example.org"))

    def get(address: str) -> Callable[[], Any]:
        def ask() -> None:
            answer = client.get(f"/p/{project.slug}/{address}")
            assert answer.status_code == 200, (address, answer.status_code)

        return ask

    floor = of_floor(database)
    print(f"{'floor: the rows from SQLite':36}{len(FLOOR):>9}{floor[0]:>9.0f}{floor[1]:>9.0f}{1:>13.1f}")
    page = get("testing/coverage/")
    page()
    told("coverage, cold", page, floor[0], before=lambda: move(project))
    told("coverage, kept", page, floor[0])
    told("coverage, holes of a process, kept", get("testing/coverage/?hole=yes&process=none"), floor[0])
    told("testers of a cycle", get("testing/cycles/UAT-1/testers/"), floor[0])
    told("cases of one tester", asked_of_one(project), floor[0])
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def asked_of_one(project: Any) -> Callable[[], Any]:
    """What a tester's link asks for."""
    from firstlight.testing.asking import asked_of
    from firstlight.testing.models import Cycle, Tester

    cycle, tester = Cycle.objects.get(project=project, ref="UAT-1"), Tester.objects.get(project=project, ref="T-7")
    return lambda: asked_of(project, cycle, tester)


def move(project: Any) -> None:
    """Something is recorded in the project, so that nothing kept of it holds any more."""
    from tests.cast import NOW, added

    from firstlight.kernel.context import Context
    from firstlight.scope.sheets import ROLLOUTS
    from firstlight.workspace.roles import FOLDER_READER

    inside = Context(FOLDER_READER, NOW).within(project)
    name = f"W-{time.time_ns()}"
    ROLLOUTS.apply(inside, project, [added(ROLLOUTS, ref=name, title=name)])


def told(what: str, do: Callable[[], Any], floor: float, before: Callable[[], None] = lambda: None) -> None:
    """Do it several times; print queries and the middle of its times."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    before()
    with CaptureQueriesContext(connection) as queries:
        do()
    number = len(queries)
    reset_queries()
    taken = list(rounds(do, before))
    busy, passed = (statistics.median(one[place] for one in taken) * 1000 for place in (0, 1))
    print(f"{what:36}{number:>9}{busy:>9.0f}{passed:>9.0f}{busy / floor:>13.1f}")


def rounds(do: Callable[[], Any], before: Callable[[], None] = lambda: None) -> Iterator[tuple[float, float]]:
    """Seconds of the processor and of the clock, each time."""
    for _ in range(TIMES):
        before()
        busy, begun = time.process_time(), time.perf_counter()
        do()
        yield time.process_time() - busy, time.perf_counter() - begun


def of_floor(database: Path) -> tuple[float, float]:
    """Milliseconds of the processor and of the clock for the bare rows."""
    connection = sqlite3.connect(database)
    taken = list(rounds(lambda: [connection.execute(one).fetchall() for one in FLOOR]))
    return statistics.median(one[0] for one in taken) * 1000, statistics.median(one[1] for one in taken) * 1000


if __name__ == "__main__":
    main()
