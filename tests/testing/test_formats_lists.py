"""Results that people keep in Excel, and exports of Azure Test Plans."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from firstlight.contracts.results import Outcome, ResultFile
from firstlight.contracts.tables import Unreadable
from firstlight.kernel.errors import Invalid
from firstlight.testing.formats import read_results


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def test_a_list_of_results_is_read_by_its_headings() -> None:
    found = read_results(
        csv(
            "Case,Title,Result,Tested on,Comment",
            "TC-1,Confirm an order,Passed,2026-11-18,fine",
            "TC-2,Refuse an order,FAIL,18.11.2026 10:30,limit ignored",
            "TC-3,Invoice,Blocked,,no printer",
            "TC-4,Credit note,,,",
        ),
        "tests/uat/monday.csv",
    )
    assert found.format == "sheet"
    assert [case.outcome for case in found] == [Outcome.PASSED, Outcome.FAILED, Outcome.SKIPPED, Outcome.SKIPPED]
    assert found.cases[0].name == "TC-1 Confirm an order"
    assert found.cases[1].message == "limit ignored"
    assert found.cases[1].at is not None
    assert found.cases[1].at.hour == 10


def test_an_export_of_azure_test_plans_is_told_apart() -> None:
    found = read_results(
        csv(
            "Title,Outcome,Order,Test Case Id,Configuration,Tester",
            "Confirm,Passed,1,4711,Windows 11,Ada",
            "Bill,Active,2,4712,Windows 11,Ada",
        ),
        "results.csv",
    )
    assert found.format == "azure"
    assert [case.name for case in found] == ["4711 Confirm", "4712 Bill"]
    assert found.count(Outcome.SKIPPED) == 1


def test_titles_above_the_headings_do_no_harm() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Monday")
        for number, row in enumerate((["UAT, Monday"], [], ["Test case", "Outcome"], ["TC-1", "ok"], ["TC-2", "nok"])):
            sheet.write_row(number, 0, row)
    found = read_results(out.getvalue(), "monday.xlsx")
    assert [(case.name, case.suite, case.outcome) for case in found] == [
        ("TC-1", "Monday", Outcome.PASSED),
        ("TC-2", "Monday", Outcome.FAILED),
    ]


def test_every_word_that_is_no_outcome_is_refused_with_its_place() -> None:
    with pytest.raises(Invalid) as refusal:
        read_results(csv("Case,Outcome", "TC-1,passed", "TC-2,perhaps", "TC-3,soon"), "monday.csv")
    assert [(problem.row, problem.value) for problem in refusal.value.problems] == [(3, "perhaps"), (4, "soon")]
    assert "Passed, Failed, Blocked" in refusal.value.problems[0].sentence


def test_a_list_of_something_else_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_results(csv("Name,Phone", "Ada,1"), "phones.csv")
    assert "says how it ended" in str(refusal.value)


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_whatever_the_bytes_are_there_is_an_answer(data: bytes) -> None:
    with suppress(Unreadable, Invalid):
        assert isinstance(read_results(b"Case,Outcome\n" + data, "fuzz.csv"), ResultFile)
