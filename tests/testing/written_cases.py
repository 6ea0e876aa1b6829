"""Test cases as workbooks that people fill in elsewhere: forms like the published template, and lists."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

#: Number, action, expected.
Steps = Sequence[tuple[Any, str, str]]

STEPS: Steps = ((1, "Open the order of the day", "The order is shown"), (2, "Enter 12.4 kg", "The line is priced"))


def workbook(worksheets: Mapping[str, Mapping[str, Any]]) -> bytes:
    """A workbook of these worksheets, each with its cells by place, such as {"A1": "TEST TITLE"}."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, cells in worksheets.items():
        sheet = book.add_worksheet(name)
        for place, value in cells.items():
            sheet.write(place, value)
    book.close()
    return out.getvalue()


def form(ref: str, title: str = "", steps: Steps = STEPS, **others: Any) -> dict[str, Any]:
    """A worksheet of the shape of the published template. `others` are cells that are written over."""
    cells: dict[str, Any] = {
        "A1": title or "TEST TITLE",
        "A3": "TEST CASE ID", "C3": "TEST DESCRIPTION", "A4": ref, "C4": f"What {ref} is about",
        "A6": "OBJECTIVE", "C6": "PRE-CONDITIONS", "E6": "POST-CONDITIONS",
        "A7": "Show that it works", "C7": "An open order", "E7": "Signed out",
        "A9": "Step #", "B9": "Step Description", "D9": "Expected Results", "E9": "Actual Results", "F9": "Pass / Fail",
        "G9": " Notes", "J9": "Key ", "K9": "Description", "J10": "Objective ", "K10": "What it is trying to show",
    }  # fmt: skip
    for row, (number, action, expected) in enumerate(steps, start=10):
        cells |= {f"A{row}": number, f"B{row}": action, f"D{row}": expected}
    return {place: value for place, value in (cells | others).items() if value not in (None, "")}


def forms(refs: Iterable[str]) -> bytes:
    """A workbook with a form for each case."""
    return workbook({ref: form(ref, f"Case {ref}") for ref in refs})


AZURE = ("ID", "Work Item Type", "Title", "Test Step", "Step Action", "Step Expected", "Area Path", "Assigned To")


def azure(cases: Mapping[Any, tuple[str, Steps]]) -> bytes:
    """An export of Azure Test Plans: by id the title and the steps of each case."""
    rows: list[Sequence[Any]] = [AZURE]
    for ref, (title, steps) in cases.items():
        rows.append((ref, "Test Case", title, "", "", "", "Shop\\Orders", "Paula Ortiz"))
        rows += [("", "", "", number, action, expected, "", "") for number, action, expected in steps]
    return listed(rows)


def listed(rows: Iterable[Sequence[Any]]) -> bytes:
    """These rows as a CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
