"""Rows of text with separators, one after the other."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain, islice

from firstlight.testing.loads.source import Text

#: Read as one more line after the file: text with null characters never gets this far.
_END = "\x00"


def cells_of(line: str, delimiter: str = ",") -> list[str]:
    """The cells of one line; none where it is no such line."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def rows_of(text: Text, delimiter: str = ",", *, below: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Number (from 1) and cells of every row that is not blank, below so many lines.

    Raises Unreadable, with the row, for a quotation mark that is never closed and for a cell that is far too long.
    """
    lines = islice(text.lines(), below, None)
    reader = csv.reader(chain(lines, [_END]), delimiter=delimiter)
    number = below
    while True:
        number += 1
        try:
            row = next(reader)
        except csv.Error:
            why = "a cell of this row is far too long, or a quotation mark that opens it is never closed."
            raise text.source.refused(why, number) from None
        if row == [_END]:
            return
        if row and row[-1].endswith(_END):
            raise text.source.refused("a quotation mark opens in this row and is never closed.", number)
        if any(row):
            yield number, row
