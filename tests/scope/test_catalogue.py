"""The published catalogue of business processes, in both of its editions, as a list of processes."""

from __future__ import annotations

from typing import Any

import pytest

from firstlight.contracts.tables import Table, TableRow
from firstlight.kernel.sheets import Translated
from firstlight.scope.catalogue import CATALOGUE

FULL = (
    "ID", "Work Item Type", "Title 1", "Title 2", "Title 3", "Title 4", "Process Sequence ID", "State", "Assigned To",
    "Products",
)  # fmt: skip
SIMPLE = ("Work Item Type", "End to end", "Process area", "Process", "Scenario", "Process Sequence ID")


def table(header: tuple[str, ...], *rows: tuple[Any, ...]) -> Table:
    numbered = tuple(TableRow(number, row) for number, row in enumerate(rows, 2))
    return Table("catalogue.xlsx", "Sheet1", header, numbered)


def read(header: tuple[str, ...], *rows: tuple[Any, ...]) -> Translated:
    found = CATALOGUE.translate(table(header, *rows))
    return Translated(tuple(found.rows), found.notes, found.problems)


@pytest.mark.parametrize("header", [FULL, SIMPLE, tuple(f" {name.upper()} " for name in FULL)])
def test_both_editions_are_recognised_by_their_header(header: tuple[str, ...]) -> None:
    assert CATALOGUE.recognises(header)


@pytest.mark.parametrize("header", [("Ref", "Title"), ("Work Item Type", "Title 1"), SIMPLE[:1] + SIMPLE[2:], ()])
def test_another_list_is_not(header: tuple[str, ...]) -> None:
    assert not CATALOGUE.recognises(header)


def test_rows_stand_below_those_above_them() -> None:
    found = read(
        FULL,
        (1, "End to end", "65 Order to cash", None, None, None, "65.00", "New", None, "Finance"),
        (2, "Process Area", None, "65.20 Manage orders", None, None, "65.20", "New", "Paula", None),
        (3, "Process", None, None, "65.20.050 Take orders", None, "65.20.050", "Closed", None, None),
        (4, "Scenario", None, None, None, "By telephone", "65.20.050.001", None, None, None),
        (5, "Process Area", None, "Collect", None, None, "65.30", "New", None, None),
    )
    rows = [(number, cells["ref"], cells["title"], cells["level"], cells["parent"]) for number, cells, _ in found.rows]
    assert rows == [
        (2, "65.00", "Order to cash", 1, None),
        (3, "65.20", "Manage orders", 2, "65.00"),
        (4, "65.20.050", "Take orders", 3, "65.20"),
        (5, "65.20.050.001", "By telephone", 4, "65.20.050"),
        (6, "65.30", "Collect", 2, "65.00"),
    ]
    assert [cells["in_scope"] for _, cells, _ in found.rows] == ["yes", "yes", "no", "yes", "yes"]
    assert [cells["owner"] for _, cells, _ in found.rows][1] == "Paula"
    assert next(extras for _, _, extras in found.rows) == {"Products": "Finance"}
    assert found.notes == ()


def test_work_items_that_are_no_processes_are_left_aside_and_counted() -> None:
    found = read(
        SIMPLE,
        ("End to end", "Order to cash", None, None, None, "65"),
        ("Workshop", "Talk about it", None, None, None, "66"),
        ("Task", "Do it", None, None, None, "67"),
        ("Task", "Do more", None, None, None, "68"),
        (None, "What is this", None, None, None, None),
    )
    assert len(tuple(found.rows)) == 1
    assert found.notes == (
        "Left aside as work items that are no processes, 4 rows: 2 task, 1 workshop, 1 without a type.",
    )


def test_the_same_row_again_is_left_aside_and_another_with_its_number_gets_its_own() -> None:
    found = read(
        SIMPLE,
        ("End to end", "Order to cash", None, None, None, "65"),
        ("End to end", "Order to cash", None, None, None, "65"),
        ("End to end", "Procure to pay", None, None, None, "65"),
        ("End to end", "Without a number", None, None, None, None),
        ("End to end", "Short row"),
    )
    assert [cells["ref"] for _, cells, _ in found.rows] == ["65", "65-2", "Without a number", "Short row"]
    assert found.notes == (
        "Left aside because the same process stands above: 1 row.",
        "Given a number of its own (-2, -3 …), because another process has it: 1 row.",
    )
