"""JUnit XML and its dialects."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from firstlight.contracts.results import CaseResult, Declared, Outcome
from tests.testing.result_files import counts, read_own, read_text


def test_a_plain_file_is_read_case_by_case() -> None:
    result = read_text(
        '<testsuites name="run"><testsuite name="orders" timestamp="2026-03-02T09:00:00+01:00">'
        '<testcase classname="Orders" name="posts" time="0.25"/>'
        '<testcase name="rejects" time="1"><failure message="  no refusal  ">trace</failure></testcase>'
        "</testsuite></testsuites>"
    )
    at = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=1)))
    assert result.format == "junit"
    assert tuple(result.cases) == (
        CaseResult("posts", "Orders", Outcome.PASSED, 0.25, "", at),
        CaseResult("rejects", "orders", Outcome.FAILED, 1.0, "no refusal", at),
    )
    assert result.declared is None
    assert result.warnings == ()


def test_a_retry_of_surefire_is_a_pass_that_is_told() -> None:
    result = read_own("surefire-retries.xml")
    assert counts(result) == (3, 1, 0, 0)
    assert result.warnings == ("2 tests passed only on a retry.",)
    assert result.cases[3].message == "expected a refusal"
    assert [case.seconds for case in result.cases] == [1201.25, 0.5, 0.5, 2.25]


def test_a_rerun_failure_alone_is_still_a_failure() -> None:
    result = read_text('<testsuite><testcase name="a"><rerunFailure message="no"/></testcase></testsuite>')
    assert counts(result) == (0, 1, 0, 0)


def test_nested_suites_are_not_counted_twice() -> None:
    result = read_own("phpunit-nested.xml")
    assert counts(result) == (1, 1, 1, 1)
    assert result.declared == Declared(tests=4, failed=1, errors=1, skipped=1)
    assert result.warnings == ()
    assert result.cases[1].message.startswith("Shop\\CartTest::testRounds\nFailed asserting")


def test_claims_of_suites_add_up_where_the_outside_claims_nothing() -> None:
    result = read_text(
        '<testsuites><testsuite tests="3"><testsuite tests="1" failures="1"/><testsuite tests="2" failures="0"/>'
        '</testsuite><testsuite tests="4" skipped="2"/></testsuites>'
    )
    assert result.declared == Declared(tests=7, failed=1, errors=None, skipped=2)


def test_each_count_that_differs_gets_a_sentence() -> None:
    result = read_text(
        '<testsuites tests="5" failures="1" errors="0" skipped="2">'
        '<testsuite><testcase name="a"/><testcase name="b"/><testcase name="c"/>'
        '<testcase name="d"><skipped/></testcase></testsuite></testsuites>'
    )
    assert result.warnings == (
        "The file declares 5 tests, 4 are in it.",
        "The file declares 1 failure, 0 are in it.",
        "The file declares 2 skipped tests, 1 is in it.",
    )


def test_a_suite_that_declares_wrongly_is_named_even_if_the_total_is_right() -> None:
    result = read_text(
        '<testsuites tests="1"><testsuite name="Posting" tests="6"><testcase name="a"/></testsuite></testsuites>'
    )
    assert result.warnings == (
        "Suites declare another number of tests than they hold (“Posting”: 6 declared, 1 there).",
    )


@pytest.mark.parametrize("text", ["<testsuites/>", '<testsuite name="x"></testsuite>', '<testsuites tests="0"/>'])
def test_a_file_without_a_test_says_so(text: str) -> None:
    result = read_text(text)
    assert tuple(result.cases) == ()
    assert "The file holds no test." in result.warnings


def test_googletest_says_in_attributes_what_was_not_run() -> None:
    result = read_own("googletest.xml")
    assert counts(result) == (1, 1, 0, 2)
    assert result.declared == Declared(tests=4, failed=1, errors=0, skipped=2)
    assert result.warnings == ()
    assert result.cases[2].outcome is Outcome.SKIPPED
    assert result.cases[2].seconds == 0.0


@pytest.mark.parametrize(
    ("attributes", "outcome"),
    [
        ('status="run"', Outcome.PASSED),
        ('status="Passed"', Outcome.PASSED),
        ('status="disabled"', Outcome.SKIPPED),
        ('status="NotRun"', Outcome.SKIPPED),
        ('status="fail"', Outcome.FAILED),
        ('status="errored"', Outcome.ERROR),
        ('result="skipped"', Outcome.SKIPPED),
        ('status="run" result="suppressed"', Outcome.SKIPPED),
    ],
)
def test_a_status_counts_where_no_child_says_more(attributes: str, outcome: Outcome) -> None:
    result = read_text(f'<testsuite><testcase name="a" classname="b" time="1" {attributes}/></testsuite>')
    assert result.cases[0].outcome is outcome


def test_a_failing_status_takes_its_message_from_the_child() -> None:
    result = read_text(
        '<testsuite><testcase name="a" status="failed"><failure message="too low"/></testcase></testsuite>'
    )
    assert result.cases[0].message == "too low"


@pytest.mark.parametrize(
    ("children", "outcome", "message"),
    [
        ("<failure/>", Outcome.FAILED, ""),
        ("<error/>", Outcome.ERROR, ""),
        ("<skipped/>", Outcome.SKIPPED, ""),
        ("<disabled/>", Outcome.SKIPPED, ""),
        ("<system-out>error</system-out>", Outcome.PASSED, ""),
        ('<skipped message="later"/>', Outcome.SKIPPED, "later"),
        ('<failure message="">text &amp; more</failure>', Outcome.FAILED, "text & more"),
        ('<failure type="ValueError"/>', Outcome.FAILED, "ValueError"),
        ("<failure><![CDATA[<b>]]> and </failure>", Outcome.FAILED, "<b> and"),
        ('<skipped message="a"/><failure message="b"/>', Outcome.FAILED, "b"),
        ('<failure message="b"/><skipped message="a"/>', Outcome.FAILED, "b"),
        ('<failure>one</failure><system-out>two</system-out><failure message="three"/>', Outcome.FAILED, "one"),
    ],
)
def test_the_worst_child_decides(children: str, outcome: Outcome, message: str) -> None:
    case = read_text(f'<testsuite><testcase name="a">{children}</testcase></testsuite>').cases[0]
    assert (case.outcome, case.message) == (outcome, message)


def test_a_case_with_a_failure_and_an_error_is_one_error_and_told() -> None:
    result = read_text(
        '<testsuite tests="1" failures="1" errors="1"><testcase name="a"><failure message="f"/><error message="e"/>'
        "</testcase></testsuite>"
    )
    assert counts(result) == (0, 0, 1, 0)
    assert result.cases[0].message == "e"
    assert result.warnings == ("1 test has both a failure and an error; it counts as an error.",)


def test_what_failed_in_one_case_is_not_carried_to_the_next() -> None:
    result = read_text(
        '<testsuite><testcase name="a" classname="x" time="1"><failure>bad</failure></testcase>'
        '<testcase name="b" classname="x" time="1"/><testcase name="c"><failure/></testcase></testsuite>'
    )
    assert [(case.outcome, case.message) for case in result.cases] == [
        (Outcome.FAILED, "bad"),
        (Outcome.PASSED, ""),
        (Outcome.FAILED, ""),
    ]


def test_a_failure_outside_any_test_is_told() -> None:
    result = read_text('<testsuite><error message="no set-up"/><testcase name="a"/></testsuite>')
    assert result.warnings == ("1 failure or error reported outside of any test.",)


def test_equal_names_do_not_make_a_retry() -> None:
    """A parametrised test may fail for one value and pass for the next, under one name."""
    result = read_text(
        '<testsuite tests="3"><testcase classname="Price" name="rounds" time="0"><failure/></testcase>'
        '<testcase classname="Price" name="rounds" time="0"/><testcase classname="Price" name="adds" time="0"/>'
        "</testsuite>"
    )
    assert counts(result) == (2, 1, 0, 0)
    assert result.warnings == (
        "1 test failed and passed later under the same name (“rounds”). Every entry is counted, because the file does "
        "not say that it is a retry.",
    )


def test_attempts_are_folded_where_the_file_counts_them_as_one_test() -> None:
    result = read_text(
        '<testsuite tests="2"><testcase classname="Price" name="rounds" time="0"><failure/></testcase>'
        '<testcase classname="Price" name="rounds" time="0"/><testcase classname="Price" name="adds" time="0"/>'
        "</testsuite>"
    )
    assert counts(result) == (2, 0, 0, 0)
    assert result.warnings == ("1 test passed only on a retry (“rounds”).",)


def test_a_pass_before_a_failure_hides_nothing() -> None:
    result = read_text(
        '<testsuite tests="1"><testcase classname="P" name="a" time="0"/>'
        '<testcase classname="P" name="a" time="0"><failure/></testcase></testsuite>'
    )
    assert counts(result) == (1, 1, 0, 0)
    assert "The file declares 1 test, 2 are in it." in result.warnings


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("0.25", 0.25),
        ("1,234.5", 1234.5),
        ("1,234", 1234.0),
        ("0,123", 0.123),
        ("12,5", 12.5),
        ("1.234,5", 1234.5),
        ("1e-3", 0.001),
        ("00:01:02.5", 62.5),
        (" 2 ", 2.0),
        ("", None),
    ],
)
def test_durations_are_read_as_tools_write_them(written: str, seconds: float | None) -> None:
    result = read_text(f'<testsuite><testcase classname="c" name="a" time="{written}"/></testsuite>')
    assert result.cases[0].seconds == seconds
    assert result.warnings == ()


@pytest.mark.parametrize("written", ["soon", "NaN", "-1", "inf", "1,2,3"])
def test_a_duration_that_cannot_be_read_is_left_out_and_told(written: str) -> None:
    result = read_text(f'<testsuite><testcase classname="c" name="a" time="{written}"/></testsuite>')
    assert result.cases[0].seconds is None
    assert result.warnings == (f"1 duration cannot be read and is left out (for example “{written}”).",)


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-03-02T09:00:00Z", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2026-03-02T10:00:00.5+01:00", datetime(2026, 3, 2, 9, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-03-02T09:00:00 UTC", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 09:00:00 GMT", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2026-03-02T09:00:00", None),
        ("1970-01-01T00:00:00Z", None),
        ("", None),
    ],
)
def test_a_time_counts_only_with_its_zone(written: str, at: datetime | None) -> None:
    result = read_text(f'<testsuite timestamp="{written}"><testcase name="a"/></testsuite>')
    assert result.cases[0].at == at
    assert result.warnings == ()


def test_the_time_of_a_case_goes_before_that_of_its_suite() -> None:
    result = read_text(
        '<testsuite timestamp="2026-03-02T09:00:00Z"><testcase name="a" timestamp="2026-03-02T09:30:00Z"/>'
        '<testsuite timestamp="2026-03-02T10:00:00Z"><testcase name="b" classname="c" time="1"/></testsuite>'
        '<testcase name="c" classname="c" time="1"/></testsuite>'
    )
    assert [case.at and case.at.strftime("%H:%M") for case in result.cases] == ["09:30", "10:00", "09:00"]


def test_a_time_that_cannot_be_read_is_told_once() -> None:
    result = read_text('<testsuite timestamp="yesterday"><testsuite timestamp="noon"/><testcase name="a"/></testsuite>')
    assert result.warnings == ("2 times cannot be read and are left out (for example “yesterday”).",)


def test_the_suite_is_the_class_or_else_the_path_of_suites() -> None:
    result = read_text(
        '<testsuites name="run"><testsuite name="outer"><testsuite name="inner">'
        '<testcase name="a" classname="Cls" time="0"/><testcase name="b" classname="" time="0"/>'
        '<testcase name="c" class="Other"/><testcase name="d"/></testsuite></testsuite></testsuites>'
    )
    assert [case.suite for case in result.cases] == ["Cls", "outer › inner", "Other", "outer › inner"]


def test_cases_without_any_attribute_count() -> None:
    result = read_text("<testsuites><testsuite><testcase/><testcase><error/></testcase></testsuite></testsuites>")
    assert counts(result) == (1, 0, 1, 0)


def test_namespaces_and_prefixes_do_not_matter() -> None:
    result = read_text(
        '<j:testsuites xmlns:j="urn:junit" tests="2"><j:testsuite><j:testcase classname="c" name="a" time="1"/>'
        '<j:testcase name="b"><j:failure message="no"/></j:testcase></j:testsuite></j:testsuites>'
    )
    assert counts(result) == (1, 1, 0, 0)
    assert result.declared == Declared(tests=2)


def test_messages_are_cut_to_first_words() -> None:
    long = "x" * 3_000
    result = read_text(
        f'<testsuite><testcase name="a"><failure message="{long}"/></testcase>'
        f'<testcase name="b"><failure>\n\n  {long}</failure></testcase></testsuite>'
    )
    assert [len(case.message) for case in result.cases] == [500, 500]


def test_long_output_is_read_past() -> None:
    output = "y" * 12_000_000
    result = read_text(
        f'<testsuite tests="2"><testcase name="a"><failure>first words {output}</failure></testcase>'
        f"<system-out>{output}</system-out><testcase name='b'/></testsuite>"
    )
    assert counts(result) == (1, 1, 0, 0)
    assert result.cases[0].message.startswith("first words y")


@pytest.mark.parametrize("claim", ["", "many", "-1", "1.5", "٣"])
def test_a_claim_that_is_no_count_is_no_claim(claim: str) -> None:
    assert read_text(f'<testsuite tests="{claim}"><testcase/></testsuite>').declared is None
