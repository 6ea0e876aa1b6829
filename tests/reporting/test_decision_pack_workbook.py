"""The Excel file: every row of the document, as what it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from firstlight.readiness.comparing import compare
from firstlight.reporting.decision_pack import assessment_digest, words, xlsx
from firstlight.reporting.decision_pack.workbook import LONGEST_CELL
from tests.reporting import variants
from tests.reporting.reading_back import rows_of, workbook_of
from tests.reporting.sample import DIRE, NO_GO, document

SHEETS = ["Summary", "Reasons", "Checks", "Signatures", "Differences", "Accepted risks", "Actions"]


@pytest.fixture(scope="module")
def dire() -> dict[str, Any]:
    return document(DIRE)


@pytest.fixture(scope="module")
def book(dire: dict[str, Any]) -> Any:
    return workbook_of(xlsx(dire))


def summary(book: Any) -> dict[str, Any]:
    return {row[0]: row[1] for row in book["Summary"].iter_rows(max_col=2, values_only=True) if row[0]}


def test_it_has_a_sheet_for_every_list(book: Any) -> None:
    assert book.sheetnames == SHEETS


def test_the_summary_counts_what_the_document_holds(dire: dict[str, Any], book: Any) -> None:
    told = summary(book)
    assert told["Verdict"] == "No-go"
    assert told["Days to go-live"] == 17
    assert told["Go-live"] == datetime.fromisoformat("2026-12-07T05:00")
    assert told["Reasons that block"] == sum(one["blocks"] for one in dire["reasons"])
    assert told["Reasons in all"] == len(dire["reasons"])
    assert told["Accepted risks"] == len(dire["accepted_risks"])
    assert told["Signatures stale"] == 1
    checks = [check for area in dire["areas"] for check in area["checks"] if not check["rolls_up"]]
    for mark, word in words.MARKS.items():
        assert told[f"Checks {word.lower()}, roll-ups aside"] == sum(one["mark"] == mark for one in checks)
    assert told["Assessment"] == assessment_digest(dire)


def test_every_check_is_a_row_with_real_times_and_numbers(dire: dict[str, Any], book: Any) -> None:
    rows = rows_of(book, "Checks")
    checks = [check for area in dire["areas"] for check in area["checks"]]
    assert [row["Check"] for row in rows] == [check["ref"] for check in checks]
    for row, check in zip(rows, checks, strict=True):
        assert row["Status"] == words.word(check["status"])
        assert row["Shown as"] == words.word(check["mark"])
        assert row["Figure"] == check["figure"]
        assert row["Of"] == check["of"]
        wanted = datetime.fromisoformat(check["as_of"]).replace(tzinfo=None) if check["as_of"] else None
        assert row["As of"] == wanted


def test_lists_can_be_filtered_and_their_heading_stays(book: Any) -> None:
    for name in SHEETS[1:]:
        assert book[name].auto_filter.ref
        assert book[name].freeze_panes


def test_every_list_has_the_rows_of_the_document(dire: dict[str, Any], book: Any) -> None:
    assert len(rows_of(book, "Reasons")) == len(dire["reasons"])
    assert len(rows_of(book, "Signatures")) == len(dire["signatures"])
    assert len(rows_of(book, "Accepted risks")) == len(dire["accepted_risks"])
    assert len(rows_of(book, "Actions")) == len(dire["actions"])
    changes = rows_of(book, "Differences")
    assert [row["Today"] for row in changes] == ["Bank file in CAMT.053", "must, order to cash", None]
    risk, row = dire["accepted_risks"][0], rows_of(book, "Accepted risks")[0]
    assert (row["Accepted by"], row["Reason"]) == (risk["person"], risk["reason"])
    assert row["Expires"] == datetime.fromisoformat(risk["expires"]).replace(tzinfo=None)
    assert row["Ends before go-live"] == "no"


def test_no_text_becomes_a_formula_a_link_or_a_number() -> None:
    made = variants.hostile()
    made["actions"][0]["ref"] = "00123"
    made["actions"][0]["owner"] = "https://example.org"
    book = workbook_of(xlsx(made))
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
    assert rows_of(book, "Actions")[0]["Action"] == "00123"
    assert rows_of(book, "Accepted risks")[0]["Reason"].startswith(variants.FORMULA)
    assert len(rows_of(book, "Left aside")) == 60
    assert len(rows_of(book, "Differences")) == 200


def test_what_is_longer_than_a_cell_says_that_it_was_cut() -> None:
    made = document(NO_GO)
    made["reasons"][0]["sentence"] = "x" * 40_000
    cell = rows_of(workbook_of(xlsx(made)), "Reasons")[0]["Sentence"]
    assert len(cell) == LONGEST_CELL
    assert cell.endswith("assessment.json has all of it)")


def test_a_day_before_the_calendar_of_excel_is_written_in_letters() -> None:
    made = document(NO_GO)
    made["actions"][0]["due"] = "1066-10-14"
    assert rows_of(workbook_of(xlsx(made)), "Actions")[0]["Due"] == "1066-10-14"


def test_what_changed_is_a_sheet_where_it_was_asked_for() -> None:
    new = document(NO_GO)
    old = variants.earlier(new)
    changes = compare(old, new)
    rows = rows_of(workbook_of(xlsx(new, since=changes, since_as_of=old["as_of"])), "Changes")
    assert [row["In words"] for row in rows] == [one.sentence for one in changes]
    assert rows[0]["Earlier as of"] == datetime.fromisoformat("2026-11-06T09:40")


def test_a_project_of_which_nothing_is_known_has_its_workbook() -> None:
    told = summary(workbook_of(xlsx(variants.bare())))
    assert told["Go-live"] is None
    assert told["Days to go-live"] is None
