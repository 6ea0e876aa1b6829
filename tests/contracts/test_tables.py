"""Tables as they were read, and where in them something is wrong."""

from __future__ import annotations

import pytest

from firstlight.contracts.results import CaseResult, Cases, Outcome, ResultFile
from firstlight.contracts.tables import Problem, Table, TableRow, Unreadable, column_letter, heading_text


def test_a_problem_names_its_place_as_far_as_it_is_known() -> None:
    whole = Problem("scope.xlsx", "expected yes or no.", "Processes", 4, "In scope", "maybe")
    assert str(whole) == "scope.xlsx, sheet “Processes”, row 4, column “In scope”: expected yes or no."
    assert str(Problem("a.csv", "it is empty.")) == "a.csv: it is empty."
    assert str(Problem("", "expected yes or no.", column="In scope")) == "column “In scope”: expected yes or no."
    assert str(Problem("", "it is empty.")) == "it is empty."
    assert str(Unreadable(whole)) == str(whole)


@pytest.mark.parametrize(
    ("position", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_the_letters_of_a_spreadsheet(position: int, letter: str) -> None:
    assert column_letter(position) == letter


def test_a_heading_is_text() -> None:
    assert [heading_text(cell) for cell in (2026.0, " Ref ", None, 3.5)] == ["2026", "Ref", "", "3.5"]


def test_another_row_can_be_the_header() -> None:
    lines = tuple(TableRow(number, (f"a{number}", float(number))) for number in (1, 3, 4))
    table = Table("a.csv", "", ("a1", "1"), lines[1:], lines=lines)
    assert table.headed_by(1) is table
    other = table.headed_by(3)
    assert (other.header, other.header_row, other.rows) == (("a3", "3"), 3, lines[2:])
    with pytest.raises(ValueError, match=r"a\.csv has no row 2"):
        table.headed_by(2)


def test_a_file_of_results_counts_what_is_there() -> None:
    cases = [CaseResult(f"t{number}", "s", outcome) for number, outcome in enumerate(Outcome)]
    found = ResultFile("junit", Cases.of(cases), None)
    assert [found.count(outcome) for outcome in Outcome] == [1] * len(Outcome)
    assert list(found) == cases
    assert (found.cases[1], list(found.cases[2:])) == (cases[1], cases[2:])
    assert list(Cases.of([])) == []
