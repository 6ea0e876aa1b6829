"""Lists as files: a workbook or a CSV file that people edit and give back.

What is written here and read by `reading` is the same again, whatever the texts are. Nothing that is written can run:
cells of a workbook are written as text, numbers and dates, never as formulas, and a CSV file is disarmed.
The same rows give the same bytes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from firstlight.contracts.tables import Cell
from firstlight.intake.formulas import disarmed
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import Column, Row, Sheet, cell_text

#: Stands in every workbook as the time of its making, so that the same content has the same digest.
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001  (a workbook knows no zones)
#: Excel believes that 1900 was a leap year, so it shows dates before this one wrongly.
_FIRST_DAY = date(1900, 3, 1)
_LONGEST = 32_767
#: Halves of surrogate pairs, and two codes that Unicode keeps free.
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_FREE_ROWS = 500
#: Excel takes a list of choices up to so many characters; longer ones stand on a worksheet of their own.
_LONGEST_LIST = 255
#: From so many cells on, rows go to the disk as they come.
_MANY = 1_000_000

Value = tuple[Any, Cell]


@dataclass(frozen=True, slots=True)
class _Grid:
    """A list as headings and rows of values with the cell for each, in the order of the columns."""

    sheet: Sheet
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Value]]


def write_workbook(lists: Iterable[tuple[Sheet, Iterable[Row]]], zone: ZoneInfo) -> bytes:
    """A workbook with a worksheet for each list, and one that explains the columns.

    Extra columns follow the known ones. Raises Invalid for a text that no cell can hold.
    """
    grids = [_grid(sheet, rows, zone) for sheet, rows in lists]
    return _workbook(grids, [])


def write_template(sheets: Iterable[Sheet]) -> bytes:
    """A workbook to fill in: an empty worksheet for each list, one with its examples, and one that explains all."""
    chosen = list(sheets)
    examples = [_Grid(sheet, _titles(sheet), [_example(sheet, row) for row in sheet.examples]) for sheet in chosen]
    return _workbook([_Grid(sheet, _titles(sheet), []) for sheet in chosen], examples)


def write_csv(sheet: Sheet, rows: Iterable[Row], zone: ZoneInfo) -> bytes:
    """A list as CSV: UTF-8 with its mark, commas, every cell in quotation marks, formulas disarmed."""
    grid = _grid(sheet, rows, zone)
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([disarmed(heading) for heading in grid.headings])
    for row in grid.rows:
        writer.writerow([disarmed(_text(cell)) for _, cell in row])
    return out.getvalue().encode("utf-8-sig")


def _titles(sheet: Sheet) -> tuple[str, ...]:
    return tuple(column.title for column in sheet.columns)


def _grid(sheet: Sheet, rows: Iterable[Row], zone: ZoneInfo) -> _Grid:
    kept = list(rows)
    extras = list(dict.fromkeys(heading for row in kept for heading in row.extras))
    lines = [
        [
            *((value, column.cell(value, zone)) for column in sheet.columns
              for value in (row.values.get(column.key, column.empty),)),
            *((None, row.extras.get(heading)) for heading in extras),
        ]
        for row in kept
    ]  # fmt: skip
    return _Grid(sheet, (*_titles(sheet), *extras), lines)


def _example(sheet: Sheet, row: Mapping[str, Cell]) -> list[Value]:
    return [(None, row.get(column.key)) for column in sheet.columns]


def _text(cell: Cell) -> str:
    """A cell as text that a file can hold; what is no character becomes a question mark."""
    words = cell_text(cell)
    if len(words) > _LONGEST:
        raise Invalid(f"A text of {len(words):,} characters does not fit a cell; {_LONGEST:,} do: “{words[:60]}…”")
    return words if words.isascii() else _NO_CHARACTER.sub("?", words)


@dataclass(slots=True)
class _Book:
    """A workbook that is being written."""

    made: Any
    formats: dict[str, Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)

    def worksheet(self, title: str) -> Any:
        """A new worksheet, under a name that Excel takes and that no other has."""
        plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in title).strip(" '")[:31] or "List"
        name, number = plain, 1
        while name.casefold() in self.names:
            number += 1
            name = f"{plain[: 31 - len(str(number)) - 1]} {number}"
        self.names.add(name.casefold())
        return self.made.add_worksheet(name)


def _workbook(grids: Sequence[_Grid], examples: Sequence[_Grid]) -> bytes:
    cells = sum(len(grid.rows) * len(grid.headings) for grid in grids)
    memory = {"constant_memory": True} if cells > _MANY else {"in_memory": True}
    out = io.BytesIO()
    never = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = _Book(xlsxwriter.Workbook(out, {**memory, **never}))
    book.made.set_properties({"created": _MADE})
    styles: dict[str, dict[str, Any]] = {
        "heading": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
        "required": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#FFF2CC"},
        "text": {"num_format": "@", "text_wrap": True, "valign": "top"},
        "plain": {"valign": "top"},
        "day": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    }
    book.formats.update({name: book.made.add_format(style) for name, style in styles.items()})
    for grid in grids:
        _write_list(book, grid, grid.sheet.title)
    for grid in examples:
        _write_list(book, grid, f"Example {grid.sheet.title}")
    _write_about(book, [grid.sheet for grid in grids])
    _write_choices(book)
    book.made.close()
    return out.getvalue()


def _write_list(book: _Book, grid: _Grid, title: str) -> None:
    worksheet = book.worksheet(title)
    for position, heading in enumerate(grid.headings):
        column = grid.sheet.columns[position] if position < len(grid.sheet.columns) else None
        words = not column or (isinstance(column.empty, (str, tuple)) and not column.choices)
        worksheet.set_column(
            position, position, _width(grid, position), book.formats["text" if words else "plain"]
        )  # fmt: skip
        required = column and (column.required or column.key in grid.sheet.identity)
        worksheet.write_string(0, position, _text(heading), book.formats["required" if required else "heading"])
        if column and column.choices and not isinstance(column.empty, tuple):  # Excel offers one choice a cell
            _offer_choices(book, worksheet, position, column, len(grid.rows))
    for number, row in enumerate(grid.rows, 1):
        for position, (value, cell) in enumerate(row):
            if cell is not None:
                _write_cell(book, worksheet, (number, position), value, cell)
    worksheet.freeze_panes(1, 0)
    worksheet.autofilter(0, 0, max(len(grid.rows), 1), len(grid.headings) - 1)


def _write_cell(book: _Book, worksheet: Any, place: tuple[int, int], value: Any, cell: Cell) -> None:
    """Numbers and days as such, where a workbook keeps them exactly; anything else as text."""
    number = _number(value, cell)
    if number is not None:
        worksheet.write_number(*place, number, book.formats["plain"])
    elif isinstance(cell, date) and not isinstance(cell, datetime) and cell >= _FIRST_DAY:
        worksheet.write_datetime(*place, cell, book.formats["day"])
    else:
        worksheet.write_string(*place, _text(cell), book.formats["text"])


def _number(value: Any, cell: Cell) -> float | None:
    """A number that a workbook keeps to the last digit: fifteen of them."""
    if isinstance(cell, bool) or not isinstance(value, (int, float, Decimal)) or isinstance(value, bool):
        return None
    if not isinstance(cell, (int, float)) and not isinstance(value, Decimal):
        return None  # a choice may be kept as a number and shown as a word
    exact = Decimal(repr(cell)) if isinstance(cell, (int, float)) else Decimal(value)
    fits = exact.is_finite() and abs(exact) < 10**15 and len(exact.normalize().as_tuple().digits) <= 15
    return float(exact) if fits else None


def _width(grid: _Grid, position: int) -> int:
    texts = (cell_text(row[position][1]).partition("\n")[0] for row in grid.rows[:200])
    longest = max((len(words) for words in texts), default=0)
    return min(max(longest + 2, len(grid.headings[position]) + 4, 10), 60)


def _offer_choices(book: _Book, worksheet: Any, position: int, column: Column, rows: int) -> None:
    source: Any = list(column.choices)
    if len(",".join(column.choices)) > _LONGEST_LIST or any("," in choice for choice in column.choices):
        source = book.lists.setdefault(column.choices, _choices_range(len(book.lists), len(column.choices)))
    settings = {
        "validate": "list",
        "source": source,
        "ignore_blank": True,
        "error_title": column.title[:32],
        "error_message": f"Expected is {column.accepts}."[:255],
    }
    worksheet.data_validation(1, position, rows + _FREE_ROWS, position, settings)


def _choices_range(number: int, count: int) -> str:
    letter = xlsxwriter.utility.xl_col_to_name(number)
    return f"=Choices!${letter}$1:${letter}${count}"


def _write_choices(book: _Book) -> None:
    if not book.lists:
        return
    worksheet = book.worksheet("Choices")
    for position, choices in enumerate(book.lists):
        for number, words in enumerate(choices):
            worksheet.write_string(number, position, _text(words), book.formats["text"])
    worksheet.hide()


_ABOUT = (
    "Write into the worksheets named below. Worksheets whose name begins with About, Example or Choices are not read.",
    "Keep the headings; their order does not matter. Columns of your own are kept and come back out.",
    "Rows are known by the columns marked as identity: change anything else, and it is the same row.",
)


def _write_about(book: _Book, sheets: Sequence[Sheet]) -> None:
    worksheet = book.worksheet("About this file")
    plain, bold = book.formats["text"], book.formats["heading"]
    for position, width in enumerate((20, 24, 12, 60, 50, 30)):
        worksheet.set_column(position, position, width)
    write: Callable[..., Any] = worksheet.write_string
    number = 0
    for words in _ABOUT:
        write(number, 0, words)
        number += 1
    for sheet in sheets:
        write(number + 1, 0, _text(sheet.title), bold)
        write(number + 1, 1, _text(sheet.about))
        for position, words in enumerate(("Worksheet", "Column", "Required", "What to write", "Accepted", "Example")):
            write(number + 2, position, words, bold)
        number += 3
        for column in sheet.columns:
            needed = "identity" if column.key in sheet.identity else "yes" if column.required else "no"
            cells = (sheet.title, column.title, needed, column.explain, column.accepts, column.example)
            for position, words in enumerate(cells):
                write(number, position, _text(words), plain)
            number += 1
