"""What the tests tell readiness."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstlight.contracts.reading import Figure
from firstlight.contracts.standing import HEAVIEST_FIRST, Status
from tests.testing.room import MONDAY, TUESDAY, Room

EVERY = [
    "testing.cycles",
    "testing.sit.complete",
    "testing.uat.complete",
    "testing.performance.complete",
    "testing.end-to-end.complete",
    "testing.requirements.covered",
    "testing.requirements.both-paths",
    "testing.regulatory",
    "testing.uat.environment",
    "testing.uat.migrated-data",
    "testing.performance.environment",
    "testing.sit.before-uat",
]


def figure(value: int, unit: str, of: int) -> Figure:
    return Figure(Decimal(value), unit, Decimal(of))


@pytest.mark.parametrize("name", EVERY)
def test_a_measure_that_has_nothing_to_look_at_is_unknown_and_says_what_is_missing(room: Room, name: str) -> None:
    reading = room.read(name)
    assert reading.status is Status.UNKNOWN
    assert reading.reasons[0].startswith("No ") or "No " in reading.reasons[0]
    assert (".xlsx" in reading.reasons[0]) or ("tests" in reading.reasons[0])
    assert reading.speaks_of is None


def test_without_a_cycle_the_sentence_says_where_to_add_one(room: Room) -> None:
    reasons = room.read("testing.uat.complete").reasons
    assert reasons == ("No user acceptance test cycle is known: add one to tests/cases.xlsx.",)


class TestCompletion:
    def test_met_when_all_planned_cases_passed(self, room: Room) -> None:
        room.cycle()
        room.cases("TC-1", "TC-2")
        room.results(("TC-1", "passed"), ("TC-2", "passed"))
        reading = room.read("testing.uat.complete")
        assert (reading.status, reading.figure) == (Status.MET, figure(2, "cases", 2))
        assert reading.reasons == ("All 2 planned cases of UAT-1 have passed.",)
        assert reading.speaks_of == MONDAY
        assert next((link.kind, link.ref) for link in reading.records) == ("cycle", "UAT-1")
        assert reading.records[-1].kind == "result-file"

    def test_unmet_with_the_failing_and_the_missing_cases_named(self, room: Room) -> None:
        room.cycle()
        room.cases(*[f"TC-{number}" for number in range(1, 10)])
        room.results(("TC-1", "passed"), *[(f"TC-{number}", "failed") for number in range(2, 9)])
        reading = room.read("testing.uat.complete")
        assert (reading.status, reading.figure) == (Status.UNMET, figure(1, "cases", 9))
        assert reading.reasons[0] == "8 of 9 planned cases of UAT-1 have not passed."
        assert reading.reasons[1].startswith("TC-2 (Case TC-2), TC-3 (Case TC-3)")
        assert reading.reasons[1].endswith("and 2 more of UAT-1 failed when last run.")
        assert reading.reasons[2] == "TC-9 (Case TC-9) has no result in UAT-1."
        assert ("case", "TC-2") in [(link.kind, link.ref) for link in reading.records]

    def test_partly_from_nine_tenths(self, room: Room) -> None:
        room.cycle(end=date(2026, 11, 27))
        room.cases(*[f"TC-{number}" for number in range(1, 11)])
        room.results(*[(f"TC-{number}", "passed") for number in range(1, 10)], ("TC-10", "error"))
        assert room.read("testing.uat.complete").status is Status.PARTLY

    def test_a_case_passed_only_when_all_its_tests_did(self, room: Room) -> None:
        room.cycle()
        room.cases("TC-1")
        room.results(("TC-1 net price", "passed"), ("TC-1 gross price", "skipped"))
        assert room.read("testing.uat.complete").figure == figure(0, "cases", 1)

    def test_a_retest_in_the_next_cycle_counts_for_the_first(self, room: Room) -> None:
        room.cycle(start=date(2026, 11, 2))
        room.cycle("UAT-2", start=date(2026, 11, 9))
        room.cases("TC-1", cycles=("UAT-1", "UAT-2"))
        room.results(("TC-1", "failed"))
        assert room.read("testing.uat.complete").status is Status.UNMET
        room.results(("TC-1", "passed"), cycle="UAT-2", at=TUESDAY)
        assert (room.read("testing.uat.complete").status, room.read("testing.sit.complete").status) == (
            Status.MET,
            Status.UNKNOWN,
        )

    def test_unknown_before_the_start_and_unmet_when_the_end_has_passed_with_nothing_run(self, room: Room) -> None:
        room.cycle("SIT-1", "sit", start=date(2026, 11, 23), end=date(2026, 11, 27))
        assert room.read("testing.sit.complete").reasons == ("SIT-1 has not started; it is planned from 23 Nov 2026.",)
        room.cycle()
        reading = room.read("testing.uat.complete")
        assert (reading.status, reading.figure) == (Status.UNMET, None)

    def test_an_empty_cycle_takes_the_figure_away_so_that_no_threshold_can_be_met(self, room: Room) -> None:
        room.cycle()
        room.cycle("UAT-2")
        room.cases("TC-1")
        room.results(("TC-1", "passed"))
        reading = room.read("testing.uat.complete")
        assert (reading.status, reading.figure) == (Status.UNMET, None)

    def test_a_cycle_that_only_a_folder_names_is_judged_by_the_tests_in_it(self, room: Room) -> None:
        room.results(("a", "passed"), ("b", "failed"), cycle="SIT-1")
        reading = room.read("testing.sit.complete")
        assert (reading.status, reading.figure) == (Status.UNMET, figure(1, "tests", 2))
        assert reading.reasons[1] == "b of SIT-1 failed when last run."


class TestRequiredKinds:
    def complete(self, room: Room, kind: str) -> None:
        ref = kind.upper()
        room.cycle(ref, kind)
        room.cases(f"{ref}-1", cycles=(ref,))
        room.results((f"{ref}-1", "passed"), cycle=ref)

    def test_met_when_all_required_kinds_are(self, room: Room) -> None:
        self.complete(room, "sit")
        self.complete(room, "uat")
        reading = room.read("testing.cycles")
        assert (reading.status, reading.figure) == (Status.MET, figure(2, "kinds of test", 2))
        assert reading.reasons == ("Complete: system integration test and user acceptance test.",)
        assert [link.ref for link in reading.records] == ["SIT", "UAT"]

    def test_unknown_when_one_of_them_is_not_known(self, room: Room) -> None:
        self.complete(room, "sit")
        reading = room.read("testing.cycles")
        assert (reading.status, reading.figure) == (Status.UNKNOWN, figure(1, "kinds of test", 2))
        assert reading.reasons == (
            "The user acceptance test is not complete. "
            "No user acceptance test cycle is known: add one to tests/cases.xlsx.",
        )

    def test_unmet_when_one_of_them_is(self, room: Room) -> None:
        self.complete(room, "sit")
        room.results(("a", "failed"))
        assert room.read("testing.cycles").status is Status.UNMET

    def test_partly_when_one_of_them_is(self, room: Room) -> None:
        self.complete(room, "sit")
        room.results(*[(f"t{number}", "passed") for number in range(9)], ("t9", "failed"))
        assert room.read("testing.cycles").status is Status.PARTLY

    def test_only_the_required_kinds_count(self, room: Room) -> None:
        self.complete(room, "sit")
        self.complete(room, "uat")
        room.results(("a", "failed"), cycle="performance")
        assert room.read("testing.cycles").status is Status.MET


class TestCoverage:
    def test_a_requirement_is_covered_by_a_case_that_passed_or_by_a_test_that_names_it(self, room: Room) -> None:
        room.cycle()
        room.requirements("R-1", "R-2")
        room.cases("TC-1", requirements=("R-1",))
        room.results(("TC-1", "passed"), ("checks R-2", "passed"))
        reading = room.read("testing.requirements.covered")
        assert (reading.status, reading.figure) == (Status.MET, figure(2, "requirements", 2))
        assert reading.speaks_of == MONDAY

    def test_what_is_not_covered_is_named_and_what_has_no_case_counted(self, room: Room) -> None:
        room.cycle()
        room.requirements("R-1", "R-2", "R-3")
        room.requirements("R-4", in_scope=False)
        room.cases("TC-1", requirements=("R-1",))
        room.cases("TC-2", requirements=("R-2", "R-4"))
        room.results(("TC-1", "failed"), ("TC-2", "passed"))
        reading = room.read("testing.requirements.covered")
        assert (reading.status, reading.figure) == (Status.UNMET, figure(1, "requirements", 3))
        assert reading.reasons == (
            "2 of 3 requirements in scope have no passing test result.",
            "Affected: R-1 Requirement R-1; R-3 Requirement R-3.",
            "1 of them has no test case at all.",
        )
        assert [(link.kind, link.ref) for link in reading.records] == [("requirement", "R-1"), ("requirement", "R-3")]

    def test_partly_from_nine_tenths(self, room: Room) -> None:
        refs = [f"R-{number}" for number in range(10)]
        room.cycle()
        room.requirements(*refs)
        room.cases("TC-1", requirements=tuple(refs[1:]))
        room.results(("TC-1", "passed"))
        assert room.read("testing.requirements.covered").status is Status.PARTLY

    def test_a_pass_that_was_overtaken_by_a_failure_does_not_cover(self, room: Room) -> None:
        room.cycle()
        room.requirements("R-1")
        room.cases("TC-1", requirements=("R-1",))
        room.results(("TC-1", "passed"), ("checks R-1", "passed"))
        room.results(("TC-1", "failed"), ("checks R-1", "failed"), at=TUESDAY)
        assert room.read("testing.requirements.covered").status is Status.UNMET

    def test_a_pass_in_one_kind_of_test_covers_in_spite_of_a_failure_in_another(self, room: Room) -> None:
        room.cycle()
        room.requirements("R-1")
        room.cases("TC-1", requirements=("R-1",))
        room.results(("TC-1", "failed"), cycle="SIT-1")
        assert room.read("testing.requirements.covered").status is Status.UNMET
        room.results(("TC-1", "passed"))
        assert room.read("testing.requirements.covered").status is Status.MET

    def test_requirements_without_any_result_are_unknown(self, room: Room) -> None:
        room.requirements("R-1")
        reading = room.read("testing.requirements.covered")
        assert reading.status is Status.UNKNOWN
        assert reading.reasons == ("No test result is known: put the result files of the test tools under tests.",)

    def test_regulatory_requirements_are_counted_apart(self, room: Room) -> None:
        room.cycle()
        room.requirements("R-1")
        room.requirements("R-2", "R-3", kind="regulatory")
        room.cases("TC-2", requirements=("R-2",))
        room.results(("TC-2", "passed"))
        reading = room.read("testing.regulatory")
        assert (reading.status, reading.figure) == (Status.UNMET, figure(1, "requirements", 2))
        room.results(("R-3 is kept", "passed"))
        assert room.read("testing.regulatory").status is Status.MET

    def test_both_paths_need_a_usual_and_an_edge_case(self, room: Room) -> None:
        room.requirements("R-1", "R-2")
        room.cases("TC-1", requirements=("R-1", "R-2"), cycles=())
        room.cases("TC-2", requirements=("R-1",), path="edge", cycles=())
        reading = room.read("testing.requirements.both-paths")
        assert (reading.status, reading.figure) == (Status.UNMET, figure(1, "requirements", 2))
        room.cases("TC-3", requirements=("R-2",), path="edge", cycles=())
        assert room.read("testing.requirements.both-paths").status is Status.MET

    def test_both_paths_are_unknown_without_cases(self, room: Room) -> None:
        room.requirements("R-1")
        assert room.read("testing.requirements.both-paths").status is Status.UNKNOWN


class TestSurroundings:
    @pytest.mark.parametrize(
        ("kinds", "status", "good"),
        [
            (["production-like"], Status.MET, 1),
            (["production-like", "test"], Status.PARTLY, 1),
            (["production-like", "test", "development"], Status.UNMET, 1),
            (["production-like", "production-like", "production"], Status.UNMET, 2),
            (["production-like", ""], Status.UNKNOWN, 1),
            (["test", ""], Status.PARTLY, 0),
        ],
    )
    def test_acceptance_tests_need_an_environment_like_production(
        self, room: Room, kinds: list[str], status: Status, good: int
    ) -> None:
        for number, kind in enumerate(kinds):
            room.cycle(f"UAT-{number}", environment_kind=kind)
        reading = room.read("testing.uat.environment")
        assert (reading.status, reading.figure) == (status, figure(good, "cycles", len(kinds)))

    def test_an_acceptance_test_in_production_is_named(self, room: Room) -> None:
        room.cycle(environment="PROD", environment_kind="production")
        reasons = room.read("testing.uat.environment").reasons
        assert reasons == ("UAT-1 runs in production (PROD); acceptance tests never do.",)

    @pytest.mark.parametrize(
        ("migrated", "status"), [(True, Status.MET), (False, Status.UNMET), (None, Status.UNKNOWN)]
    )
    def test_acceptance_tests_need_migrated_data(self, room: Room, migrated: Any, status: Status) -> None:
        room.cycle(migrated_data=migrated)
        assert room.read("testing.uat.migrated-data").status is status

    @pytest.mark.parametrize(
        ("kind", "status"), [("test", Status.MET), ("production", Status.UNMET), ("", Status.UNKNOWN)]
    )
    def test_performance_tests_keep_out_of_production(self, room: Room, kind: str, status: Status) -> None:
        room.cycle("PERF", "performance", environment_kind=kind)
        assert room.read("testing.performance.environment").status is status

    @pytest.mark.parametrize(
        ("sit_end", "uat_start", "status", "reason"),
        [
            (date(2026, 11, 6), date(2026, 11, 9), Status.MET, "System integration testing ends before UAT-1 begin."),
            (date(2026, 11, 9), date(2026, 11, 9), Status.UNMET,
             "UAT-1 started on 9 Nov 2026, while SIT-1 ran until 9 Nov 2026."),
            (date(2026, 11, 30), date(2026, 11, 23), Status.UNMET,
             "UAT-1 starts on 23 Nov 2026, while SIT-1 runs until 30 Nov 2026."),
            (None, date(2026, 11, 9), Status.UNKNOWN, "SIT-1 has no last day, so UAT-1 may overlap with it."),
            (date(2026, 11, 6), None, Status.UNKNOWN,
             "The list of cycles in tests/cases.xlsx does not say when UAT-1 begins."),
        ],
    )  # fmt: skip
    def test_integration_tests_end_before_acceptance_tests_begin(
        self, room: Room, sit_end: date | None, uat_start: date | None, status: Status, reason: str
    ) -> None:
        room.cycle("SIT-1", "sit", start=None, end=sit_end)
        room.cycle(start=uat_start, end=None)
        reading = room.read("testing.sit.before-uat")
        assert (reading.status, reading.reasons) == (status, (reason,))

    def test_one_of_two_acceptance_tests_that_began_too_early_is_partly(self, room: Room) -> None:
        room.cycle("SIT-1", "sit", end=date(2026, 11, 6))
        room.cycle("UAT-1", start=date(2026, 11, 5))
        room.cycle("UAT-2", start=date(2026, 11, 9))
        assert room.read("testing.sit.before-uat").status is Status.PARTLY

    def test_without_integration_tests_nobody_can_tell(self, room: Room) -> None:
        room.cycle()
        reading = room.read("testing.sit.before-uat")
        assert reading.reasons == ("No system integration test cycle is known: add one to tests/cases.xlsx.",)


_RESULTS = st.lists(
    st.tuples(
        st.sampled_from(["TC-1", "TC-2 a", "TC-2 b", "R-1 alone", "stray"]),
        st.sampled_from(["passed", "failed", "error", "skipped"]),
        st.sampled_from(["UAT-1", "UAT-2", "SIT-1"]),
        st.integers(0, 5),
    ),
    max_size=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_RESULTS, st.sampled_from(["TC-1", "TC-2 a", "R-1 alone", "stray", "new"]), st.sampled_from(["UAT-1", "SIT-1"]))
def test_one_more_failing_file_never_improves_a_reading(room: Room, results: Any, name: str, cycle: str) -> None:
    from datetime import timedelta

    from django.db import transaction

    with transaction.atomic():
        room.cycle()
        room.requirements("R-1", "R-2")
        room.cases("TC-1", "TC-2", requirements=("R-2",))
        for number, (test, outcome, where, day) in enumerate(results):
            room.results((test, outcome), cycle=where, at=MONDAY + timedelta(days=day, seconds=number))
        before = {measure: room.read(measure) for measure in EVERY[:8]}
        room.results((name, "failed"), cycle=cycle, at=MONDAY + timedelta(days=9))
        for measure, reading in before.items():
            after = room.read(measure)
            assert HEAVIEST_FIRST.index(after.status) <= HEAVIEST_FIRST.index(reading.status), measure
            if reading.figure and after.figure:
                assert (after.figure.share or 0) <= (reading.figure.share or 0), measure
        transaction.set_rollback(True)


def test_measures_cost_the_same_number_of_queries_whatever_the_size(
    room: Room, django_assert_max_num_queries: Any
) -> None:
    room.cycle()
    room.requirements(*[f"R-{number}" for number in range(60)])
    room.cases(*[f"TC-{number}" for number in range(200)], requirements=("R-1", "R-2"))
    room.results(*[(f"TC-{number}", "failed" if number % 3 else "passed") for number in range(200)])
    for name in EVERY:
        with django_assert_max_num_queries(10):
            room.read(name)
