"""Cases with their steps in one table, a row for each step: as Azure Test Plans exports them, and as people keep them.

A case begins in a row that names another one than the row above. The rows below it are its steps, whether they repeat
its id and title or leave them blank. Its other columns are those of the list of cases; what that list does not know
stays a column of its own. A case without an id is refused by its row: in Azure it was never saved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from firstlight.contracts.tables import Cell, Table, TableRow
from firstlight.intake.recognising import match_headings
from firstlight.kernel.sheets import Dialect, Translated, cell_text, sheets
from firstlight.testing.written.steps import UNMISTAKABLE, Written, loose, numbered, said, step_at, step_columns, words

_TITLES = frozenset({"title", "test case title", "test title", "test case name", "case title", "name", "summary"})
#: Says of each row of Azure whether it is a case; its cases are all “Test Case”.
_TYPE = "work item type"
_SHARED = frozenset({"shared steps", "shared parameter"})


def _recognises(header: tuple[str, ...]) -> bool:
    """A title and an action; an action that something else could be called needs what is expected beside it."""
    names = {loose(heading) for heading in header}
    at = step_columns(header)
    return bool(names & _TITLES) and "action" in at and ("expected" in at or bool(names & UNMISTAKABLE))


@dataclass(slots=True)
class _Case:
    """A case: the row it begins in, and its steps."""

    row: TableRow
    steps: list[Written] = field(default_factory=list)


class _Reader:
    """Walks the table once and gathers the steps of each case."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.steps_at = step_columns(table.header)
        taken = set(self.steps_at.values())
        self.kind = next((place for place, heading in enumerate(table.header) if loose(heading) == _TYPE), None)
        hidden = taken | ({self.kind} if self.kind is not None else set())
        plain = ["" if place in hidden else heading for place, heading in enumerate(table.header)]
        found = match_headings(sheets["testing.cases"], plain)
        self.at, self.extras = found.columns, found.extras

    def cases(self) -> Iterator[_Case]:
        case: _Case | None = None
        for row in self.table.rows:
            shared = words(row, self.kind).lower() in _SHARED
            if not shared and self.begins(row, case):
                if case is not None:
                    yield case
                case = _Case(row)
            step = step_at(row, self.steps_at, {})
            if step is None and shared and words(row, self.steps_at.get("number")):
                step = Written(row.number, words(row, self.steps_at.get("number")), said(row, self.at.get("title")))
            if step is not None and case is not None:
                case.steps.append(step)
        if case is not None:
            yield case

    def begins(self, row: TableRow, case: _Case | None) -> bool:
        """Whether the row names another case than the one that is open."""
        ref, title = words(row, self.at.get("ref")), words(row, self.at.get("title"))
        if case is None:
            return bool(ref or title)
        known, called = words(case.row, self.at.get("ref")), words(case.row, self.at.get("title"))
        return bool((ref and ref != known) or (title and title != called))

    def as_case(self, case: _Case) -> tuple[int, Mapping[str, Cell], Mapping[str, str]]:
        """The case as a row of the list of cases."""
        cells = {key: said(case.row, place) for key, place in self.at.items()}
        extras = {heading: text for place, heading in self.extras.items() if (text := words(case.row, place))}
        return case.row.number, cells, extras


def _cases(table: Table) -> Translated:
    reader = _Reader(table)
    return Translated(tuple(reader.as_case(case) for case in reader.cases()))


def _steps(table: Table) -> Translated:
    reader = _Reader(table)
    told = ((said(case.row, reader.at.get("ref")), case.steps) for case in reader.cases())
    # Steps of a case without a ref belong to none: the case is refused already.
    return Translated(tuple(row for ref, steps in told if cell_text(ref) for row in numbered(ref, steps)))


_dialect = partial(Dialect, "Cases with their steps", _recognises, whole=False)
LISTED_CASES = _dialect(translate=_cases)
LISTED_STEPS = _dialect(translate=_steps)
