"""The whole of a run on paper: where it stands, its runbook and its contacts, as PDF and as workbook.

Builds runs with the product's own actions, with an instruction of some lines in each step and forty people, and prints
what each file takes from the question to its last byte, reading included. Goal: 1,000 steps in at most 10 s. Prints a
table; asserts nothing about time.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
STEPS, PEOPLE = (100, 1_000), 40
TIMES = 3


def main() -> None:
    """Build, measure, print."""
    sys.path[:0] = [str(ROOT)]
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"FIRSTLIGHT_DATA": folder, "DJANGO_SETTINGS_MODULE": "firstlight.config.settings"}
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(f"{'steps':>8}{'':6}{'ms':>8}{'CPU ms':>9}{'queries':>9}{'KB':>8}")
        for steps in STEPS:
            measure(run_of(steps), steps)


def run_of(steps: int) -> Any:
    """A run that goes on, in a project of its own; the circumstances of who leads it."""
    from bench.crowd import added, rows
    from django.utils import timezone

    from firstlight.cutover import actions
    from firstlight.cutover.models import Plan
    from firstlight.cutover.sheets import TASKS
    from firstlight.kernel.context import Context
    from firstlight.workspace.actions import add_project, change_people
    from firstlight.workspace.profile import Profile
    from firstlight.workspace.roles import FOLDER_READER
    from firstlight.workspace.sheets import PEOPLE as SHEET

    now = timezone.now()
    machine = Context(FOLDER_READER, now)
    project = add_project(machine, Profile(
        name=f"{steps} steps", slug=f"paper-{steps}", organisation="Bench", product="finance-operations",
        approach="phased", time_zone="Europe/Berlin", go_live=now + timedelta(hours=60),
        window=(now, now + timedelta(hours=60)), users_at_go_live=100, next_committee=None, phases=(), parties=(),
        packs=(), required_tests=(), answers={}, as_of=None,
    ))  # fmt: skip
    inside = machine.within(project)
    change_people(inside, project, [
        added(SHEET, ref=f"p{number}", name=f"Person {number}", roles=("cutover-manager",),
              email=f"p{number}@example.org")
        for number in range(PEOPLE)
    ])  # fmt: skip
    actions.change_tasks(inside, project, [added(TASKS, **one) for one in rows(steps, PEOPLE)])
    lead = Context(FOLDER_READER, now, project)
    run = actions.open_run(lead, Plan.objects.get(project=project, ref="cutover"), mode="rehearsal")
    actions.start_run(lead, run)
    return run


def measure(run: Any, steps: int) -> None:
    """Print each form a few times and tell the middle one."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from firstlight.cutover.live.queries import run_named
    from firstlight.cutover.live.report import report_of
    from firstlight.reporting.run_annex import annex_of
    from firstlight.reporting.run_report import FORMS, run_file

    for form in FORMS:
        found = []
        for _ in range(TIMES):
            wall, cpu = time.monotonic(), time.process_time()
            with CaptureQueriesContext(connection) as queries:
                read = run_named(run.project, run.ref)
                report = report_of(read, timezone.now())
                data = run_file(run.project, report, form, annex_of(read, report, people=True))
            found.append((time.monotonic() - wall, time.process_time() - cpu, len(queries), len(data)))
        took, cpu, asked, size = sorted(found)[TIMES // 2]
        print(f"{steps:>8,} {form:<5}{1000 * took:>8,.0f}{1000 * cpu:>9,.0f}{asked:>9}{size / 1024:>8,.0f}")


if __name__ == "__main__":
    main()
