"""TRX, NUnit and xUnit.net."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from firstlight.contracts.results import CaseResult, Declared, Outcome
from tests.testing.result_files import counts, read_own, read_text


def _trx(results: str, counters: str = "", outcome: str = "Completed") -> str:
    return (
        '<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">'
        f'<Results>{results}</Results><ResultSummary outcome="{outcome}">{counters}</ResultSummary></TestRun>'
    )


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("Passed", Outcome.PASSED),
        ("PassedButRunAborted", Outcome.PASSED),
        ("Failed", Outcome.FAILED),
        ("Error", Outcome.ERROR),
        ("Timeout", Outcome.ERROR),
        ("Aborted", Outcome.ERROR),
        ("Disconnected", Outcome.ERROR),
        ("Inconclusive", Outcome.SKIPPED),
        ("NotExecuted", Outcome.SKIPPED),
        ("NotRunnable", Outcome.SKIPPED),
        ("Warning", Outcome.SKIPPED),
        ("Completed", Outcome.SKIPPED),
        ("InProgress", Outcome.SKIPPED),
        ("Pending", Outcome.SKIPPED),
        ("Levitated", Outcome.SKIPPED),
    ],
)
def test_every_outcome_of_trx_has_its_place(written: str, outcome: Outcome) -> None:
    result = read_text(_trx(f'<UnitTestResult testName="a" outcome="{written}"/>'))
    assert result.cases[0].outcome is outcome


def test_an_outcome_nobody_knows_is_never_a_pass_and_is_told() -> None:
    result = read_text(_trx('<UnitTestResult testName="a" outcome="Levitated"/>'))
    assert result.warnings == ("1 test ended as “Levitated” and counts as skipped.",)


def test_rows_of_a_data_driven_test_are_counted_and_the_whole_is_not() -> None:
    result = read_own("mstest-rows.trx")
    assert result.format == "trx"
    assert [(case.suite, case.name, case.outcome) for case in result.cases] == [
        ("Shop.PriceTests", "Rounds (1,5)", Outcome.PASSED),
        ("Shop.PriceTests", "Rounds (2,5)", Outcome.FAILED),
        ("Shop.PriceTests", "Discounts", Outcome.SKIPPED),
        ("Shop.SlowTests", "Slow", Outcome.ERROR),
        ("Shop.SlowTests", "Broken", Outcome.ERROR),
        ("", "Prints an invoice", Outcome.SKIPPED),
    ]
    assert result.declared == Declared(tests=7, failed=2, errors=2, skipped=2)
    assert result.warnings == (
        "1 data-driven test is counted by the rows.",
        "1 result names no outcome and counts as an error.",
        "1 test ended as “Inconclusive” and counts as skipped.",
        "The run says: The active test run was aborted. Reason: Test host process crashed",
    )


def test_durations_and_times_of_trx_are_read() -> None:
    cases = read_own("mstest-rows.trx").cases
    assert [case.seconds for case in cases] == [1.0, 2.5, 93784.5, 2.25, None, None]
    assert cases[0].at == datetime(2026, 3, 2, 8, 0, 1, tzinfo=UTC)
    assert cases[1].message == "Assert.AreEqual failed. Expected:<3>. Actual:<2>."


def test_a_whole_that_failed_although_its_rows_passed_is_kept() -> None:
    result = read_text(
        _trx(
            '<UnitTestResult testName="whole" outcome="Failed"><InnerResults>'
            '<UnitTestResult testName="row" outcome="Passed"/></InnerResults></UnitTestResult>'
        )
    )
    assert [(case.name, case.outcome) for case in result.cases] == [
        ("row", Outcome.PASSED),
        ("whole", Outcome.FAILED),
    ]


def test_vstest_declares_skipped_tests_as_what_was_not_executed() -> None:
    result = read_text(
        _trx(
            '<UnitTestResult testName="a" outcome="Passed"/><UnitTestResult testName="b" outcome="NotExecuted"/>',
            '<Counters total="2" executed="1" passed="1" failed="0" error="0" notExecuted="0" inconclusive="0"/>',
        )
    )
    assert result.declared == Declared(tests=2, failed=0, errors=0, skipped=1)
    assert result.warnings == ()


def test_a_run_that_broke_without_a_failing_test_is_told() -> None:
    result = read_text(_trx('<UnitTestResult testName="a" outcome="Passed"/>', outcome="Failed"))
    assert result.warnings == ("The run ended as “Failed”, though no test in the file failed.",)


def test_what_a_run_says_is_told_ten_times_at_most() -> None:
    infos = "".join(f"<RunInfo><Text>thing {number}</Text></RunInfo>" for number in range(15))
    result = read_text(_trx("", f"<RunInfos>{infos}{infos}</RunInfos>"))
    assert len([warning for warning in result.warnings if warning.startswith("The run says: ")]) == 10
    assert "more things" in result.warnings[-1]


def test_trx_of_another_version_or_without_namespace_is_read() -> None:
    old = '<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2006"><Results>'
    row = '<UnitTestResult testName="a" outcome="Passed"/></Results></TestRun>'
    assert counts(read_text(old + row)) == (1, 0, 0, 0)
    assert counts(read_text("<TestRun><Results>" + row)) == (1, 0, 0, 0)


def test_nunit_2_is_read_in_its_words() -> None:
    result = read_own("nunit2.xml")
    assert result.format == "nunit"
    assert counts(result) == (2, 1, 1, 3)
    assert result.declared == Declared(tests=7, failed=1, errors=1, skipped=3)
    assert result.warnings == ("1 test ended as “inconclusive” and counts as skipped.",)
    assert result.cases[0] == CaseResult("Posts", "Orders.PostingTests", Outcome.PASSED, 0.146)
    assert result.cases[3].message == "later"
    assert (result.cases[6].suite, result.cases[6].name) == ("Orders.PostingTests", 'Takes("a.b",1.5)')


@pytest.mark.parametrize(
    ("attributes", "inside", "outcome"),
    [
        ('executed="True" success="True"', "", Outcome.PASSED),
        ('executed="True" success="False"', "", Outcome.FAILED),
        ('executed="False"', "", Outcome.SKIPPED),
        ('executed="True"', "", Outcome.PASSED),
        ('executed="True"', "<failure/>", Outcome.FAILED),
        ('result="Success"', "<failure/>", Outcome.FAILED),
        ('result="Failed(Child)"', "", Outcome.FAILED),
        ('result="Skipped:Ignored"', "", Outcome.SKIPPED),
        ("", "", Outcome.SKIPPED),
    ],
)
def test_older_ways_of_nunit_to_say_how_it_ended(attributes: str, inside: str, outcome: Outcome) -> None:
    result = read_text(f'<test-results><test-case name="A.B.c" {attributes}>{inside}</test-case></test-results>')
    assert result.cases[0].outcome is outcome


def test_nunit_3_counts_an_unexpected_exception_as_a_failure_like_the_tool() -> None:
    result = read_own("nunit3.xml")
    assert counts(result) == (1, 2, 0, 3)
    assert result.declared == Declared(tests=6, failed=2, errors=None, skipped=3)
    assert result.cases[0] == CaseResult(
        "Posts", "Orders.PostingTests", Outcome.PASSED, 0.25, "", datetime(2026, 3, 2, 8, tzinfo=UTC)
    )
    assert result.cases[1].message == "Expected: 3\n  But was:  2"
    assert result.cases[5].message == "only by hand"
    assert result.warnings == (
        "1 test ended as “warning” and counts as skipped.",
        "1 test ended as “inconclusive” and counts as skipped.",
        "The tear-down of “Orders.PostingTests” failed, after its tests.",
    )


def test_a_suite_cut_out_of_an_nunit_run_is_read() -> None:
    result = read_text(
        '<test-suite type="Assembly" total="2" passed="2" failed="0"><test-case name="a" result="Passed"/></test-suite>'
    )
    assert result.warnings == ("The file declares 2 tests, 1 is in it.",)


def test_an_error_outside_of_any_test_of_xunit_is_a_case() -> None:
    result = read_own("xunit2.xml")
    assert result.format == "xunit"
    assert counts(result) == (1, 1, 1, 1)
    assert result.declared == Declared(tests=3, failed=1, errors=1, skipped=1)
    assert result.warnings == ("1 error outside of any test counts as a case.",)
    assert [(case.suite, case.name, case.message) for case in result.cases] == [
        ("Orders.PostingTests", "[test-class-cleanup Orders.PostingTests]", "the database is gone"),
        ("Orders.PostingTests", "Posts", ""),
        ("Orders.PostingTests", "Rejects(value: 3)", "Assert.Equal() Failure"),
        ("Orders.PostingTests", "Waits for the printer", "no printer"),
    ]


def test_several_assemblies_of_xunit_3_add_up() -> None:
    result = read_own("xunit3.xml")
    assert counts(result) == (2, 0, 0, 1)
    assert result.declared == Declared(tests=3, failed=0, errors=0, skipped=1)
    assert result.warnings == ()
    assert [case.at and case.at.microsecond for case in result.cases] == [500_000, 0, None]


def test_xunit_1_and_a_lone_assembly_are_read() -> None:
    result = read_text(
        '<assembly name="a.dll" total="2" passed="1" failed="1" skipped="0"><class name="A">'
        '<test name="A.b" type="A" result="Pass" time="0.1"/><test name="A.c" type="A" result="Fail" time="0.1">'
        "<failure><message>no</message></failure></test></class></assembly>"
    )
    assert counts(result) == (1, 1, 0, 0)
    assert result.warnings == ()


def test_attempts_that_a_runner_writes_one_by_one_are_told_and_all_counted() -> None:
    result = read_own("vstest-retries.trx")
    assert [case.outcome for case in result.cases if case.name == "Posts"] == [Outcome.FAILED, Outcome.PASSED]
    (told,) = result.warnings
    assert told.startswith("1 test failed and passed later under the same name (“Posts”).")
