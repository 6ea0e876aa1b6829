"""From the cells of a table to the rows of a list, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Cell, Problem, Table, column_letter
from firstlight.intake.recognising import Recognised, match_headings, missing_columns, missing_problem
from firstlight.kernel.sheets import Column, Dialect, Identity, Origin, Row, Sheet, cell_text, identity_text

#: So many problems of one table are told; a list in the wrong column would otherwise have as many as it has cells.
MOST_PROBLEMS = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows were read, and what their file speaks of: keys with their headings, and headings of extra columns.

    What it does not speak of is left as it is when the rows are compared with those that are stored.
    """

    file: str
    sheet: str
    columns: Mapping[str, str] = field(default_factory=dict)
    extras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedSheet:
    """The rows of a list as files give them, in their order.

    A row with a problem is not among `rows`; `refused` has its identity where it could be told. Without the columns
    that identify rows, nothing is `identifiable`. `notes` are sentences for people.
    """

    sheet: Sheet
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    refused: frozenset[Identity] = frozenset()
    identifiable: bool = True

    @property
    def file(self) -> str:
        """The file the rows are from; the first, where they are from several."""
        return self.places[0].file if self.places else ""

    @property
    def table(self) -> str:
        """The worksheet the rows are from; "" for a CSV file."""
        return self.places[0].sheet if self.places else ""


def parse(found: Recognised, zone: ZoneInfo) -> ParsedSheet:
    """All rows of a recognised table. Never raises for what is in it: every problem is in `problems`, by row."""
    table, sheet = found.table, found.sheet
    if found.dialect:
        grid = _translated(_as_said(table, sheet, found.mapped), sheet, found.dialect)
    else:
        grid = _native(table, sheet, found.mapped)
    parsing = _Parsing(found.table, found.sheet, grid, zone)
    rows = tuple(parsing.rows())
    place = Place(found.table.file, found.table.sheet, grid.columns, grid.headings)
    problems = sorted(chain(grid.problems, parsing.problems), key=lambda problem: problem.row or 0)
    return ParsedSheet(
        found.sheet,
        rows,
        _most(found.table, problems),
        grid.notes,
        (place,),
        frozenset(parsing.refused),
        grid.identifiable,
    )


def _as_said(table: Table, sheet: Sheet, mapped: Mapping[str, str]) -> Table:
    """The table with the headings that somebody said are columns under the titles of those.

    Headings of what its rows have in parts stay: whoever reads the parts knows them.
    """
    own = {column.key: column.title for column in sheet.columns}
    titles = {heading: own[key] for heading, key in mapped.items() if key in own}
    return replace(table, header=tuple(titles.get(heading, heading) for heading in table.header)) if titles else table


def join(parts: Sequence[ParsedSheet]) -> ParsedSheet:
    """One list out of several files or worksheets. Rows that stand in two of them are problems."""
    rows: dict[Identity, Row] = {}
    problems = [problem for part in parts for problem in part.problems]
    for row in (row for part in parts for row in part.rows):
        other = rows.setdefault(row.identity, row)
        if other is not row and row.origin and other.origin:
            sheet = f", sheet “{other.origin.sheet}”" if other.origin.sheet != row.origin.sheet else ""
            where = f"{other.origin.file}{sheet}, row {other.origin.row}"
            problems.append(row.origin.problem(_twice(row.identity, where), column=parts[0].sheet.identity[0]))
    return replace(
        parts[0],
        rows=tuple(rows.values()),
        problems=tuple(problems),
        notes=tuple(note for part in parts for note in part.notes),
        places=tuple(place for part in parts for place in part.places),
        refused=frozenset().union(*(part.refused for part in parts)),
        identifiable=all(part.identifiable for part in parts),
    )


def _twice(identity: Identity, where: str) -> str:
    return f"“{' / '.join(identity)}” stands in {where} already; a row of this list may stand there once."


