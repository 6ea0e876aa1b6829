"""Where tests may run, in which order, and what all of them add up to: as the pages of the checks say it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.web.conftest import Stage


def _cycle(stage: Stage, **values: Any) -> None:
    from firstlight.testing import actions, sheets
    from tests.testing.room import changed

    known = {row.values["ref"] for row in sheets.CYCLES.store.current(stage.project).values()}
    if values["ref"] in known:
        row = changed(sheets.CYCLES, stage.project, values.pop("ref"), **values)
        actions.change_cycles(stage.inside, stage.project, [row])
    else:
        stage.change(actions.change_cycles, sheets.CYCLES, {"title": values["ref"], **values})


def _said(stage: Stage, check: str) -> str:
    """The page of a check, judged once more."""
    stage.assess(timedelta(hours=1))
    return stage.text(f"checks/{check}/")


@pytest.mark.requirement("UAT-05")
def test_an_acceptance_test_in_production_is_told_and_one_like_production_is_not(stage: Stage) -> None:
    _cycle(stage, ref="UAT-1", environment="PROD", environment_kind="production")
    assert "UAT-1 runs in production (PROD); acceptance tests never do." in _said(stage, "uat.environment")
    _cycle(stage, ref="UAT-1", environment="ACC", environment_kind="production-like")
    stage.assess(timedelta(hours=2))
    assert "The environment of UAT-1 is like production and is not production." in stage.text("checks/uat.environment/")


@pytest.mark.requirement("SIT-03")
def test_acceptance_that_begins_before_integration_has_ended_is_told_with_both_dates(stage: Stage) -> None:
    _cycle(stage, ref="SIT-1", kind="sit", start=date(2026, 10, 12), end=date(2026, 11, 6))
    page = _said(stage, "sit.before-uat")
    assert "UAT-1 started on 2 Nov 2026, while SIT-1 ran until 6 Nov 2026." in page
    _cycle(stage, ref="SIT-1", end=date(2026, 10, 30))
    stage.assess(timedelta(hours=2))
    assert "1 of 1 cycles" in stage.text("checks/sit.before-uat/")


@pytest.mark.requirement("RDY-09")
def test_one_check_reads_all_kinds_of_test_that_the_project_requires(stage: Stage) -> None:
    _cycle(stage, ref="SIT-1", kind="sit", start=date(2026, 10, 12), end=date(2026, 10, 30))
    page = _said(stage, "acceptance.test-cycles")
    assert "The user acceptance test is not complete." in page
    assert "The system integration test is not complete." in page


@pytest.mark.requirement("PRF-05")
def test_a_performance_issue_without_its_cause_stands_against_the_end_of_the_test(stage: Stage) -> None:
    from firstlight.testing.actions import change_findings
    from firstlight.testing.sheets import FINDINGS

    _cycle(stage, ref="PERF-1", kind="performance", start=date(2026, 11, 2), end=date(2026, 11, 30))
    stage.change(change_findings, FINDINGS, {
        "ref": "F-7", "title": "Item search takes 3.4 s", "kind": "bug", "severity": "high", "state": "open",
        "cycle": "PERF-1", "owner": "Ines Roth", "expected": date(2026, 11, 27),
    })  # fmt: skip
    page = stage.text("testing/cycles/PERF-1/")
    assert "F-7 Item search takes 3.4 s is open and lacks a root cause." in page
    assert "F-7 Item search takes 3.4 s is of high or critical severity and open." in page


@pytest.mark.requirement("PRF-04")
@pytest.mark.requirement("SIT-03")
def test_what_is_out_of_order_stands_on_testing_and_on_the_cycle_with_the_document_that_asks_for_it(
    stage: Stage,
) -> None:
    _cycle(stage, ref="SIT-1", kind="sit", start=date(2026, 10, 12), end=date(2026, 11, 6))
    _cycle(stage, ref="UAT-1", environment="ACC")
    _cycle(stage, ref="PERF-1", kind="performance", environment="ACC", start=date(2026, 11, 9), end=date(2026, 11, 11))
    for address in ("testing/", "testing/cycles/UAT-1/"):
        page = stage.text(address)
        assert "UAT-1 started on 2 Nov 2026, while SIT-1 ran until 6 Nov 2026." in page
        assert "Go-live checklist, “SIT mitigation plan”" in page
        assert "PERF-1 runs in ACC while UAT-1 is tried there" in page
    assert "SIT-1 ran until" not in stage.text("testing/cycles/PERF-1/")
    assert "PERF-1 runs in ACC while UAT-1 is tried there" in _said(stage, "performance.environment")
    assert stage.outsider().get(f"/p/{stage.project.slug}/testing/").status_code == 404


def test_what_the_project_holds_to_is_chosen_between_two_documents_and_moves_the_findings(stage: Stage) -> None:
    from tests.web.test_settings_page import opened

    _cycle(stage, ref="PERF-1", kind="performance", environment="PERF", start=date(2026, 11, 9), end=date(2026, 11, 11))
    assert "Out of order" not in stage.text("testing/")
    page = stage.text("settings/")
    for source in (
        "Go-live checklist, “Performance testing mitigation plan”", "Create a test plan, “Schedule the tests",
        "Checklist for your training strategy, “Implementation”", "Types of tests, “User acceptance testing”",
    ):  # fmt: skip
        assert source in page
    sent = stage.post("settings/", **(opened(stage) | {"performance_order": "before-uat"}))
    assert sent.status_code == 303
    assert "this project has performance shown before UAT begins" in stage.text("testing/")
    assert "Create a test plan, “Schedule the tests and test cycles”" in stage.text("testing/")


def test_super_users_who_were_trained_too_late_are_named(stage: Stage) -> None:
    from firstlight.testing.actions import change_testers
    from firstlight.testing.sheets import TESTERS

    late = {"ref": "T-1", "name": "Lena Brandt", "super_user": True, "trained_on": date(2026, 11, 5)}
    stage.change(change_testers, TESTERS, late)
    told = "Trained only when UAT had begun, on 2 Nov 2026: Lena Brandt (5 Nov 2026)."
    assert told in stage.text("testing/")
    assert told in stage.text("testing/cycles/UAT-1/")
