"""Cycles, cases and steps as sheets: what columns they have and how people name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Cell
from firstlight.kernel.sheets import (
    Column,
    Sheet,
    cell_text,
    choice,
    day,
    flag,
    integer,
    names,
    register_sheet,
    text,
)
from firstlight.scope.changes import CHANGED_ON
from firstlight.testing import actions, stores
from firstlight.testing.models import Case, Cycle
from firstlight.testing.naming import loose
from firstlight.testing.rules.kinds import KINDS, kind_of
from firstlight.testing.sheets.columns import NOTES, ref
from firstlight.testing.written import CASE_DIALECTS, STEP_DIALECTS
from firstlight.workspace.policies import MAY_VIEW_TESTING

_PATH_WORDS = {
    **dict.fromkeys(("happy", "happy path", "positive", "main", "standard", "normal"), Case.Path.USUAL.value),
    **dict.fromkeys(("edge", "negative", "exception", "alternative", "unusual", "error"), Case.Path.EDGE.value),
}


def _or_else(column: Column, read: Mapping[str, Any]) -> Column:
    """The column, reading some other words as well."""

    def parse(cell: Cell, zone: ZoneInfo) -> Any:
        words = loose(cell_text(cell))
        return read[words] if words in read else column.parse(cell, zone)

    return column.but(parse=parse)


def _kind() -> Column:
    column = choice(
        "kind", "Kind", "What kind of test it is.", KINDS, required=True,
        aliases=("test type", "type", "type of test", "phase"), example="User acceptance test",
    )  # fmt: skip

    def parse(cell: Cell, zone: ZoneInfo) -> Any:
        try:
            return column.parse(cell, zone)
        except ValueError:
            kind = kind_of(cell_text(cell))
            if kind == "other":
                raise
            return kind

    return column.but(parse=parse)


def _exit_share() -> Column:
    column = integer(
        "exit_pass_share", "Share to pass", "How many of 100 cases must have passed for the cycle to end. Blank: all.",
        least=2, most=100, empty=100, aliases=("exit pass rate", "pass rate", "share that must pass", "exit share"),
        example="100",
    )  # fmt: skip

    def parse(cell: Cell, zone: ZoneInfo) -> Any:
        if isinstance(cell, str):
            cell = cell.strip().removesuffix("%")
        # A cell that shows 95 % holds 0.95, and one that shows 100 % holds 1.
        if isinstance(cell, (int, float)) and not isinstance(cell, bool) and 0 < cell <= 1:
            cell = round(cell * 100, 6)
        return column.parse(cell, zone)

    return column.but(parse=parse)


CYCLES = register_sheet(
    Sheet(
        ref="testing.cycles",
        stem="tests/cases",
        title="Cycles",
        about="Each round of testing: what kind, where, with what data, from when to when, and what must be reached.",
        columns=(
            ref("UAT-2", "cycle", "cycle id", "test cycle", "test plan id"),
            text("title", "Title", "In the words of the business.", most=300, required=True,
                 aliases=("name", "description", "cycle name", "test plan"), example="Second acceptance test"),
            _kind(),
            text("environment", "Environment", "The name of the environment.", most=200,
                 aliases=("env", "environment name"), example="ACC"),
            choice("environment_kind", "Environment kind", "Production, production-like, test or development.",
                   dict(Cycle.Environment.choices), empty="", aliases=("environment type", "kind of environment"),
                   example="Production-like"),
            flag("migrated_data", "Migrated data", "Yes where it runs with migrated data. Blank where nobody knows.",
                 aliases=("migrated", "with migrated data"), example="yes"),
            flag("needs_migrated_data", "Needs migrated data",
                 "Yes where a pass without migrated data shows nothing. Blank: yes for acceptance and performance.",
                 aliases=("migrated data needed", "migrated data required"), example="yes"),
            text("solution_version", "Solution version", "The version that is tested.", most=60,
                 aliases=("version", "build", "release"), example="10.0.44"),
            text("configuration_version", "Configuration version", "The configuration that is tested.", most=60,
                 aliases=("configuration",), example="CFG-31"),
            text("data_version", "Data version", "The data that it is tested with.", most=60,
                 aliases=("data set", "migration run"), example="Dry run 3"),
            day("start", "Start", "Its first day.", aliases=("start date", "from", "begin"), example="2026-11-09"),
            day("end", "End", "Its last day.", aliases=("end date", "to", "until", "finish"), example="2026-11-20"),
            _exit_share(),
            text("entry_criteria", "Entry criteria", "What must be so before it may begin.", most=4000,
                 aliases=("entry criterion",), example="The data of dry run 3 is loaded."),
            text("exit_criteria", "Exit criteria", "What else must be so before it may end.", most=4000,
                 aliases=("exit criterion", "criteria"), example="No significant case is open."),
            text("owner", "Owner", "Who leads it.", most=200, aliases=("responsible", "test lead", "assigned to"),
                 example="Test lead"),
            NOTES,
        ),
        store=stores.cycles,
        apply=actions.change_cycles,
        order=50,
        view=MAY_VIEW_TESTING,
        aliases=("test cycles", "test plans", "rounds"),
        examples=({"ref": "UAT-2", "title": "Second acceptance test", "kind": "User acceptance test",
                   "environment": "ACC", "environment_kind": "Production-like", "migrated_data": "yes",
                   "solution_version": "10.0.44", "start": "2026-11-09", "end": "2026-11-20", "exit_pass_share": 100,
                   "exit_criteria": "No significant case is open.", "owner": "Test lead"},),
    )
)  # fmt: skip

CASES = register_sheet(
    Sheet(
        ref="testing.cases",
        stem="tests/cases",
        title="Cases",
        about="Every test case: what it tries, for which requirements, in which cycles. Results find it by its ref.",
        columns=(
            ref("TC-118", "case", "test case id", "case id", "test case", "test id"),
            text("title", "Title", "What is tried, in the words of the business.", most=300, required=True,
                 aliases=("name", "test title", "test description", "description", "summary", "test case title"),
                 example="Invoice by weighed quantity"),
            _or_else(choice("path", "Path", "The usual path, or an edge case.", dict(Case.Path.choices), empty="usual",
                            aliases=("path type", "scenario type", "happy path or edge case"), example="Usual path"),
                     _PATH_WORDS),
            text("process", "Process", "The ref of the business process it belongs to.", most=60,
                 aliases=("process ref", "business process"), example="65.20.050"),
            names("requirements", "Requirements", "The refs of what it tests, split by semicolons.",
                  aliases=("requirement", "covers", "tests requirement", "requirement refs"), example="R-114; R-115"),
            names("cycles", "Cycles", "The refs of the cycles it is planned in, split by semicolons.",
                  aliases=("cycle", "test cycle", "planned in", "test plan"), example="SIT-1; UAT-2"),
            text("persona", "Persona", "Who carries it out, and under which role.", most=200,
                 aliases=("role", "security role", "user role"), example="Order clerk"),
            flag("significant", "Significant", "Yes where no cycle may end before it has passed.", empty=False,
                 aliases=("critical", "must pass"), example="yes"),
            flag("regulatory", "Regulatory", "Yes where it shows that a rule of the law or of the company is kept.",
                 empty=False, aliases=("compliance", "legal"), example="no"),
            names("matches", "Matches", "For automated tests: names or patterns such as orders.*.test_price_*.",
                  aliases=("automated test", "automated test name", "pattern"), example="orders.*.test_price_*"),
            text("owner", "Owner", "Who answers for it.", most=200, aliases=("tester", "assigned to", "responsible"),
                 example="Head of order desk"),
            text("objective", "Objective", "What it is to show.", most=4000, aliases=("purpose", "goal")),
            text("preconditions", "Preconditions", "What must be there before.", most=4000,
                 aliases=("precondition", "prerequisites", "prerequisite", "pre-conditions")),
            text("description", "Details", "What is done and seen, where it is not told in steps.", most=20_000,
                 aliases=("long description", "scenario description")),
            CHANGED_ON,
            NOTES,
        ),
        store=stores.cases,
        apply=actions.change_cases,
        order=60,
        view=MAY_VIEW_TESTING,
        aliases=("test cases", "testcases"),
        dialects=CASE_DIALECTS,
        examples=({"ref": "TC-118", "title": "Invoice by weighed quantity", "path": "Usual path",
                   "process": "65.20.050", "requirements": "R-114", "cycles": "UAT-2", "persona": "Order clerk",
                   "significant": "yes", "owner": "Head of order desk"},),
    )
)  # fmt: skip

STEPS = register_sheet(
    Sheet(
        ref="testing.steps",
        stem="tests/cases",
        title="Steps",
        about="The steps of the cases, one a row: what is done, with which data, and what is to be seen.",
        columns=(
            text("case", "Case", "The ref of its case.", most=60, required=True,
                 aliases=("case ref", "test case", "test case id", "case id"), example="TC-118"),
            integer("number", "Step", "Its place in the case, from 1.", least=1, most=999, required=True,
                    aliases=("number", "step number", "test step", "no", "step no"), example="1"),
            text("action", "Action", "What is done.", most=4000, required=True,
                 aliases=("step action", "what to do", "instruction", "test step description"),
                 example="Open the order of the day and enter the weighed quantity."),
            text("expected", "Expected", "What is to be seen then.", most=4000,
                 aliases=("expected result", "step expected", "expected outcome"),
                 example="The line shows price per kilogram times weight."),
            text("data", "Data", "With what it is done: numbers, names, amounts.", most=4000,
                 aliases=("test data", "input"), example="Order 4711, 12.4 kg"),
        ),
        store=stores.steps,
        apply=actions.change_steps,
        order=62,
        identity=("case", "number"),
        view=MAY_VIEW_TESTING,
        aliases=("test steps",),
        dialects=STEP_DIALECTS,
        part_of="testing.cases",
        examples=({"case": "TC-118", "number": 1, "action": "Open the order and enter the weighed quantity.",
                   "expected": "The line shows price per kilogram times weight.", "data": "Order 4711, 12.4 kg"},),
    )
)  # fmt: skip
