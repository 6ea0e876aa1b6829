"""Robot Framework results."""

from __future__ import annotations

import pytest

from firstlight.contracts.results import Declared, Outcome
from tests.testing.result_files import counts, read_own, read_text


def test_tests_are_read_with_the_path_of_their_suites_and_their_own_message() -> None:
    result = read_own("robot7.xml")
    first, second = result.cases[:2]
    assert (first.suite, first.name, first.seconds) == ("Warehouse › Receiving", "TC-301 Receives a pallet", 1.104)
    assert (second.outcome, second.message) == (Outcome.FAILED, "Lot L-9 was taken.")
    assert result.declared == Declared(4, 2, None, 1)


def test_a_failing_tear_down_of_a_suite_fails_its_tests_but_not_what_was_skipped() -> None:
    result = read_own("robot7.xml")
    counting, later = result.cases[2:]
    assert (counting.outcome, counting.message) == (
        Outcome.FAILED, "The tear-down of the suite failed: The bins are locked.",
    )  # fmt: skip
    assert (later.outcome, later.message) == (Outcome.SKIPPED, "The scanner is in repair.")
    assert result.warnings == ("1 test counts as failed, because the tear-down of the suite failed.",)


def test_times_of_version_3_name_no_zone_and_are_left_out() -> None:
    result = read_own("robot3.xml")
    assert [(case.name, case.at) for case in result.cases] == [("Posts", None), ("Rounds", None)]
    assert result.warnings == ()


@pytest.mark.parametrize("status", ["", '<status status="PASSED?"/>', '<kw><status status="PASS"/></kw>'])
def test_a_test_without_a_status_of_its_own_has_not_passed(status: str) -> None:
    result = read_text(f'<robot><suite name="s"><test name="a">{status}</test></suite></robot>')
    assert counts(result) == (0, 0, 0, 1)
    assert result.warnings[0].endswith("and counts as skipped.")


def test_what_stands_in_the_statistics_is_no_suite() -> None:
    inside = '<statistics><suite name="s"><test name="b"><status status="PASS"/></test></suite></statistics>'
    own = '<suite name="s"><test name="a"><status status="PASS"/></test></suite>'
    result = read_text(f"<robot>{own}{inside}</robot>")
    assert [case.name for case in result.cases] == ["a"]
