"""Tables as they were read from strangers' files, and what was wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

#: What a cell may hold once a file has been read. Text is kept as written, surrounding space included.
Cell = str | int | float | bool | datetime | date | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something in a file was refused: the place, the value, and what would be accepted.

    `file` is relative to the folder it was given in, "" for what was typed on a page. `row` counts as the spreadsheet
    does, from 1.
    """

    file: str
    sentence: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.sheet:
            place.append(f"sheet “{self.sheet}”")
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column “{self.column}”")
        return f"{', '.join(place)}: {self.sentence}" if place else self.sentence


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number in the file (from 1) and its cells by position."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a workbook, or one CSV file.

    `header` is the row that names the columns, as written; `rows` are those below it, blank rows left out and all of
    one width. The reader guesses the header; `lines` are all rows that were read, so that `headed_by` can choose
    another one. `problems` are cells that hold an error instead of a value: their column is a letter. `aside` says why
    this is not data (a hidden worksheet, an empty one); such a table has no rows.
    """

    file: str
    sheet: str
    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    header_row: int = 1
    lines: tuple[TableRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    aside: str = ""

    def headed_by(self, number: int) -> Table:
        """The same table with the header in that row. Raises ValueError when no such row was read."""
        if number == self.header_row:
            return self
        for index, line in enumerate(self.lines):
            if line.number == number:
                header = tuple(heading_text(cell) for cell in line.cells)
                return replace(self, header=header, rows=self.lines[index + 1 :], header_row=number)
        raise ValueError(f"{self.file} has no row {number} that could be a header")


def heading_text(cell: Cell) -> str:
    """A cell of the header as text, without the space around it: a year that came as 2026.0 is "2026"."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def column_letter(position: int) -> str:
    """The letter a spreadsheet shows above the column at that position, from 0: "A", "Z", "AA"."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Unreadable(Exception):
    """A file that is not read: `problem` says why, in a sentence."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
