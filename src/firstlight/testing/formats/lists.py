"""Results that people keep in Excel or export from Azure Test Plans: one row a test, one column that says how it ended.

The list is known by its headings: one that names the test (its id, its title, or both) and one that says the outcome.
Rows without an outcome have not been run and count as skipped. A word that is no outcome is refused with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from firstlight.contracts.results import CaseResult, Cases, Outcome, ResultFile
from firstlight.contracts.tables import Cell, Problem, Table, TableRow, Unreadable, heading_text
from firstlight.intake.reading import read_tables
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import flag, instant
from firstlight.testing.formats.values import MESSAGE

_HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("test case id", "case id", "test id", "case ref", "case", "ref", "id"),
    "title": ("title", "test case title", "test case", "test title", "test name", "test", "name", "scenario"),
    "outcome": ("outcome", "result", "test result", "status", "test status", "pass fail", "passed failed"),
    "at": ("tested on", "run on", "executed on", "test date", "date", "completed date", "last run", "run date"),
    "message": ("comment", "comments", "remark", "remarks", "actual result", "error message", "notes", "defect"),
    "suite": ("suite", "test suite", "process", "area", "module"),
    "role": ("security role", "role", "user role", "run as", "tested as"),
    "migrated": ("migrated data", "with migrated data", "migrated"),
}
_AZURE = {"test case id", "outcome", "configuration"}

_WORDS: dict[Outcome, tuple[str, ...]] = {
    Outcome.PASSED: ("passed", "pass", "ok", "p", "yes", "met", "successful", "success", "bestanden", "done"),
    Outcome.FAILED: ("failed", "fail", "f", "nok", "not ok", "no", "unmet", "nicht bestanden"),
    Outcome.ERROR: ("error", "aborted", "timeout"),
    Outcome.SKIPPED: (
        "", "skipped", "blocked", "not run", "not executed", "not started", "active", "none", "paused", "in progress",
        "not applicable", "n/a", "open", "planned", "inconclusive", "unspecified", "ready",
    ),
}  # fmt: skip
_OUTCOMES = {word: outcome for outcome, words in _WORDS.items() for word in words}
_TOLD = "Passed, Failed, Blocked, Not run, Skipped or Error"

_WHEN = instant("at", "at", "")
_MIGRATED = flag("migrated", "migrated", "")
#: Titles and notes may stand above the headings.
_HEADINGS_WITHIN = 15


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the headings are, by what they mean."""

    at: dict[str, int]
    azure: bool

    def cell(self, row: TableRow, key: str) -> Cell:
        place = self.at.get(key)
        return row.cells[place] if place is not None and place < len(row.cells) else None

    def words(self, row: TableRow, key: str) -> str:
        return heading_text(self.cell(row, key))


def read_list(data: bytes, file: str) -> ResultFile:
    """The results in a workbook or CSV file.

    Raises Unreadable when no table of it holds results, and Invalid with every row whose outcome is no known word.
    """
    cases: list[CaseResult] = []
    problems: list[Problem] = []
    warnings: list[str] = []
    azure = found = False
    for table in read_tables(data, file):
        known = _known(table)
        if known is None:
            continue
        found = True
        headed, columns = known
        azure = azure or columns.azure
        cases += _cases(headed, columns, problems, warnings)
    if problems:
        raise Invalid(f"{file} holds outcomes that are not known.", problems=tuple(problems))
    if not found:
        wanted = (
            "a heading that names the test (such as Case or Title) and one that says how it ended (such as Outcome)"
        )
        raise Unreadable(Problem(file, f"it holds no test results; expected are {wanted}."))
    return ResultFile("azure" if azure else "sheet", Cases.of(cases), None, tuple(dict.fromkeys(warnings)))


def _known(table: Table) -> tuple[Table, _Columns] | None:
    """The table under its headings, or None when it is no list of results."""
    if table.aside:
        return None
    candidates = [table, *(table.headed_by(line.number) for line in table.lines[:_HEADINGS_WITHIN])]
    for one in candidates:
        places = {_loose(name): position for position, name in reversed(list(enumerate(one.header))) if name}
        at: dict[str, int] = {}
        for key, names in _HEADINGS.items():
            place = next((places[name] for name in names if name in places and places[name] not in at.values()), None)
            if place is not None:
                at[key] = place
        if "outcome" in at and ("id" in at or "title" in at):
            return one, _Columns(at, places.keys() >= _AZURE)
    return None


def _loose(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", heading.lower()).strip()


def _cases(table: Table, columns: _Columns, problems: list[Problem], warnings: list[str]) -> Iterator[CaseResult]:
    for row in table.rows:
        name = " ".join(filter(None, (columns.words(row, "id"), columns.words(row, "title"))))
        said = columns.words(row, "outcome")
        if not name:
            continue
        outcome = _OUTCOMES.get(re.sub(r"[\s_-]+", " ", said.lower()).strip())
        if outcome is None:
            heading = table.header[columns.at["outcome"]]
            sentence = f"“{said}” is not an outcome; expected {_TOLD}."
            problems.append(Problem(table.file, sentence, table.sheet, row.number, heading, said))
            continue
        yield CaseResult(
            name=name[:1000],
            suite=columns.words(row, "suite") or table.sheet,
            outcome=outcome,
            message=columns.words(row, "message")[:MESSAGE] if outcome is not Outcome.PASSED else "",
            at=_instant(columns.cell(row, "at"), warnings),
            role=columns.words(row, "role")[:200],
            migrated_data=_migrated(columns.cell(row, "migrated"), warnings),
        )


def _instant(cell: Cell, warnings: list[str]) -> datetime | None:
    """When it was run. A day without a zone is taken in UTC: it only decides which of two results is the newer."""
    try:
        found = _WHEN.value(cell, ZoneInfo("UTC"))
    except ValueError:
        warnings.append(f"Some dates cannot be read and are left out (for example “{heading_text(cell)[:40]}”).")
        return None
    return found.astimezone(UTC) if found else None


def _migrated(cell: Cell, warnings: list[str]) -> bool | None:
    """Whether it was run with migrated data; None where nobody said, or said something else than yes or no."""
    try:
        said: bool | None = _MIGRATED.value(cell, ZoneInfo("UTC"))
    except ValueError:
        words = heading_text(cell)[:40]
        warnings.append(f"Whether data was migrated is yes or no; other words are left out (for example “{words}”).")
        return None
    return said
