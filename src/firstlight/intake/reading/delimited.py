"""CSV and its relatives: a table as text, with everything that text leaves open."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from firstlight.contracts.tables import Cell, Problem, Table, TableRow, Unreadable, column_letter
from firstlight.intake.formulas import restored
from firstlight.intake.reading.decoding import decoded
from firstlight.intake.reading.headers import headed
from firstlight.intake.reading.limits import Limits

DELIMITERS = (",", ";", "\t", "|")

#: Excel shows no row below this one, and a file of line ends alone should not keep anybody waiting.
LAST_ROW = 1_048_576

_SAMPLE = 200_000
_SAMPLE_ROWS = 100
#: Read as one more row after the file. Text with null characters never gets this far, so it can stand for nothing else.
_END = "\x00"


def read_delimited(data: bytes, file: str, limits: Limits) -> tuple[Table, ...]:
    """The one table of a CSV file. Encoding, delimiter and header are found out. Raises Unreadable."""
    _refuse_other_kinds(data, file)
    text, notes = decoded(data, file)
    text, delimiter = _announced_delimiter(text)
    if delimiter is None:
        delimiter = likeliest_delimiter(text, first="\t" if file.lower().endswith(".tsv") else ",")
    lines = _even(list(_lines(text, delimiter, file, limits)))
    if not lines:
        raise Unreadable(Problem(file, "the file is empty; a header and rows below it are expected."))
    return (headed(file, "", lines, limits, notes=notes),)


_KINDS = {
    b"PK\x03\x04": "a workbook or an archive; a workbook needs the suffix .xlsx",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook or a protected one; save it as .xlsx without a password",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
}


def _refuse_other_kinds(data: bytes, file: str) -> None:
    kind = next((words for magic, words in _KINDS.items() if data.startswith(magic)), None)
    start = data[:500].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        kind = "a web page or XML"
    if kind:
        raise Unreadable(Problem(file, f"this is {kind}. Text with commas, semicolons or tabs is expected."))


def _announced_delimiter(text: str) -> tuple[str, str | None]:
    """Excel's own first line `sep=;` names the delimiter; Excel does not count it as a row."""
    if text[:4].lower() == "sep=" and len(text) > 4 and text[5:6] in ("\r", "\n"):
        return text[5:].removeprefix("\r").removeprefix("\n"), text[4]
    return text, None


def likeliest_delimiter(text: str, *, first: str = ",") -> str:
    """The delimiter under which the rows agree most on how many cells they have; `first` wins a tie."""
    order = sorted(DELIMITERS, key=lambda delimiter: delimiter != first)
    return max(order, key=lambda delimiter: _agreement(text, delimiter))


def _agreement(text: str, delimiter: str) -> tuple[bool, float, int]:
    """How well the rows agree; first of all whether the quotation marks do, where there is more than one cell."""
    sample = text[:_SAMPLE]
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, strict=True)
    widths: Counter[int] = Counter()
    clean = True
    try:
        for row in reader:
            if any(row):
                widths[len(row)] += 1
            if widths.total() == _SAMPLE_ROWS:
                break
    except csv.Error as error:
        # A sample may end inside a quoted cell; anything else means that the quotes belong to another delimiter.
        clean = "unexpected end" in str(error) and len(text) > _SAMPLE
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return False, 0.0, 1
    width, count = max(several.items(), key=lambda item: (item[1], item[0]))
    return clean, count / widths.total(), width


def _lines(text: str, delimiter: str, file: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with their number, without the empty cells at their end."""
    spaced = f'{delimiter} "' in text[:_SAMPLE]
    source = chain(io.StringIO(text, newline=""), [_END])
    reader = csv.reader(source, delimiter=delimiter, skipinitialspace=spaced)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except csv.Error:
            sentence = "a cell of this row is far too long, or a quotation mark that opens it is never closed."
            raise Unreadable(Problem(file, sentence, row=number)) from None
        if row == [_END]:
            return
        words = "".join(row)
        if words.endswith(_END):
            sentence = "a quotation mark opens in this row and is never closed; close it, or double it inside the cell."
            raise Unreadable(Problem(file, sentence, row=number))
        if number > LAST_ROW:
            raise Unreadable(Problem(file, f"more rows than the {limits.rows:,} that are accepted.", row=number))
        if not words.strip():
            continue
        while not row[-1]:
            row.pop()
        _check_size(row, words, number, file, limits)
        yield number, row


def _check_size(row: list[str], words: str, number: int, file: str, limits: Limits) -> None:
    if len(row) > limits.columns:
        sentence = f"this row has {len(row)} cells; at most {limits.columns} columns are accepted."
        raise Unreadable(Problem(file, sentence, row=number))
    if len(words) <= limits.cell:
        return
    for position, cell in enumerate(row):
        if len(cell) > limits.cell:
            sentence = f"this cell has {len(cell):,} characters; at most {limits.cell:,} are accepted."
            raise Unreadable(Problem(file, sentence, row=number, column=column_letter(position), value=cell[:100]))


def _even(lines: list[tuple[int, list[str]]]) -> list[TableRow]:
    """Rows of one width, empty cells as None, formulas' apostrophes taken off."""
    width = max((len(row) for _, row in lines), default=0)
    blank: list[tuple[Cell, ...]] = [(None,) * count for count in range(width + 1)]
    return [
        TableRow(
            number,
            tuple([(restored(cell) if cell[0] == "'" else cell) if cell else None for cell in row])
            + blank[width - len(row)],
        )
        for number, row in lines
    ]
