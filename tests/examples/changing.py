"""Changing a file of the example as somebody would in Excel."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl

from tests.examples.judging import EXAMPLES

Row = dict[str, str]


def copied(name: str, target: Path) -> Path:
    """A state of the example in a folder of its own."""
    shutil.copytree(EXAMPLES / name, target)
    return target


def in_workbook(path: Path, sheet: str, ref: str, column: str, value: object) -> None:
    """Another value in one cell: of the row with this ref, under this heading."""
    book = openpyxl.load_workbook(path)
    rows = list(book[sheet].iter_rows())
    headings = {str(cell.value): place for place, cell in enumerate(rows[0])}
    found = [row for row in rows[1:] if str(row[headings["Ref"]].value) == ref]
    assert len(found) == 1, f"{ref} stands {len(found)} times in {sheet}"
    found[0][headings[column]].value = value  # type: ignore[assignment]
    book.save(path)


def in_csv(path: Path, change: Callable[[Row], Row | None]) -> None:
    """Every row as `change` gives it back; without those of which it gives nothing."""
    with path.open(encoding="utf-8-sig", newline="") as given:
        reader = csv.DictReader(given)
        headings, rows = list(reader.fieldnames or ()), [change(row) for row in reader]
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, headings)
        writer.writeheader()
        writer.writerows(row for row in rows if row is not None)


def other(ref: str, column: str, value: str) -> Callable[[Row], Row]:
    """Another value in the row with this ref."""
    return lambda row: {**row, column: value} if row["Ref"] == ref else row
