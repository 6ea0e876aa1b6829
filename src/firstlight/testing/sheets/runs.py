"""Runs of people as a sheet."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Cell
from firstlight.kernel.sheets import Column, Sheet, cell_text, choice, flag, instant, names, register_sheet, text
from firstlight.testing import actions, stores
from firstlight.testing.models import Run
from firstlight.testing.rules.steps import StepEnd, step_line, steps_of
from firstlight.testing.sheets.columns import ref
from firstlight.testing.sheets.surroundings import ACCESS
from firstlight.workspace.policies import MAY_VIEW_TESTING

_DIGEST = re.compile(r"[0-9a-f]{64}")


def _steps() -> Column:
    accepts = "one step a line, such as “2 failed: the price is missing”"

    def parse(cell: Cell, zone: ZoneInfo) -> tuple[StepEnd, ...]:
        try:
            return steps_of(cell_text(cell))
        except ValueError as error:
            raise ValueError(f"{accepts}; {error}") from None

    def write(value: Any, zone: ZoneInfo) -> Cell:
        return "\n".join(map(step_line, value))

    return Column("steps", "Steps", "How each step ended, one a line: its number, the outcome, a comment.", parse,
                  write, accepts, empty=(), aliases=("step results",), example="1 passed", kind="lines")  # fmt: skip


def _photos() -> Column:
    column = names("photos", "Photos", "The digests of the photos among the evidence, split by semicolons.", most=50)

    def parse(cell: Cell, zone: ZoneInfo) -> Any:
        found = column.parse(cell, zone)
        if not all(map(_DIGEST.fullmatch, found)):
            raise ValueError("SHA-256 digests of 64 characters, split by semicolons")
        return found

    return column.but(parse=parse)


RUNS = register_sheet(
    Sheet(
        ref="testing.runs",
        stem="tests/runs",
        title="Runs",
        about="What people tried: one case by one person, how it ended, and under what circumstances.",
        columns=(
            ref("RUN-0001", "run", "run id"),
            text("case", "Case", "The ref of the case.", most=60, required=True,
                 aliases=("case ref", "test case", "test case id", "case id"), example="TC-118"),
            text("cycle", "Cycle", "The ref of the cycle.", most=60, required=True,
                 aliases=("test cycle", "cycle ref"), example="UAT-2"),
            text("tester", "Tester", "Who tried it.", most=200, required=True,
                 aliases=("name", "tested by", "executed by"), example="Lena Brandt"),
            text("role", "Role", "Under which security role. Blank: the one in the list of testers.", most=200,
                 aliases=("security role",), example="Order clerk"),
            instant("at", "Ended", "When it ended.", required=True,
                    aliases=("at", "tested on", "run on", "executed on", "date"), example="2026-11-10 10:20"),
            choice("outcome", "Outcome", "Passed, failed, blocked or skipped.", dict(Run.Ended.choices), required=True,
                   aliases=("result", "status"), example="Passed"),
            flag("migrated_data", "Migrated data", "Yes where it was run with migrated data. Blank: as the cycle says.",
                 aliases=("migrated", "with migrated data"), example="yes"),
            text("environment", "Environment", "Where it was run. Blank: where the cycle is.", most=200,
                 aliases=("env",), example="ACC"),
            text("solution_version", "Solution version", "The version it was run on. Blank: the one of the cycle.",
                 most=60, aliases=("version", "build"), example="10.0.44"),
            text("persona", "Persona", "As what kind of user. Blank: the one of the case.", most=200,
                 aliases=("job", "user type"), example="Order clerk"),
            text("place", "Place", "Where the tester was.", most=200, aliases=("location", "site"), example="Hanover"),
            ACCESS,
            text("device", "Device", "On what.", most=200, aliases=("hardware",), example="Tablet"),
            _steps(),
            text("comment", "Comment", "What was seen.", most=10_000, aliases=("comments", "remarks", "notes")),
            _photos(),
            text("retest_of", "Retest of", "The ref of the run that this one repeats.", most=60,
                 aliases=("repeats", "retests"), example=""),
            flag("entered_late", "From paper", "Yes where it was written on paper and entered later.", empty=False,
                 aliases=("entered late", "paper"), example="no"),
            text("entered_by", "Entered by", "Who entered it.", most=200, example="Lena Brandt"),
            instant("entered_at", "Entered on", "When it was entered.", aliases=("entered at",),
                    example="2026-11-10 10:20"),
        ),
        store=stores.runs,
        apply=actions.change_runs,
        order=70,
        view=MAY_VIEW_TESTING,
        aliases=("test runs", "executions"),
        lasting=True,
        examples=({"ref": "RUN-0001", "case": "TC-118", "cycle": "UAT-2", "tester": "Lena Brandt",
                   "role": "Order clerk", "at": "2026-11-10 10:20", "outcome": "Passed", "migrated_data": "yes",
                   "persona": "Order clerk", "place": "Hanover", "device": "Tablet", "steps": "1 passed"},),
    )
)  # fmt: skip