def _most(table: Table, problems: list[Problem]) -> tuple[Problem, ...]:
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    sentence = f"there are {len(problems) - MOST_PROBLEMS:,} more problems in this list; correct these first."
    return (*problems[:MOST_PROBLEMS], Problem(table.file, sentence, sheet=table.sheet))


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table by column: cells by key, all of one length, and what else was found.

    `faulty` are numbers of rows with a problem already. Without all columns of the identity no row is `identifiable`.
    """

    numbers: Sequence[int]
    cells: Mapping[str, Sequence[Cell]]
    columns: Mapping[str, str]
    extras: Sequence[Mapping[str, str]]
    headings: tuple[str, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    faulty: frozenset[int] = frozenset()
    identifiable: bool = True


def _native(table: Table, sheet: Sheet, mapped: Mapping[str, str]) -> _Grid:
    headings = match_headings(sheet, table.header, mapped)
    by_position = list(zip(*(row.cells for row in table.rows), strict=True)) or [()] * len(table.header)
    missing = missing_columns(sheet, headings)
    problems = [missing_problem(table, sheet, column) for column in missing]
    problems += _repeated(table, headings.repeated)
    problems += _unnamed(table, headings.unnamed, by_position)
    names = {column_letter(position): heading for position, heading in enumerate(table.header) if heading}
    faults = [
        replace(fault, column=names.get(fault.column, fault.column))
        for fault in table.problems
        if (fault.row or 0) > table.header_row
    ]
    problems += faults
    nothing: dict[str, str] = {}
    extras = [{} for _ in table.rows] if headings.extras else [nothing] * len(table.rows)
    for position, heading in headings.extras.items():
        for extra, cell in zip(extras, by_position[position], strict=True):
            if cell is not None:
                words = cell if cell.__class__ is str else cell_text(cell)
                if words and not words.isspace():
                    extra[heading] = words
    return _Grid(
        numbers=[row.number for row in table.rows],
        cells={key: by_position[position] for key, position in headings.columns.items()},
        columns={key: table.header[position] for key, position in headings.columns.items()},
        extras=extras,
        headings=tuple(headings.extras.values()),
        problems=tuple(problems),
        notes=table.notes,
        faulty=frozenset(fault.row or 0 for fault in faults),
        identifiable=not any(column.key in sheet.identity for column in missing),
    )


def _repeated(table: Table, positions: Sequence[int]) -> Iterator[Problem]:
    for position in positions:
        heading = table.header[position]
        sentence = (
            f"the heading “{heading}” stands twice, also in column {column_letter(position)}; name one otherwise."
        )
        yield Problem(table.file, sentence, sheet=table.sheet, row=table.header_row, column=heading, value=heading)


def _unnamed(table: Table, positions: Sequence[int], by_position: Sequence[Sequence[Cell]]) -> Iterator[Problem]:
    """Cells outside all headings, as in a row of a CSV file with one separator too many."""
    for position in positions:
        filled = [
            row.number
            for row, cell in zip(table.rows, by_position[position], strict=True)
            if cell is not None and cell_text(cell).strip()
        ]
        if filled:
            value = next(cell_text(row.cells[position]) for row in table.rows if row.number == filled[0])
            more = f" (with {len(filled) - 1:,} more below it)" if len(filled) > 1 else ""
            sentence = (
                f"“{value[:80]}”{more} stands in a column without a heading; "
                f"write a heading into row {table.header_row}, or clear the cells."
            )
            beside = table.header[position - 1] if 0 < position < len(table.header) else ""
            if beside:
                sentence += f" If “{beside[:80]}” beside it is merged over several columns, take the merge apart first."
            yield Problem(table.file, sentence, table.sheet, filled[0], column_letter(position), value[:100])


def _translated(table: Table, sheet: Sheet, dialect: Dialect) -> _Grid:
    translated = dialect.translate(table)
    rows = list(translated.rows)
    keys = dict.fromkeys(key for _, cells, _ in rows for key in cells)
    titles = {column.key: column.title for column in sheet.columns}
    # An extra column must come back under a name that no column of the list has.
    taken = {column.title.casefold() for column in sheet.columns}
    named = {heading: f"{heading} (as imported)" if heading.casefold() in taken else heading
             for _, _, extra in rows for heading in extra}  # fmt: skip
    return _Grid(
        numbers=[number for number, _, _ in rows],
        cells={key: [cells.get(key) for _, cells, _ in rows] for key in keys if key in titles},
        columns={key: titles[key] for key in keys if key in titles},
        extras=[{named[heading]: words for heading, words in extra.items() if words.strip()} for _, _, extra in rows],
        headings=tuple(named.values()),
        problems=(*translated.problems, *table.problems),
        notes=(*table.notes, *translated.notes),
        faulty=frozenset(problem.row or 0 for problem in chain(translated.problems, table.problems)),
        identifiable=all(key in keys for key in sheet.identity),
    )


class _Parsing:
    """One table on its way from cells to rows, column by column, which is faster than row by row."""

    def __init__(self, table: Table, sheet: Sheet, grid: _Grid, zone: ZoneInfo) -> None:
        self.table = table
        self.sheet = sheet
        self.grid = grid
        self.zone = zone
        self.problems: list[Problem] = []
        self.refused: set[Identity] = set()
        self._faults: dict[int, list[Problem]] = {}

    def rows(self) -> Iterator[Row]:
        """The rows without a problem."""
        table, grid, count = self.table, self.grid, len(self.grid.numbers)
        values = [
            self._values(column, grid.cells[column.key]) if column.key in grid.cells else [column.empty] * count
            for column in self.sheet.columns
        ]
        if not grid.identifiable:
            self.problems += chain.from_iterable(self._faults.values())
            return
        keys = [column.key for column in self.sheet.columns]
        identities = self._identities(dict(zip(keys, values, strict=True)))
        seen: dict[Identity, int] = {}
        by_row = zip(grid.numbers, identities, zip(*values, strict=True), grid.extras, strict=True)
        for index, (number, identity, row, extras) in enumerate(by_row):
            fault = index in self._faults or number in grid.faulty
            if (fault or not any(identity)) and self._is_blank(index):
                continue
            first = seen.setdefault(identity, number)
            if fault or first != number or not any(identity):
                self._refuse_row(index, identity, first)
                continue
            origin = Origin(table.file, table.sheet, number, grid.columns)
            yield Row(identity, dict(zip(keys, row, strict=False)), extras, origin)

    def _values(self, column: Column, cells: Sequence[Cell]) -> list[Any]:
        """The values of a column. A cell is parsed once for all that repeat it."""
        kinds = set(map(type, cells))
        # 1, 1.0 and True are one key of a dictionary and three different cells.
        mixed = len(kinds & {int, float, bool}) > 1
        keys: Sequence[Any] = list(zip(map(type, cells), cells, strict=True)) if mixed else cells
        values: dict[Any, Any] = {}
        errors: dict[Any, Exception] = {}
        parse, zone = column.parse, self.zone
        for key, cell in dict(zip(keys, cells, strict=True)).items():
            blank = cell is None or (cell.__class__ is str and (not cell or cell.isspace()))
            try:
                values[key] = column.value(cell, zone) if blank else parse(cell, zone)
            except (ValueError, ArithmeticError) as error:
                values[key], errors[key] = column.empty, error
        for index, key in enumerate(keys) if errors else ():
            if key in errors:
                self._refuse(index, column, cells[index], errors[key])
        return list(map(values.__getitem__, keys))

    def _refuse(self, index: int, column: Column, cell: Cell, error: Exception) -> None:
        words = cell_text(cell)
        if words.strip():
            shown = words if len(words) <= 80 else words[:79] + "…"
            sentence = f"“{shown}” is not accepted; expected {error}."
        else:
            sentence = f"this cell is empty; expected {column.accepts}."
        heading = self.grid.columns.get(column.key, column.title)
        problem = Problem(
            self.table.file, sentence, self.table.sheet, self.grid.numbers[index], heading, words[:100]
        )  # fmt: skip
        self._faults.setdefault(index, []).append(problem)

    def _identities(self, values: Mapping[str, Sequence[Any]]) -> Sequence[Identity]:
        parts = [
            [part.strip() if part.__class__ is str else identity_text(part) for part in values[key]]
            for key in self.sheet.identity
        ]
        return list(zip(*parts, strict=True))

    def _is_blank(self, index: int) -> bool:
        cells = (column[index] for column in self.grid.cells.values())
        return not self.grid.extras[index] and not any(cell_text(cell).strip() for cell in cells)

    def _refuse_row(self, index: int, identity: Identity, first: int) -> None:
        """Note why a row is left out: its cells, no identity, or one that an earlier row has."""
        number, table, faults = self.grid.numbers[index], self.table, self._faults.get(index, [])
        key = self.sheet.identity[0]
        heading = self.grid.columns.get(key, self.sheet.column(key).title)
        self.problems += faults
        self.refused.add(identity)
        if not any(identity):
            if not any(problem.column == heading for problem in faults):
                sentence = f"this row has no {heading}, so it cannot be told from others; write one."
                self.problems.append(Problem(table.file, sentence, table.sheet, number, heading))
        elif first != number:
            sentence, shown = _twice(identity, f"row {first}"), " / ".join(identity)
            self.problems.append(Problem(table.file, sentence, table.sheet, number, heading, shown[:100]))
