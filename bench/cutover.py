"""The pages of a plan of 5,000 steps; a sheet of 50,000 rows given to the list of steps, and written for MS Project.

Builds the plan with the product's own actions: 40 parts, 60 people with shifts, links within and between parts, two
rehearsals of half of its steps. Asks each page as a browser would, first after something was changed (the plan is then
computed anew), then again. Prints a table; asserts nothing about time. Goal: each page in under 2 s after a change and
under 0.5 s again, with as many queries as for ten steps.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
STEPS, PARTS, PEOPLE = 5_000, 40, 60
ROWS = 50_000
PAGES = (
    "cutover/", "cutover/findings/", "cutover/steps/", "cutover/chart/", "cutover/graph/", "cutover/people/",
    "cutover/checkpoints/", "cutover/rehearsals/", "cutover/forecast/", "cutover/rollback/",
)  # fmt: skip


def main() -> None:
    """Build, measure, print."""
    sys.path[:0] = [str(ROOT)]
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"FIRSTLIGHT_DATA": folder, "DJANGO_SETTINGS_MODULE": "firstlight.config.settings"}
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.ALLOWED_HOSTS = ["*"]
        call_command("migrate", verbosity=0)
        from tests.cast import make_cast
        from tests.conftest import NOW

        cast = make_cast(NOW)
        build(cast)
        print(f"\n{STEPS:,} steps\n{'':26}{'after a change':>26}{'again':>26}")
        print(f"{'':26}{'queries':>10}{'CPU ms':>8}{'ms':>8}{'queries':>10}{'CPU ms':>8}{'ms':>8}")
        pages(cast)
        print(f"\n{ROWS:,} rows given to the list of steps")
        sheet(cast)
        print(f"{memory():.0f} MB so far")
        written(cast)
        print(f"{memory():.0f} MB in the end")


def memory() -> float:
    """The most that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def build(cast: Any) -> None:
    """The plan, its shifts, and two rehearsals."""
    from tests.cutover.conftest import Cutover, after

    cutover = Cutover(cast.project, cast.machine)
    cutover.add(*rows())
    for number in range(PEOPLE):
        for day in range(3):
            begins = after(24 * day + number % 3 * 8)
            cutover.shift(f"Person {number}", begins, begins + timedelta(hours=9))
    for ref in ("R1", "R2"):
        cutover.rehearse(ref, {str(number): 1 + number % 3 for number in range(1, STEPS, 2)})
    cutover.forecast()


def rows() -> Iterator[dict[str, Any]]:
    """Steps of some minutes; each waits for one of its part, every tenth for one of the part before."""
    from tests.cutover.conftest import after

    size = STEPS // PARTS
    for number in range(1, STEPS + 1):
        before = [str(number - 4)] if (number - 1) % size >= 4 else []
        before += [str(number - size)] if number > size and number % 10 == 0 else []
        yield {
            "ref": str(number), "title": f"Step {number} of a plan", "minutes": 1 + number % 4, "predecessors": before,
            "owner": f"Person {number % PEOPLE}", "backup": f"Person {(number + 7) % PEOPLE}",
            "verifier": f"Person {(number + 20) % PEOPLE}", "kind": "checkpoint" if number % 500 == 0 else "task",
            "start": None if before else after(0),
        }  # fmt: skip


def pages(cast: Any) -> None:
    """Each page, after a change and again."""
    from django.test import Client

    from firstlight.ledger.keeping import forget

    client = Client()
    client.force_login(cast.users["cm"])
    for address in PAGES:

        def ask(address: str = address) -> None:
            answer = client.get(f"/p/{cast.project.slug}/{address}")
            assert answer.status_code == 200, (address, answer.status_code)

        ask()
        forget()
        print(f"{address:26}{told(ask)}{told(ask)}", flush=True)


def told(do: Callable[[], Any]) -> str:
    """Queries, milliseconds of the processor, milliseconds by the clock."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        busy, begun = time.process_time(), time.perf_counter()
        do()
        busy, passed = time.process_time() - busy, time.perf_counter() - begun
    return f"{len(queries):>10}{busy * 1000:>8.0f}{passed * 1000:>8.0f}"


def sheet(cast: Any) -> None:
    """A large sheet: given, read by the background loop, previewed, and applied by the loop."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    from django.utils import timezone

    from firstlight.intake import beside

    client = Client()
    client.force_login(cast.users["cm"])
    lines = ["Ref,Task,Predecessors,Duration,Owner"]
    lines += [f"N{n},Step {n},{f'N{n - 1}' if n % 50 else ''},{1 + n % 5}m,Person {n % PEOPLE}" for n in range(ROWS)]
    sent = {"file": SimpleUploadedFile("plan.csv", "\n".join(lines).encode())}
    found: list[str] = []

    def offer() -> None:
        answer = client.post(f"/p/{cast.project.slug}/lists/cutover.tasks/import/", sent)
        found.append(answer.headers.get("Location", ""))
        if not found[-1]:
            print(answer.content.decode().partition("fl-banner")[2][:600])

    def loop() -> None:
        """Done here, as the loop does it."""
        assert beside.do_due(timezone.now, "a-worker") == 1

    print(f"{'given':26}{told(offer)}", flush=True)
    if found[-1]:
        print(f"{'read, by the loop':26}{told(loop)}", flush=True)
        print(f"{'preview':26}{told(lambda: client.get(found[-1]))}", flush=True)
        print(f"{'asked to be applied':26}{told(lambda: client.post(found[-1], {'do': 'apply'}))}", flush=True)
        print(f"{'applied, by the loop':26}{told(loop)}", flush=True)


def written(cast: Any) -> None:
    """The whole plan as a file of MS Project."""
    from tests.conftest import NOW

    from firstlight.cutover.project_files import plan_as_project

    made: list[int] = []
    print(f"{'written as XML':26}{told(lambda: made.append(len(plan_as_project(cast.project, NOW).data)))}", flush=True)
    print(f"{made[0] / 1e6:.0f} MB of XML")


if __name__ == "__main__":
    main()
