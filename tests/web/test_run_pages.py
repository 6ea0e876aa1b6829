"""What people tried, what of it counts, and what has to be run again: as pages show it and programs ask for it."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.testing.room import Room
from tests.web.conftest import Stage

ADMINISTRATOR = "Lena Brandt ran it as System Administrator, which may do everything; a role of the job has to run it."


@pytest.fixture
def room(stage: Stage) -> Room:
    """The tests of the stage; its acceptance test has migrated data."""
    from tests.testing.room import changed

    room = Room(stage.project, stage.inside)
    _change(room, "CYCLES", changed(_sheet("CYCLES"), stage.project, "UAT-1", migrated_data=True, environment="ACC"))
    return room


def _sheet(name: str) -> Any:
    from firstlight.testing import sheets

    return getattr(sheets, name)


def _change(room: Room, sheet: str, change: Any) -> None:
    _sheet(sheet).apply(room.context, room.project, [change])


def _covered(stage: Stage) -> str:
    """What the check on requirements says when it is judged now."""
    from firstlight.readiness.queries import body_of

    body = body_of(stage.assess())
    found = [check for area in body["areas"] for check in area["checks"]
             if check["ref"] == "acceptance.requirements-tested"]  # fmt: skip
    return " ".join(found[0]["reasons"])


@pytest.mark.requirement("UAT-03")
def test_an_administrator_is_flagged_and_the_coverage_falls(stage: Stage, room: Room) -> None:
    room.cases("TC-9", requirements=("R-3",))
    room.run("RUN-1", case="TC-9")
    assert "R-3" not in _covered(stage)
    room.put(_sheet("TESTERS"), ref="T-1", name="Lena Brandt", role="System Administrator")
    listed = stage.text("testing/runs/")
    assert "Passed, does not count" in listed
    assert "Under an administrator" in listed
    told = "Lena Brandt is listed as a tester with the role System Administrator, which may do everything."
    assert told in stage.text("testing/runs/RUN-1/")
    assert told in stage.text("testing/cases/TC-9/")
    covered = _covered(stage)
    assert "R-3 Added later" in covered
    assert f"TC-9 passed, but does not count: {told}" in covered
    filtered = stage.text("testing/runs/?why=administrator-role")
    assert "RUN-1" in filtered
    assert "RUN-1" not in stage.text("testing/runs/?why=no-migrated-data")


@pytest.mark.requirement("UAT-02")
def test_runs_without_migrated_data_are_counted_and_shown(stage: Stage, room: Room) -> None:
    room.run("RUN-1", migrated_data=False)
    room.run("RUN-2", case="TC-2")
    assert "RUN-1" in stage.text("testing/runs/?why=no-migrated-data")
    assert "It was run without migrated data, which UAT-1 needs." in stage.text("testing/runs/RUN-1/")
    page = stage.text("testing/cycles/UAT-1/")
    assert "1 of 2 runs had no migrated data; 1 does not count: RUN-1." in page
    rows = list(csv.reader(io.StringIO(stage.get("testing/runs/list.csv").content.decode("utf-8-sig"))))
    assert [row[4] for row in rows[1:]] == ["Passed", "Passed, does not count"] or len(rows) == 3


@pytest.mark.requirement("UAT-05")
def test_a_run_elsewhere_than_in_the_environment_of_the_cycle_does_not_count(stage: Stage, room: Room) -> None:
    room.run("RUN-1", environment="DEV")
    assert "It was run in DEV, while UAT-1 is tested in ACC." in stage.text("testing/runs/RUN-1/")
    from tests.testing.room import changed

    live = changed(_sheet("CYCLES"), room.project, "UAT-1", environment="PRD", environment_kind="production")
    _change(room, "CYCLES", live)
    assert "PRD, which is production: only a mock cutover and the final validation do." in stage.text(
        "testing/runs/RUN-1/"
    )


class TestRunAgain:
    """What has to be run again, and what does not matter after all."""

    def test_a_version_sends_cases_back_and_they_are_planned(self, stage: Stage, room: Room, now: datetime) -> None:
        assert "Nothing has to be run again" in stage.text("testing/regression/")
        room.cycle("UAT-2", migrated_data=True, start=now.date(), end=now.date() + timedelta(days=9))
        room.run("RUN-1")
        room.put(_sheet("VERSIONS"), ref="10.0.45", title="Prices", kind="code", at=now - timedelta(hours=1),
                 affects=("TC-1",))  # fmt: skip
        page = stage.text("testing/regression/")
        for words in ("10.0.45 (Prices) was deployed on 20 Nov 2026.", "1 case: TC-1", "Deposit", "UAT-2 UAT-2"):
            assert words in page
        assert stage.post("testing/regression/plan/?kind=uat", cycle="UAT-2").status_code == 303
        assert stage.text("testing/cases/TC-1/").count("UAT-2") >= 1
        room.run("RUN-2", cycle="UAT-2", at=now)
        assert "Nothing has to be run again" in stage.text("testing/regression/")

    def test_only_a_cycle_of_that_kind_that_is_open_is_taken(self, stage: Stage, room: Room) -> None:
        assert stage.post("testing/regression/plan/?kind=uat", cycle="UAT-1").status_code == 422

    def test_a_requirement_changes_and_the_change_is_immaterial(self, stage: Stage, room: Room) -> None:
        room.run("RUN-1")
        room.change_requirement("R-1", title="Deposits of crates")
        assert "Requirement R-1 changed on 20 Nov 2026." in stage.text("testing/regression/")
        address = "testing/immaterial/requirement/R-1/"
        assert stage.post(address, reason="  ").status_code == 422
        assert stage.post(address, ref="wo", reason="A spelling mistake.").status_code == 403
        with _events_delivered():
            assert stage.post(address, reason="A spelling mistake.").status_code == 303
        assert "Nothing has to be run again" in stage.text("testing/regression/")
        assert "A spelling mistake." in stage.text("ledger/")

    def test_the_list_says_the_cause_and_goes_along_as_a_file(self, stage: Stage, room: Room, now: datetime) -> None:
        room.run("RUN-1")
        room.put(_sheet("VERSIONS"), ref="10.0.45", title="Prices", kind="code", at=now - timedelta(hours=1))
        rows = list(csv.reader(io.StringIO(stage.get("testing/regression/list.csv").content.decode("utf-8-sig"))))
        assert rows[1][0] == "Deposit (TC-1)" or rows[1][0].startswith("Deposit")
        assert rows[1][-1] == "It was run before 10.0.45 (Prices) was deployed on 20 Nov 2026."
        assert "Deposit" in stage.text("testing/regression/?cause=older-version:10.0.45")
        assert "Deposit" not in stage.text("testing/regression/?cause=requirement-changed:R-1").partition("<table")[2]

    def test_what_is_not_there_is_not_found(self, stage: Stage) -> None:
        for address in ("testing/runs/RUN-9/", "testing/cases/TC-99/", "testing/immaterial/case/TC-99/"):
            assert stage.get(address).status_code == 404
        for address in ("testing/runs/", "testing/regression/", "testing/cases/TC-1/"):
            assert stage.outsider().get(f"/p/{stage.project.slug}/{address}").status_code == 404


def _events_delivered() -> Any:
    """Lets what happens after a commit happen, which tests never reach."""
    from django.test import TestCase

    return TestCase.captureOnCommitCallbacks(execute=True)


def test_a_case_shows_its_steps_and_a_run_how_each_ended(stage: Stage, room: Room) -> None:
    for number, action in ((1, "Open the order."), (2, "Weigh the cheese.")):
        room.put(_sheet("STEPS"), case="TC-1", number=number, action=action, expected="It is there.")
    assert "Weigh the cheese." in stage.text("testing/cases/TC-1/")
    ends = (
        {"number": 1, "outcome": "passed", "comment": ""},
        {"number": 2, "outcome": "failed", "comment": "No scale"},
    )
    room.run("RUN-1", outcome="failed", steps=ends, comment="The scale is silent.")
    page = stage.text("testing/runs/RUN-1/")
    for words in ("Weigh the cheese.", "No scale", "The scale is silent.", "It failed, and counts until"):
        assert words in page


def test_pages_of_many_runs_ask_as_little_as_pages_of_few(stage: Stage, room: Room, now: datetime) -> None:
    browser = stage.client()

    def asked() -> dict[str, int]:
        found = {}
        for name in ("runs/", "regression/", "cases/TC-1/", "runs/RUN-1/"):
            address = f"/p/{stage.project.slug}/testing/{name}"
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            found[name] = len(queries)
        return found

    room.run("RUN-1")
    room.put(_sheet("VERSIONS"), ref="10.0.45", title="Prices", kind="code", at=now - timedelta(hours=1))
    few = asked()
    room.cases(*[f"TC-1{number}" for number in range(9)], requirements=("R-1",))
    for number in range(9):
        room.run(f"RUN-1{number}", case=f"TC-1{number}", at=now - timedelta(hours=2, minutes=number))
        room.run(f"RUN-2{number}", role="System Administrator", at=now - timedelta(days=1, minutes=number))
    assert asked() == few
    assert max(few.values()) <= 20, few
