"""Runs of people: which of them count, and what takes a pass away again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from firstlight.contracts.results import Outcome
from tests.testing.room import MONDAY, TUESDAY, WEDNESDAY, Room, changed


@pytest.fixture
def acceptance(room: Room) -> Room:
    """An acceptance test that needs migrated data and has it, with one case."""
    room.cycle(migrated_data=True, environment="ACC", environment_kind="production-like", solution_version="10.0.44")
    room.cases("TC-1")
    return room


def standing(room: Room, kind: str | None = "uat") -> Any:
    from firstlight.testing.standing import standings

    return next(iter(standings(room.project, room.context.now, kind=kind).values()))


def test_a_run_under_the_role_of_the_job_counts(acceptance: Room) -> None:
    acceptance.run("RUN-1")
    found = standing(acceptance)
    assert (found.outcome, found.at, found.runs, found.discounted) == (Outcome.PASSED, MONDAY, 1, ())


@pytest.mark.parametrize("role", ["System Administrator", "-SYSADMIN-", "Order clerk; System Administrator"])
def test_a_pass_under_an_administrator_does_not_count_and_says_so(acceptance: Room, role: str) -> None:
    acceptance.run("RUN-1", role=role)
    found = standing(acceptance)
    assert found.outcome is Outcome.DISCOUNTED
    assert [guard.code for guard in found.discounted] == ["administrator-role"]
    assert found.discounted[0].sentence == (
        f"Lena Brandt ran it as {role}, which may do everything; a role of the business has to run it."
    )


def test_what_an_administrator_found_broken_is_broken_until_a_pass_counts(acceptance: Room) -> None:
    acceptance.run("RUN-1", role="System Administrator", outcome="failed")
    assert standing(acceptance).outcome is Outcome.FAILED
    acceptance.run("RUN-2", at=TUESDAY, role="System Administrator")
    assert standing(acceptance).outcome is Outcome.FAILED
    acceptance.run("RUN-3", at=WEDNESDAY)
    assert standing(acceptance).outcome is Outcome.PASSED


def test_a_version_makes_earlier_passes_stale_for_what_it_touches(acceptance: Room) -> None:
    from firstlight.testing.sheets import VERSIONS
    from firstlight.testing.standing import regression_set

    acceptance.cases("TC-2")
    acceptance.run("RUN-1")
    acceptance.run("RUN-2", case="TC-2")
    acceptance.put(VERSIONS, ref="10.0.45", title="Prices", kind="code", at=TUESDAY, affects=("TC-2",))
    (again,) = regression_set(acceptance.project, acceptance.context.now)
    assert (again.ref, again.kind, again.passed_at) == ("TC-2", "uat", MONDAY)
    assert [one.sentence for one in again.guards] == ["It was run before 10.0.45 (Prices) was deployed on 10 Nov 2026."]
    acceptance.run("RUN-3", case="TC-2", at=WEDNESDAY)
    assert regression_set(acceptance.project, acceptance.context.now) == []


def test_a_case_that_changes_has_to_be_run_again_unless_the_change_is_immaterial(acceptance: Room) -> None:
    from firstlight.testing.actions import change_cases, declare_case_immaterial
    from firstlight.testing.sheets import CASES

    acceptance.run("RUN-1")
    change_cases(acceptance.context, acceptance.project, [changed(CASES, acceptance.project, "TC-1", title="Other")])
    found = standing(acceptance)
    assert (found.outcome, found.stale) == (Outcome.DISCOUNTED, True)
    declare_case_immaterial(acceptance.context, case="TC-1", reason="A spelling mistake.")
    assert standing(acceptance).outcome is Outcome.PASSED


def test_a_tester_who_turns_out_to_be_an_administrator_takes_the_passes_along(acceptance: Room) -> None:
    from firstlight.testing.sheets import TESTERS

    acceptance.run("RUN-1")
    acceptance.put(TESTERS, ref="T-1", name="Lena Brandt", role="System Administrator")
    assert standing(acceptance).discounted[0].sentence == (
        "Lena Brandt is listed as a tester with the role System Administrator, which may do everything; a role of "
        "the business has to run it."
    )


def test_a_pass_that_does_not_count_in_a_later_cycle_is_no_run_there(acceptance: Room) -> None:
    """UAT-2 is not passed by what was passed in UAT-1."""
    acceptance.cycle("UAT-2", migrated_data=True, start=TUESDAY.date(), end=WEDNESDAY.date())
    acceptance.cases("TC-9", cycles=("UAT-1", "UAT-2"))
    acceptance.run("RUN-1", case="TC-9")
    acceptance.run("RUN-2", case="TC-9", cycle="UAT-2", at=TUESDAY, role="System Administrator")
    reasons = acceptance.read("testing.uat.complete", WEDNESDAY + timedelta(days=9)).reasons
    assert "TC-9 (Case TC-9) passed in UAT-2, but that pass does not count." in reasons
    assert not [one for one in reasons if "UAT-1" in one and "TC-9" in one]
