"""When the cycles of one kind of test are complete: the rule, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.contracts.results import Outcome
from firstlight.contracts.standing import HEAVIEST_FIRST, Status
from firstlight.testing.rules.completion import CaseFacts, CycleFacts, Group, stand
from firstlight.testing.rules.wording import listed, reasons

TODAY = date(2026, 11, 20)
PASSED, FAILED, ERROR, SKIPPED = Outcome.PASSED, Outcome.FAILED, Outcome.ERROR, Outcome.SKIPPED
OVER = CycleFacts(1, "UAT-1", date(2026, 11, 2), date(2026, 11, 13), 100)
RUNNING = replace(OVER, end=date(2026, 11, 20))
SECOND = CycleFacts(2, "UAT-2", date(2026, 11, 16), date(2026, 11, 19), 100)


def planned(number: int, *, significant: bool = False, cycles: tuple[str, ...] = ("UAT-1",)) -> list[CaseFacts]:
    return [CaseFacts(pk, f"TC-{pk}", f"Case {pk}", significant, frozenset(cycles)) for pk in range(1, number + 1)]


def groups(*outcomes: Outcome, cycle: int = 1) -> list[Group]:
    """One test for each case, from the first on."""
    return [Group(cycle, pk, outcome, 1) for pk, outcome in enumerate(outcomes, start=1)]


def status_of(cycle: CycleFacts, cases: list[CaseFacts], found: list[Group]) -> Status:
    return stand([cycle], cases, found).status(TODAY)


def test_it_is_met_when_every_planned_case_passed() -> None:
    assert status_of(OVER, planned(2), groups(PASSED, PASSED)) is Status.MET


def test_it_is_met_before_the_end_only_when_all_passed() -> None:
    assert status_of(RUNNING, planned(2), groups(PASSED, PASSED)) is Status.MET
    nearly = replace(RUNNING, exit_pass_share=90)
    found = groups(*[PASSED] * 19, FAILED)
    assert status_of(nearly, planned(20), found) is Status.PARTLY
    assert status_of(replace(nearly, end=date(2026, 11, 19)), planned(20), found) is Status.MET
    assert status_of(replace(nearly, end=None), planned(20), found) is Status.PARTLY


def test_it_is_partly_met_from_nine_tenths_of_its_share() -> None:
    assert status_of(OVER, planned(10), groups(*[PASSED] * 9, FAILED)) is Status.PARTLY
    assert status_of(OVER, planned(10), groups(*[PASSED] * 8, FAILED, FAILED)) is Status.UNMET
    half = replace(OVER, exit_pass_share=50)
    assert status_of(half, planned(20), groups(*[PASSED] * 9)) is Status.PARTLY
    assert status_of(half, planned(20), groups(*[PASSED] * 8)) is Status.UNMET


@pytest.mark.parametrize("outcome", [FAILED, ERROR, SKIPPED, None])
def test_a_significant_case_without_a_pass_keeps_a_cycle_open(outcome: Outcome | None) -> None:
    cycle = replace(OVER, exit_pass_share=90)
    cases = [*planned(19), replace(planned(20)[-1], significant=True)]
    found = groups(*[PASSED] * 19, *([outcome] if outcome else []))
    assert status_of(cycle, cases, found) is Status.PARTLY
    assert status_of(cycle, planned(20), found) is Status.MET


def test_a_planned_case_without_a_result_has_not_passed() -> None:
    standing = stand([OVER], planned(2), groups(PASSED))
    assert (standing.passed, standing.whole) == (1, 2)
    assert standing.status(TODAY) is Status.UNMET
    assert "TC-2 (Case 2) has no result in UAT-1." in reasons(standing, TODAY, {})


def test_nothing_run_is_unknown_until_the_end_and_unmet_from_then_on() -> None:
    assert status_of(RUNNING, planned(2), []) is Status.UNKNOWN
    assert status_of(RUNNING, [], []) is Status.UNKNOWN
    assert status_of(OVER, planned(2), []) is Status.UNMET
    assert status_of(OVER, [], []) is Status.UNMET
    assert status_of(RUNNING, planned(1), groups(SKIPPED)) is Status.UNKNOWN
    assert stand([], planned(2), []).status(TODAY) is Status.UNKNOWN


def test_the_heaviest_cycle_speaks_for_the_kind() -> None:
    later = replace(SECOND, start=date(2026, 11, 23), end=date(2026, 11, 27))
    standing = stand([OVER, later], planned(1, cycles=("UAT-1", "UAT-2")), groups(PASSED))
    assert [one.status(TODAY) for one in standing.cycles] == [Status.MET, Status.UNKNOWN]
    assert standing.status(TODAY) is Status.UNKNOWN


def test_a_case_that_failed_and_passed_in_the_next_cycle_has_passed_in_both() -> None:
    cases = planned(1, cycles=("UAT-1", "UAT-2"))
    # The database says of the first run, too, how the test ended when it was last run.
    standing = stand([OVER, SECOND], cases, [*groups(PASSED), *groups(PASSED, cycle=2)])
    assert standing.status(TODAY) is Status.MET
    assert (standing.passed, standing.whole) == (1, 1)


def test_a_case_counts_in_an_earlier_cycle_when_it_was_run_only_in_a_later_one() -> None:
    assert stand([OVER, SECOND], planned(1), groups(PASSED, cycle=2)).cycles[0].status(TODAY) is Status.MET
    undated = replace(OVER, start=None)
    assert stand([undated, SECOND], planned(1), groups(PASSED, cycle=2)).cycles[0].status(TODAY) is Status.UNMET


def test_a_pass_in_an_earlier_cycle_proves_nothing_for_a_later_one() -> None:
    standing = stand([OVER, SECOND], planned(1, cycles=("UAT-2",)), groups(PASSED))
    assert standing.cycles[1].items[0].outcome is None


def test_without_planned_cases_the_tests_that_were_found_count() -> None:
    found = [Group(1, None, PASSED, 9), Group(1, None, FAILED, 1), Group(1, 1, PASSED, 3)]
    standing = stand([OVER], planned(1, cycles=()), found)
    assert (standing.passed, standing.whole) == (10, 11)
    assert standing.status(TODAY) is Status.PARTLY


def test_failing_tests_outside_the_plan_count_and_passing_ones_do_not() -> None:
    good = [*groups(PASSED, PASSED), Group(1, None, PASSED, 5)]
    assert (stand([OVER], planned(2), good).passed, stand([OVER], planned(2), good).whole) == (2, 2)
    bad = stand([OVER], planned(2), [*good, Group(1, None, FAILED, 1)])
    assert (bad.passed, bad.whole) == (2, 3)
    assert bad.status(TODAY) is Status.UNMET
    assert "6 tests of UAT-1 belong to no case planned in it; 1 of them failed." in reasons(bad, TODAY, {})


def told(cycle: CycleFacts, cases: list[CaseFacts], found: list[Group], **more: Any) -> tuple[str, ...]:
    return reasons(stand([cycle], cases, found), TODAY, more.get("tests", {}))


def test_reasons_are_sentences_a_sponsor_reads_aloud() -> None:
    assert told(OVER, planned(2), groups(PASSED, PASSED)) == ("All 2 planned cases of UAT-1 have passed.",)
    assert told(OVER, planned(1), groups(PASSED)) == ("The only planned case of UAT-1 has passed.",)
    assert told(OVER, planned(2), groups(PASSED, FAILED)) == (
        "1 of 2 planned cases of UAT-1 has not passed.",
        "TC-2 (Case 2) of UAT-1 failed when last run.",
    )
    assert told(OVER, planned(2), []) == ("UAT-1 ended on 13 Nov 2026, and nothing of its 2 planned cases was run.",)
    soon = replace(OVER, start=date(2026, 12, 1), end=None)
    assert told(soon, planned(2), []) == ("UAT-1 has not started; it is planned from 1 Dec 2026.",)
    assert told(RUNNING, [], []) == ("Nothing has been run in UAT-1 yet: put its result files under tests.",)


def test_reasons_name_the_exit_criterion_and_what_keeps_it_open() -> None:
    cycle = replace(RUNNING, exit_pass_share=50)
    cases = [replace(case, significant=case.pk == 2) for case in planned(2)]
    assert told(cycle, cases, groups(PASSED, SKIPPED)) == (
        "1 of 2 planned cases of UAT-1 has not passed; the exit criterion of 50 % is reached.",
        "TC-2 (Case 2) is significant and has not passed in UAT-1.",
        "TC-2 (Case 2) was skipped in UAT-1.",
        "UAT-1 runs until 20 Nov 2026.",
    )


def test_reasons_name_tests_without_a_case() -> None:
    found = [Group(1, None, PASSED, 1), Group(1, None, FAILED, 7), Group(1, None, SKIPPED, 1)]
    assert told(OVER, [], found, tests={1: ["a", "b", "c", "d", "e"]}) == (
        "8 of 9 tests of UAT-1 have not passed.",
        "a, b, c, d, e and 2 more of UAT-1 failed when last run.",
        "1 test of UAT-1 was skipped.",
        "No case is planned in UAT-1, so the tests of its result files are counted.",
    )


def test_a_list_names_five_and_counts_the_rest() -> None:
    assert listed([]) == ""
    assert listed(["A"]) == "A"
    assert listed(["A", "B"]) == "A and B"
    assert listed(list("ABCDE")) == "A, B, C, D and E"
    assert listed(list("ABCDEF")) == "A, B, C, D, E and 1 more"
    assert listed(["x" * 200]) == "x" * 79 + "…"


_CYCLES = st.builds(
    CycleFacts,
    pk=st.integers(1, 3),
    ref=st.sampled_from(["A", "B", "C"]),
    start=st.one_of(st.none(), st.dates(date(2026, 11, 1), date(2026, 11, 10))),
    end=st.one_of(st.none(), st.dates(date(2026, 11, 11), date(2026, 11, 30))),
    exit_pass_share=st.sampled_from([50, 90, 100]),
)
_CASES = st.lists(
    st.tuples(st.booleans(), st.frozensets(st.sampled_from(["A", "B", "C"]), max_size=3)), max_size=5
).map(lambda rows: [CaseFacts(pk, f"TC-{pk}", "", weight, cycles) for pk, (weight, cycles) in enumerate(rows, 1)])
_FOUND = st.lists(
    st.tuples(st.integers(1, 3), st.one_of(st.none(), st.integers(1, 5)), st.sampled_from(Outcome), st.integers(1, 3)),
    max_size=10,
)


@given(
    st.lists(_CYCLES, min_size=1, max_size=3, unique_by=(lambda one: one.pk, lambda one: one.ref)),
    _CASES,
    _FOUND,
    st.integers(0, 2),
    st.one_of(st.none(), st.integers(1, 5)),
    st.sampled_from([FAILED, ERROR]),
)
def test_one_more_failure_never_improves_anything(
    cycles: list[CycleFacts], cases: list[CaseFacts], rows: list[Any], where: int, case: int | None, outcome: Outcome
) -> None:
    known, keys = {one.pk for one in cycles}, {one.pk for one in cases}
    found = [Group(*row) for row in rows if row[0] in known and (row[1] is None or row[1] in keys)]
    more = Group(cycles[where % len(cycles)].pk, case if case in keys else None, outcome, 1)
    before, after = stand(cycles, cases, found), stand(cycles, cases, [*found, more])
    assert HEAVIEST_FIRST.index(after.status(TODAY)) <= HEAVIEST_FIRST.index(before.status(TODAY))
    assert after.passed * max(before.whole, 1) <= before.passed * max(after.whole, 1)
    assert before.passed <= before.whole
    assert reasons(after, TODAY, {})
