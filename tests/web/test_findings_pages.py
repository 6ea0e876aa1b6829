"""Findings, why a cycle is complete or not, acceptance process by process: as pages and files show them."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.reporting.reading_back import pages_of
from tests.web.conftest import Stage

CYCLE = "testing/cycles/UAT-1/"
DATED: dict[str, Any] = {"owner": "Ines Roth", "expected": date(2026, 12, 1), "found_on": date(2026, 11, 9)}


def _finding(stage: Stage, ref: str = "F-1", **values: Any) -> None:
    from firstlight.testing.actions import change_findings
    from firstlight.testing.sheets import FINDINGS

    usual = {"title": "The weight is rounded", "kind": "bug", "severity": "low", "state": "open", "cycle": "UAT-1"}
    stage.change(change_findings, FINDINGS, {"ref": ref, **usual, **values})


def _passes(stage: Stage, name: str = "TC-2 weight", outcome: str = "passed") -> None:
    from firstlight.testing import actions
    from tests.testing.room import junit

    data = junit([(name, outcome)], stage.inside.now)
    actions.import_results(stage.inside, cycle_ref="UAT-1", file=f"tests/{outcome}.xml", data=data)


def _set(stage: Stage, **values: Any) -> None:
    from firstlight.testing.actions import change_findings
    from firstlight.testing.sheets import FINDINGS
    from tests.testing.room import changed

    change_findings(stage.inside, stage.project, [changed(FINDINGS, stage.project, "F-1", **values)])


@pytest.mark.requirement("UAT-08")
def test_an_item_has_owner_and_date_and_only_a_retest_closes_it(stage: Stage) -> None:
    assert b'testing/findings/report/"' in stage.get("testing/findings/").content
    reported = stage.post("testing/findings/report/?case=TC-2", title="The weight is rounded", kind="bug",
                          severity="high", impact="Customers pay too much.", case="TC-2", cycle="UAT-1",
                          found_by="Lena Brandt")  # fmt: skip
    assert reported.status_code == 303
    page = stage.text("testing/findings/")
    for words in ("The weight is rounded", "Customers pay too much.", "nobody", "no date"):
        assert words in page
    assert "F-1 The weight is rounded (an owner and an expected date)" in stage.text(CYCLE)
    cell = "lists/testing.findings/cell/?row=F-1&column=state"
    assert stage.post(cell, was_state="Open", state="Closed").status_code in (200, 303)
    assert "Closed, not retested" in stage.text("testing/findings/")
    assert "The weight is rounded" in stage.text("testing/findings/?state=open")
    _passes(stage)
    assert "Closed, not retested" not in stage.text("testing/findings/")
    assert "The weight is rounded" not in stage.text("testing/findings/?state=open")


@pytest.mark.requirement("UAT-07")
def test_an_acceptance_test_ends_incomplete_only_with_nothing_significant_open_and_signed(stage: Stage) -> None:
    refused = stage.post(CYCLE + "incomplete/", reason="We can wait for it.")
    assert refused.status_code == 409
    before = stage.text(CYCLE + "incomplete/")
    assert "no open finding says who sees to it and by when: TC-2" in before
    assert 'name="reason"' not in before, "what cannot be done is not offered"
    _finding(stage, case="TC-2", severity="high", **DATED)
    assert "of high or critical severity and open" in stage.text(CYCLE + "incomplete/")
    _set(stage, severity="low")
    asked = stage.post(CYCLE + "incomplete/", "wo", reason="Labels are written by hand until then.")
    assert asked.status_code == 303
    assert "counts once the exit is signed as it is" in stage.text(CYCLE)
    assert "The business accepts UAT-1 incomplete" not in stage.text(CYCLE)
    stage.sign("ap", "testing-exit:UAT-1", "approver")
    assert "The business accepts UAT-1 incomplete, in writing" in stage.text(CYCLE)
    _set(stage, severity="critical")
    assert "The business accepts UAT-1 incomplete" not in stage.text(CYCLE)
    assert stage.post(CYCLE + "insist/").status_code == 303
    assert "Labels are written by hand" not in stage.text(CYCLE)


@pytest.mark.requirement("ACC-02")
def test_why_is_it_not_complete_is_answered_as_a_page_a_pdf_and_a_workbook(stage: Stage, tmp_path: Path) -> None:
    _finding(stage, case="TC-2", impact="Customers pay up to 1 % too much.", **DATED)
    page = stage.text(CYCLE)
    assert "Why it is not complete" in page
    assert "1 of 2 planned cases of UAT-1 has not passed." in page
    assert "Customers pay up to 1 % too much." in page
    paper = " ".join(pages_of(stage.get(CYCLE + "report.pdf").content, tmp_path))
    book = CalamineWorkbook.from_filelike(io.BytesIO(stage.get(CYCLE + "report.xlsx").content))
    cells = {str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row}
    for words in ("1 of 2 planned cases of UAT-1 has not passed.", "Customers pay up to 1 % too much.", "Ines Roth"):
        assert words in " ".join(paper.split()), words
        assert any(words in cell for cell in cells), words


@pytest.mark.requirement("ACC-01")
def test_the_business_accepts_process_by_process_and_a_new_result_makes_its_word_stale(stage: Stage) -> None:
    from firstlight.testing import actions, sheets
    from tests.testing.room import changed

    for ref in ("TC-1", "TC-2"):
        row = changed(sheets.CASES, stage.project, ref, process="65.20.050")
        actions.change_cases(stage.inside, stage.project, [row])
    stage.project.__class__.objects.filter(pk=stage.project.pk).update(required_tests=["uat"])
    page = stage.text("testing/acceptance/")
    assert "1 of 2 cases of the user acceptance test " in page, "to name the process takes no pass away"
    assert "Nobody has signed" in page
    _passes(stage)
    _passes(stage, "TC-1 deposit")
    stage.sign("po", "acceptance:65", "process-owner")
    page = stage.text("testing/acceptance/")
    assert "Signed by Paula Ortiz" in page
    assert "1 of 1 accepted" in page
    _passes(stage, outcome="failed")
    page = stage.text("testing/acceptance/")
    assert "Signed by Paula Ortiz, changed since" in page
    assert "0 of 1 accepted" in page


def test_who_is_nobody_here_finds_none_of_it(stage: Stage) -> None:
    for address in ("testing/findings/", "testing/acceptance/", CYCLE, CYCLE + "report.pdf"):
        assert stage.outsider().get(f"/p/{stage.project.slug}/{address}").status_code == 404, address


def test_a_cycle_that_there_is_not_is_not_there(stage: Stage) -> None:
    assert stage.get("testing/cycles/UAT-9/").status_code == 404
    assert stage.get("testing/cycles/UAT-9/report.pdf").status_code == 404
