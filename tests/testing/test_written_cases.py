"""Cases with their steps as they are written elsewhere: which tables are recognised, and how steps are numbered."""

from __future__ import annotations

from typing import Any

import pytest

from firstlight.contracts.tables import Table, TableRow
from firstlight.intake.reading import read_tables
from firstlight.intake.recognising import LeftAside, recognise_all
from firstlight.testing.sheets import CASES, STEPS
from firstlight.testing.written import CASE_DIALECTS, STEP_DIALECTS
from tests.testing.written_cases import AZURE, azure, form, workbook


def table(header: tuple[str, ...], *rows: tuple[Any, ...]) -> Table:
    lines = (header, *rows)
    numbered = tuple(TableRow(number, row) for number, row in enumerate(lines, 1))
    return Table("a.csv", "", header, numbered[1:], lines=numbered)


def refs(found: Any) -> list[str]:
    return [] if isinstance(found, LeftAside) else [one.sheet.ref for one in found if one.dialect]


def test_an_export_of_azure_is_cases_and_steps_at_once() -> None:
    (given,) = read_tables(azure({1: ("One", ((1, "Open", "Open"),))}), "a.csv")
    assert refs(recognise_all(given, [CASES, STEPS])) == ["testing.cases", "testing.steps"]
    assert refs(recognise_all(given)) == ["testing.cases", "testing.steps"]


@pytest.mark.parametrize(
    "header",
    [
        ("Ref", "Title"),
        ("Case", "Step", "Action", "Expected", "Data"),
        ("Title", "Action", "Owner", "Due"),
        ("Task", "Step", "What to do", "Expected end"),
        ("Step", "Action", "Expected", "Owner"),
    ],
)
def test_other_lists_are_not_taken_for_cases_with_steps(header: tuple[str, ...]) -> None:
    given = table(header, tuple("x" for _ in header))
    dialects = (*CASE_DIALECTS, *STEP_DIALECTS)
    assert not any(one.recognises(header) and (one.fits is None or one.fits(given)) for one in dialects)


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ((1, 2, 3), [1, 2, 3]),
        ((10, 20, 30.0), [10, 20, 30]),
        (("1", "2", "2.1", "2.2"), [1, 2, 3, 4]),
        ((1, 1, 1), [1, 2, 3]),
        (("", "", ""), [1, 2, 3]),
        ((3, 2, 1), [1, 2, 3]),
        (("1000", "1001"), [1, 2]),
    ],
)
def test_steps_keep_their_numbers_where_these_rise_and_are_counted_elsewhere(
    written: tuple[Any, ...], numbers: list[int]
) -> None:
    rows = [("", "", "", number, f"Do {place}", "", "", "") for place, number in enumerate(written)]
    given = table(AZURE, (1, "Test Case", "One", "", "", "", "", ""), *rows)
    _, steps = recognise_all(given, [CASES, STEPS])
    assert steps.dialect is not None
    assert [cells["number"] for _, cells, _ in steps.dialect.translate(given).rows] == numbers


def test_shared_steps_are_steps_and_no_case() -> None:
    given = table(
        AZURE,
        (1, "Test Case", "One", "", "", "", "", ""),
        (7, "Shared Steps", "Sign in", 1, "", "", "", ""),
        ("", "", "", "1.1", "Type the name", "It is taken", "", ""),
        (2, "Test Case", "Two", "", "", "", "", ""),
    )
    cases, steps = recognise_all(given, [CASES, STEPS])
    assert cases.dialect is not None
    assert steps.dialect is not None
    assert [cells["ref"] for _, cells, _ in cases.dialect.translate(given).rows] == [1, 2]
    told = [(cells["case"], cells["action"]) for _, cells, _ in steps.dialect.translate(given).rows]
    assert told == [(1, "Sign in"), (1, "Type the name")]


def test_explanations_beside_a_form_are_no_columns_of_its_steps() -> None:
    (given,) = read_tables(workbook({"Order": form("TC-1", G10="Quick", K11="A step")}), "a.xlsx")
    _, steps = recognise_all(given, [CASES, STEPS])
    assert steps.dialect is not None
    assert [extras for _, _, extras in steps.dialect.translate(steps.table).rows] == [{"Notes": "Quick"}, {}]
