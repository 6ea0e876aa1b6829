"""What files say themselves of which case a test carries out, tool by tool."""

from __future__ import annotations

import pytest

from firstlight.testing.formats import read_results
from firstlight.testing.formats.saying import joined, names_case, pieces

_JUNIT = """<testsuite><properties><property name="test_id" value="TC-9"/></properties>
<testcase classname="c" name="a" time="0.1"><properties><property name="{name}" value="{value}"/>
<property name="author" value="TC-8"/></properties></testcase>
<testcase classname="c" name="b" time="0.1"/></testsuite>"""


def says(text: str) -> list[str]:
    return [case.says for case in read_results(text.encode(), "a.xml")]


@pytest.mark.parametrize(
    "name",
    [
        "test_id", "testcase_id", "TestCaseId", "test-case-id", "polarion-testcase-id", "test_key", "testrail_id",
        "WorkItemId", "requirements",
    ],
)  # fmt: skip
def test_properties_of_junit_that_name_a_case_are_kept_and_others_are_not(name: str) -> None:
    assert says(_JUNIT.format(name=name, value="TC-1")) == ["TC-1", ""]


def test_a_property_that_names_nothing_says_nothing() -> None:
    assert says(_JUNIT.format(name="browser", value="TC-1")) == ["", ""]


def test_a_failed_case_keeps_what_it_says() -> None:
    text = _JUNIT.format(name="test_id", value="TC-1").replace("</properties></testcase>", "</properties><failure>no</failure></testcase>")  # fmt: skip  # noqa: E501
    (first, _) = read_results(text.encode(), "a.xml").cases
    assert (first.says, first.outcome.value, first.message) == ("TC-1", "failed", "no")


def test_tags_of_robot_are_kept_and_those_of_its_keywords_are_not() -> None:
    test = """<test name="t"><tag>TC-1</tag><tag>smoke</tag><kw name="k"><tag>TC-2</tag><status status="PASS"/></kw>
    <status status="FAIL">it broke</status></test>"""
    old = '<test name="u"><tags><tag>TC-3</tag></tags><status status="PASS"/></test>'
    found = read_results(f'<robot><suite name="s">{test}{old}</suite></robot>'.encode(), "a.xml")
    assert [case.says for case in found] == ["TC-1; smoke", "TC-3"]
    assert found.cases[0].message == "it broke"


def test_properties_and_categories_of_nunit_are_kept() -> None:
    kept = '<property name="TestCaseId" value="TC-1"/><property name="Category" value="smoke"/>'
    case = f'<test-case name="a" classname="C" result="Passed"><properties>{kept}<property name="_PID" value="7"/></properties></test-case>'  # fmt: skip  # noqa: E501
    assert says(f"<test-run>{case}</test-run>") == ["TC-1; smoke"]
    old = '<test-case name="C.a" result="Success"><categories><category name="TC-2"/></categories></test-case>'
    assert says(f"<test-results>{old}</test-results>") == ["TC-2"]


def test_traits_of_xunit_are_kept() -> None:
    traits = '<traits><trait name="Category" value="TC-1"/><trait name="Speed" value="slow"/></traits>'
    test = f'<test name="a" type="C" result="Pass">{traits}</test>'
    assert says(f"<assemblies><assembly><collection>{test}</collection></assembly></assemblies>") == ["TC-1"]


def test_properties_work_items_and_categories_of_trx_are_kept() -> None:
    kept = """<TestCategory><TestCategoryItem TestCategory="smoke"/></TestCategory><Workitems><Workitem>4711</Workitem>
    </Workitems><Properties><Property><Key>TestCaseId</Key><Value>TC-1</Value></Property></Properties>"""
    definition = f'<UnitTest id="1" name="a">{kept}<TestMethod className="C"/></UnitTest>'
    result = '<UnitTestResult testId="1" testName="a" outcome="Passed"/>'
    text = f"<TestRun><Results>{result}</Results><TestDefinitions>{definition}</TestDefinitions></TestRun>"
    assert says(text) == ["TC-1; 4711; smoke"]


def test_what_is_said_is_bounded() -> None:
    assert len(joined(f"tag {number}" for number in range(100_000))) <= 500
    assert len(joined(["x" * 10_000])) == 500
    assert not names_case("test_id" * 1000)
    assert pieces("a; b, @c ;; ") == ["a", "b", "c"]
