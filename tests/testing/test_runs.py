"""Runs of people: which of them count, and what takes a pass away again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from firstlight.contracts.results import Outcome
from firstlight.contracts.standing import Status
from firstlight.testing.models import Result
from firstlight.testing.sheets import CASES, ROLES, VERSIONS
from tests.testing.room import MONDAY, TUESDAY, WEDNESDAY, Room, changed


@pytest.fixture
def acceptance(room: Room) -> Room:
    """An acceptance test that needs migrated data and has it, with one case."""
    room.cycle(migrated_data=True, environment="ACC", environment_kind="production-like", solution_version="10.0.44")
    room.cases("TC-1")
    return room


def standings_of(room: Room) -> list[Any]:
    from firstlight.testing.standing import standings

    return list(standings(room.project, room.context.now, kind="uat").values())


def standing(room: Room) -> Any:
    """How the first case stands in acceptance."""
    return standings_of(room)[0]


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
        f"Lena Brandt ran it as {role}, which may do everything; a role of the job has to run it."
    )


def test_what_an_administrator_found_broken_is_broken_until_a_pass_counts(acceptance: Room) -> None:
    acceptance.run("RUN-1", role="System Administrator", outcome="failed")
    assert standing(acceptance).outcome is Outcome.FAILED
    acceptance.run("RUN-2", at=TUESDAY, role="System Administrator")
    assert standing(acceptance).outcome is Outcome.FAILED
    acceptance.run("RUN-3", at=WEDNESDAY)
    assert standing(acceptance).outcome is Outcome.PASSED


def test_a_version_makes_earlier_passes_stale_for_what_it_touches(acceptance: Room) -> None:
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
        "Lena Brandt is listed as a tester with the role System Administrator, which may do everything."
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


class TestRolesAreMeasured:
    """testing.uat.security-roles."""

    def test_without_runs_nobody_knows(self, acceptance: Room) -> None:
        reading = acceptance.read("testing.uat.security-roles")
        assert reading.status is Status.UNKNOWN
        assert "tests/runs.xlsx" in reading.reasons[0]

    def test_met_under_the_roles_of_the_jobs(self, acceptance: Room) -> None:
        acceptance.run("RUN-1")
        reading = acceptance.read("testing.uat.security-roles")
        assert (reading.status, reading.figure and reading.figure.text()) == (Status.MET, "1 of 1 cases")
        assert reading.reasons == ("All 1 run of people were under the roles of their jobs.",)

    def test_a_case_that_only_an_administrator_passed_is_named_until_it_is_run_again(self, acceptance: Room) -> None:
        acceptance.run("RUN-1", role="System Administrator")
        reading = acceptance.read("testing.uat.security-roles")
        assert (reading.status, reading.figure and reading.figure.text()) == (Status.UNMET, "0 of 1 cases")
        assert reading.reasons == (
            "TC-1 passed only so that it does not count: Lena Brandt ran it as System Administrator, which may do "
            "everything; a role of the job has to run it.",
            "1 of 1 run does not count, being under an administrator, a general role or no named role.",
        )
        acceptance.run("RUN-2", at=TUESDAY)
        reading = acceptance.read("testing.uat.security-roles")
        assert (reading.status, len(reading.reasons)) == (Status.MET, 1)

    def test_a_role_under_which_everybody_ran_is_named_until_somebody_says_what_it_is(self, acceptance: Room) -> None:
        for number, persona in enumerate(("Clerk", "Driver", "Buyer", "Picker", "Clerk", "Driver"), start=1):
            acceptance.run(f"RUN-{number}", role="North user", persona=persona)
        reading = acceptance.read("testing.uat.security-roles")
        assert reading.status is Status.PARTLY
        assert reading.reasons == (
            "6 of 6 runs, by 4 kinds of users, were under North user, which looks like one role for everybody: say in "
            "the roles of tests/cases.xlsx what it is.",
        )
        acceptance.put(ROLES, name="north user", kind="business")
        assert acceptance.read("testing.uat.security-roles").status is Status.MET

    def test_said_to_be_general_it_counts_for_nothing(self, acceptance: Room) -> None:
        acceptance.run("RUN-1", role="North user")
        acceptance.put(ROLES, name="North user", kind="general")
        assert acceptance.read("testing.uat.complete").status is Status.UNMET
        assert "one role for everybody" in acceptance.read("testing.uat.security-roles").reasons[0]


class TestMigratedData:
    """testing.uat.migrated-data."""

    def test_runs_without_are_counted_and_named_also_when_the_case_was_tried_again(self, acceptance: Room) -> None:
        acceptance.cases("TC-2")
        acceptance.run("RUN-1", migrated_data=False)
        acceptance.run("RUN-2", case="TC-2")
        reading = acceptance.read("testing.uat.migrated-data")
        assert (reading.status, reading.figure and reading.figure.text()) == (Status.PARTLY, "1 of 2 cases")
        assert reading.reasons == (
            "TC-1 was only tried without migrated data, or nobody said with what.",
            "1 of 2 runs had no migrated data; 1 does not count: RUN-1.",
        )
        assert [(link.kind, link.ref) for link in reading.records] == [("case", "TC-1"), ("run", "RUN-1")]
        acceptance.run("RUN-3", at=TUESDAY)
        reading = acceptance.read("testing.uat.migrated-data")
        assert (reading.status, reading.reasons) == (
            Status.MET, ("1 of 3 runs had no migrated data; 1 does not count: RUN-1.",)
        )  # fmt: skip

    def test_where_nobody_said_it_is_unknown(self, room: Room) -> None:
        room.cycle()
        room.cases("TC-1")
        room.run("RUN-1")
        reading = room.read("testing.uat.migrated-data")
        assert reading.status is Status.UNKNOWN
        assert reading.reasons[1] == "Of 1 run nobody said whether the data was migrated; 1 does not count: RUN-1."

    def test_where_a_cycle_does_not_need_it_the_runs_are_told_all_the_same(self, room: Room) -> None:
        room.cycle(migrated_data=False, needs_migrated_data=False)
        room.cases("TC-1")
        room.run("RUN-1")
        assert standing(room).outcome is Outcome.PASSED
        reading = room.read("testing.uat.migrated-data")
        assert (reading.status, reading.reasons[1]) == (
            Status.UNMET, "1 of 1 run had no migrated data: RUN-1."
        )  # fmt: skip


class TestFresh:
    """testing.uat.fresh."""

    def test_a_change_of_the_scope_sends_cases_back_with_the_cause(self, acceptance: Room) -> None:
        acceptance.requirements("R-1")
        acceptance.cases("TC-2", requirements=("R-1",))
        acceptance.run("RUN-1")
        acceptance.run("RUN-2", case="TC-2")
        assert acceptance.read("testing.uat.fresh").reasons == ("Nothing that 2 passed cases test has changed since.",)
        acceptance.change_requirement("R-1", title="Confirm by mail")
        reading = acceptance.read("testing.uat.fresh")
        assert (reading.status, reading.figure and reading.figure.text()) == (Status.UNMET, "1 of 2 cases")
        assert reading.reasons == (
            "1 case has to be run again.",
            "Requirement R-1 changed on 20 Nov 2026. To run again: TC-2.",
        )

    def test_without_a_pass_nobody_knows(self, acceptance: Room) -> None:
        assert acceptance.read("testing.uat.fresh").status is Status.UNKNOWN


def test_what_people_wrote_into_a_list_is_put_right_by_their_runs(acceptance: Room) -> None:
    acceptance.list_of_results("Case,Outcome", "TC-1,Failed", at=MONDAY)
    assert standing(acceptance).outcome is Outcome.FAILED
    acceptance.run("RUN-1", at=TUESDAY)
    assert standing(acceptance).outcome is Outcome.PASSED


def test_a_list_says_under_which_role_and_with_which_data(acceptance: Room) -> None:
    acceptance.cases("TC-2")
    acceptance.list_of_results(
        "Case,Outcome,Security role,Migrated data", "TC-1,Passed,System Administrator,yes", "TC-2,Passed,Clerk,no"
    )
    assert [one.discounted[0].code for one in standings_of(acceptance)] == ["administrator-role", "no-migrated-data"]


def test_a_machine_that_passes_a_case_makes_up_for_a_run_that_does_not_count(acceptance: Room) -> None:
    acceptance.run("RUN-1", role="System Administrator", at=TUESDAY)
    acceptance.results(("TC-1", "passed"))
    assert standing(acceptance).outcome is Outcome.PASSED


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_order_in_which_things_come_in_never_changes_what_counts(acceptance: Room, order: tuple[int, ...]) -> None:
    ways = (
        lambda: acceptance.run("RUN-1", role="System Administrator", at=WEDNESDAY),
        lambda: acceptance.results(("TC-1", "passed"), at=MONDAY),
        lambda: acceptance.list_of_results("Case,Outcome,Tested on", "TC-1,Failed,2026-11-08 10:00"),
        lambda: acceptance.put(VERSIONS, ref="10.0.45", title="Prices", kind="code", at=TUESDAY),
    )
    for place in order:
        ways[place]()
    found = standing(acceptance)
    assert (found.outcome, [guard.code for guard in found.discounted]) == (
        Outcome.FAILED, ["administrator-role"],
    )  # fmt: skip
    assert Result.objects.filter(latest=True).count() == 2


def test_a_version_that_is_deployed_tomorrow_counts_tomorrow(acceptance: Room) -> None:
    from firstlight.testing.actions import let_versions_take_effect

    acceptance.run("RUN-1")
    tomorrow = acceptance.context.now + timedelta(days=1)
    acceptance.put(VERSIONS, ref="10.0.45", title="Prices", kind="code", at=tomorrow)
    assert let_versions_take_effect(acceptance.context) == 0
    assert standing(acceptance).outcome is Outcome.PASSED
    later = replace(acceptance.context, now=tomorrow)
    assert let_versions_take_effect(later) == 1
    assert standing(acceptance).outcome is Outcome.DISCOUNTED
    assert let_versions_take_effect(later) == 0


def test_a_list_does_not_take_a_change_back(acceptance: Room) -> None:
    from firstlight.kernel.errors import Invalid
    from firstlight.testing.actions import change_cases

    change_cases(acceptance.context, acceptance.project, [changed(CASES, acceptance.project, "TC-1", title="Other")])
    with pytest.raises(Invalid) as refusal:
        change_cases(acceptance.context, acceptance.project, [changed(CASES, acceptance.project, "TC-1", changed=None)])
    assert "declare the change immaterial" in refusal.value.problems[0].sentence


def test_an_earlier_change_is_the_newest_again_when_a_later_one_is_immaterial(acceptance: Room) -> None:
    from firstlight.testing.actions import change_cases, declare_case_immaterial

    acceptance.run("RUN-1")
    for at, title in ((TUESDAY, "Other"), (WEDNESDAY, "Othr")):
        context = replace(acceptance.context, now=at)
        change_cases(context, acceptance.project, [changed(CASES, acceptance.project, "TC-1", title=title)])
    declare_case_immaterial(acceptance.context, case="TC-1", reason="A spelling mistake.")
    assert standing(acceptance).outcome is Outcome.DISCOUNTED
    declare_case_immaterial(acceptance.context, case="TC-1", reason="The same.")
    assert standing(acceptance).outcome is Outcome.PASSED


def test_people_who_pass_a_case_again_make_up_for_a_tool_whose_pass_went_stale_and_not_for_one_that_failed(
    acceptance: Room,
) -> None:
    acceptance.cases("TC-2")
    acceptance.results(("TC-1", "passed"), ("TC-2", "failed"))
    acceptance.put(VERSIONS, ref="10.0.45", title="Prices", kind="code", at=TUESDAY)
    assert [one.outcome for one in standings_of(acceptance)] == [Outcome.DISCOUNTED, Outcome.FAILED]
    acceptance.run("RUN-1", at=WEDNESDAY)
    acceptance.run("RUN-2", case="TC-2", at=WEDNESDAY)
    assert [one.outcome for one in standings_of(acceptance)] == [Outcome.PASSED, Outcome.FAILED]


def _moved(room: Room, ref: str, **values: Any) -> None:
    """Move a process, and let follow what follows from it."""
    from firstlight.kernel.outbox import deliver_waiting
    from firstlight.scope.sheets import PROCESSES

    PROCESSES.apply(room.context, room.project, [changed(PROCESSES, room.project, ref, **values)])
    deliver_waiting(room.context.now)


def _processes(room: Room) -> None:
    from firstlight.scope.models import Process
    from firstlight.scope.sheets import PROCESSES

    for ref, parent in (("65", ""), ("75", ""), ("65.10", "65")):
        level = Process.Level.PROCESS if parent else Process.Level.END_TO_END
        room.put(PROCESSES, ref=ref, title=f"Process {ref}", level=level, parent=parent, in_scope=True)


def test_a_process_that_is_moved_takes_its_cases_under_what_was_deployed_there(acceptance: Room) -> None:
    _processes(acceptance)
    acceptance.cases("TC-2", process="65.10")
    acceptance.run("RUN-2", case="TC-2", at=MONDAY)
    acceptance.put(VERSIONS, ref="10.0.45", title="Goods", kind="code", at=TUESDAY, affects=("75",))
    assert standings_of(acceptance)[1].outcome is Outcome.PASSED
    _moved(acceptance, "65.10", parent="75")
    assert standings_of(acceptance)[1].outcome is Outcome.DISCOUNTED
    _moved(acceptance, "65.10", parent="65")
    assert standings_of(acceptance)[1].outcome is Outcome.PASSED


@pytest.mark.parametrize("field", ["in_scope", "parent", "title"])
def test_a_process_tells_that_it_was_moved_and_not_that_it_was_renamed(acceptance: Room, field: str) -> None:
    from firstlight.kernel.models import OutboxEvent

    _processes(acceptance)
    OutboxEvent.objects.all().delete()
    _moved(acceptance, "65.10", **{field: {"in_scope": False, "parent": "75", "title": "Sell"}[field]})
    assert OutboxEvent.objects.filter(kind="ProcessMoved").count() == (field != "title")


def test_to_name_the_process_of_a_case_takes_no_pass_away_and_to_name_another_does(acceptance: Room) -> None:
    from firstlight.testing.actions import change_cases

    _processes(acceptance)
    acceptance.run("RUN-1")
    for process, outcome in (("65", Outcome.PASSED), ("75", Outcome.DISCOUNTED)):
        row = changed(CASES, acceptance.project, "TC-1", process=process)
        change_cases(acceptance.context, acceptance.project, [row])
        assert standing(acceptance).outcome is outcome


def test_to_fill_in_the_process_and_change_the_words_takes_the_pass_away(acceptance: Room) -> None:
    from firstlight.testing.actions import change_cases

    _processes(acceptance)
    acceptance.run("RUN-1")
    row = changed(CASES, acceptance.project, "TC-1", process="65", title="Other")
    change_cases(acceptance.context, acceptance.project, [row])
    assert standing(acceptance).outcome is Outcome.DISCOUNTED
