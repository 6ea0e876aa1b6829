"""Test cases as Azure Test Plans exports them, as a dialect of the list of cases.

A case is a row with a title; the rows below it are its steps, which come along as one text. The id of the work item is
the ref of the case, so a case that was never saved there (no id) is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from firstlight.contracts.tables import Cell, Table, TableRow
from firstlight.kernel.sheets import Dialect, Translated, cell_text

_LONGEST_STEPS = 4000
#: Columns that the list of cases has, by heading; all others come along as they are.
_KNOWN = {"id": "ref", "title": "title", "assigned to": "owner"}
_OF_STEPS = {"work item type", "test step", "step action", "step expected"}


def _recognises(header: tuple[str, ...]) -> bool:
    names = {name.strip().lower() for name in header}
    return {"id", "work item type", "title", "step action"} <= names


def _translate(table: Table) -> Translated:
    rows = tuple(_Reader(table).rows())
    return Translated(rows)


class _Reader:
    """Walks the export once and gathers the steps of each case."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.at = {name.strip().lower(): position for position, name in enumerate(table.header) if name.strip()}
        self.titles = {name.strip().lower(): name.strip() for name in table.header}

    def rows(self) -> Iterator[tuple[int, Mapping[str, Cell], Mapping[str, str]]]:
        case: TableRow | None = None
        steps: list[str] = []
        for row in self.table.rows:
            if self.words(row, "title"):
                if case is not None:
                    yield self.case(case, steps)
                case, steps = row, []
            if step := self.step(row):
                steps.append(step)
        if case is not None:
            yield self.case(case, steps)

    def case(self, row: TableRow, steps: list[str]) -> tuple[int, Mapping[str, Cell], Mapping[str, str]]:
        cells = {key: row.cells[self.at[name]] for name, key in _KNOWN.items() if name in self.at}
        others = self.at.keys() - _KNOWN.keys() - _OF_STEPS
        extras = {self.titles[name]: words for name in sorted(others) if (words := self.words(row, name))}
        if steps:
            extras["Steps"] = "\n".join(steps)[:_LONGEST_STEPS]
        return row.number, cells, extras

    def step(self, row: TableRow) -> str:
        """1. Open the order – the order is shown."""
        action, expected = self.words(row, "step action"), self.words(row, "step expected")
        if not action and not expected:
            return ""
        return f"{self.words(row, 'test step')}. {action}" + (f" – {expected}" if expected else "")

    def words(self, row: TableRow, name: str) -> str:
        place = self.at.get(name)
        return "" if place is None or place >= len(row.cells) else cell_text(row.cells[place]).strip()


AZURE_TEST_PLANS = Dialect("Azure Test Plans", _recognises, _translate)
