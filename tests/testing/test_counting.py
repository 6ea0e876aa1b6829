"""Which result of a test counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from firstlight.contracts.results import Outcome
from firstlight.testing.rules.counting import SEVERITY, Ran, counting, identity_of, latest_ones, worst_of

START = datetime(2026, 11, 1, tzinfo=UTC)
PASSED, FAILED, ERROR, SKIPPED = Outcome.PASSED, Outcome.FAILED, Outcome.ERROR, Outcome.SKIPPED


def ran(
    outcome: Outcome, hour: int, *, source: int | None = None, imported: int = 90, key: int = 0, cycle: int = 1
) -> Ran:
    at = START + timedelta(hours=hour)
    later = START + timedelta(hours=imported)
    return Ran(key or hour, "a", cycle, source if source is not None else hour, outcome, at, later)


def test_the_newest_result_counts() -> None:
    assert counting([ran(FAILED, 1), ran(PASSED, 2)]).outcome is PASSED
    assert counting([ran(PASSED, 1), ran(FAILED, 2)]).outcome is FAILED


def test_of_several_in_one_file_the_worst_counts_even_when_it_is_older() -> None:
    assert counting([ran(FAILED, 1, source=7), ran(PASSED, 2, source=7)]).outcome is FAILED


def test_of_the_same_time_the_later_import_counts_and_of_one_import_the_worst() -> None:
    first, second = ran(FAILED, 5, source=1, imported=10), ran(PASSED, 5, source=2, imported=20)
    assert counting([second, first]).outcome is PASSED
    first, second = ran(FAILED, 5, source=1), ran(PASSED, 5, source=2)
    assert counting([second, first]).outcome is FAILED


def test_a_failure_that_was_skipped_later_is_still_a_failure() -> None:
    assert counting([ran(FAILED, 1), ran(SKIPPED, 2)]).outcome is FAILED
    assert counting([ran(FAILED, 1), ran(PASSED, 2), ran(SKIPPED, 3)]).outcome is SKIPPED
    assert counting([ran(PASSED, 1), ran(SKIPPED, 2)]).outcome is SKIPPED


def test_a_test_counts_once_in_each_cycle_with_how_it_ended_last_in_any() -> None:
    first = [ran(FAILED, 1, key=1, cycle=1), ran(PASSED, 2, key=2, cycle=1)]
    second = [ran(FAILED, 3, key=3, cycle=2)]
    assert latest_ones([*first, *second]) == {2: FAILED, 3: FAILED}


def test_suite_and_name_tell_tests_apart() -> None:
    assert identity_of("a", "b") == identity_of("a", "b")
    assert len({identity_of("a", "b"), identity_of("b", "a"), identity_of("ab", ""), identity_of("", "ab")}) == 4


def test_several_tests_of_a_case_speak_with_the_worst() -> None:
    assert worst_of([PASSED, SKIPPED]) is SKIPPED
    assert worst_of([ERROR, FAILED, PASSED]) is FAILED
    assert worst_of([]) is None


_RESULTS = st.lists(
    st.tuples(
        st.sampled_from([PASSED, FAILED, ERROR, SKIPPED]), st.integers(0, 3), st.integers(0, 2), st.integers(1, 2)
    ),
    min_size=1,
    max_size=6,
).map(lambda rows: [ran(o, h, source=s, key=n + 1, cycle=c) for n, (o, h, s, c) in enumerate(rows)])


@given(_RESULTS, st.randoms(use_true_random=False))
def test_the_order_in_which_results_come_does_not_matter(results: list[Ran], random: object) -> None:
    shuffled = results.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert counting(results).outcome is counting(shuffled).outcome
    assert set(latest_ones(results).values()) == set(latest_ones(shuffled).values())


@given(_RESULTS, st.integers(0, 3), st.sampled_from([FAILED, ERROR]))
def test_one_more_failure_never_makes_a_pass(results: list[Ran], hour: int, outcome: Outcome) -> None:
    before = counting(results).outcome
    after = counting([*results, ran(outcome, hour, source=9, key=99)]).outcome
    assert SEVERITY[after] >= min(SEVERITY[before], SEVERITY[ERROR])
    if before is not PASSED:
        assert after is not PASSED
