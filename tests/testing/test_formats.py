"""What holds for files of test results of every kind."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.contracts.results import Declared, Outcome, ResultFile
from firstlight.contracts.tables import Unreadable
from firstlight.testing.formats import counting, looks_like_results, read_results, read_results_of
from tests.testing.result_files import FILES, counts, read_own, read_text, why_refused

#: Real files, and what is in them: format, (passed, failed, errors, skipped), what they declare, whether they say so.
REAL = {
    "dotnet-nunit.xml": ("nunit", (3, 5, 0, 1), Declared(9, 5, None, 1)),
    "dotnet-trx.trx": ("trx", (0, 0, 0, 0), Declared(0, 0, 0, 0)),
    "dotnet-xunitv3.trx": ("trx", (1, 3, 0, 0), Declared(4, 3, 0, 0)),
    "empty-system-out-err.xml": ("junit", (1, 0, 0, 0), Declared(1, 0, 0, None)),
    "empty_failures.xml": ("junit", (2, 1, 0, 0), Declared(3, 1, 0, 0)),
    "jest-junit.xml": ("junit", (1, 4, 0, 1), Declared(6, 4, 0, 1)),
    "junit-with-message.xml": ("junit", (0, 1, 0, 0), Declared(1, 1, 0, 0)),
    "junit4-basic.xml": ("junit", (5, 1, 0, 0), None),
    "minimal-attributes.xml": ("junit", (1, 1, 1, 1), None),
    "no-cases-but-tests.xml": ("junit", (0, 0, 0, 0), Declared(6, 1, 0, 2)),
    "python-xunit-pytest.xml": ("junit", (6, 2, 0, 2), Declared(15, 2, 0, 2)),
    "testsuite-in-testsuite.xml": ("junit", (5, 0, 0, 0), Declared(5, 0, 0, 0)),
    "unsupported-unicode.xml": ("junit", (1, 2, 2, 2), Declared(7, 2, 2, 2)),
    "with-xml-entities.xml": ("junit", (0, 1, 1, 2), None),
}
SILENT = {
    *("dotnet-nunit.xml", "empty-system-out-err.xml", "empty_failures.xml", "jest-junit.xml", "junit4-basic.xml"),
    *("minimal-attributes.xml", "testsuite-in-testsuite.xml", "unsupported-unicode.xml", "with-xml-entities.xml"),
}
#: One small file of each producer, made after what the producer writes: format, (passed, failed, errors, skipped).
PRODUCERS = {
    "cypress.xml": ("junit", (1, 1, 0, 0)),
    "go-junit-report.xml": ("junit", (1, 1, 1, 1)),
    "googletest.xml": ("junit", (1, 1, 0, 2)),
    "gradle.xml": ("junit", (2, 1, 0, 1)),
    "jest.xml": ("junit", (1, 1, 1, 1)),
    "mocha.xml": ("junit", (1, 1, 0, 1)),
    "mstest-rows.trx": ("trx", (1, 1, 2, 2)),
    "nunit2.xml": ("nunit", (2, 1, 1, 3)),
    "nunit3.xml": ("nunit", (1, 2, 0, 3)),
    "phpunit-nested.xml": ("junit", (1, 1, 1, 1)),
    "playwright.xml": ("junit", (2, 1, 0, 1)),
    "pytest.xml": ("junit", (2, 1, 1, 2)),
    "robot3.xml": ("robot", (1, 1, 0, 0)),
    "robot7.xml": ("robot", (1, 2, 0, 1)),
    "surefire-retries.xml": ("junit", (3, 1, 0, 0)),
    "vstest-retries.trx": ("trx", (2, 1, 0, 0)),
    "xunit1.xml": ("xunit", (1, 1, 0, 1)),
    "xunit2.xml": ("xunit", (1, 1, 1, 1)),
    "xunit3.xml": ("xunit", (2, 0, 0, 1)),
}
OWN = sorted(path.name for path in FILES.iterdir())


@pytest.mark.parametrize("name", PRODUCERS)
def test_what_each_producer_writes_is_counted_and_declares_the_same(name: str) -> None:
    result = read_own(name)
    assert (result.format, counts(result)) == PRODUCERS[name]
    assert not [warning for warning in result.warnings if "declares" in warning]


def test_every_own_file_is_of_a_known_producer() -> None:
    assert sorted(PRODUCERS) == OWN


@pytest.mark.parametrize("name", REAL)
def test_real_files_are_counted_by_what_is_in_them(name: str, real_files: Path) -> None:
    result = read_results((real_files / name).read_bytes(), name)
    assert (result.format, counts(result), result.declared) == REAL[name]
    assert bool(result.warnings) is (name not in SILENT)


def test_a_real_file_that_declares_more_than_it_holds_says_so(real_files: Path) -> None:
    result = read_results((real_files / "python-xunit-pytest.xml").read_bytes(), "results.xml")
    assert result.warnings == ("The file declares 15 tests, 10 are in it.",)


def test_characters_of_every_plane_and_entities_survive(real_files: Path) -> None:
    result = read_results((real_files / "unsupported-unicode.xml").read_bytes(), "results.xml")
    assert result.cases[0].name.endswith("헴䜝헱홐㣇㿷䔭𒍺𡓿𠄉㦓")
    result = read_results((real_files / "with-xml-entities.xml").read_bytes(), "results.xml")
    assert result.cases[3].name == "Test with < and > in the test name"


@pytest.mark.parametrize("name", ["external.xml", "xmlbomb.xml"])
def test_hostile_files_are_refused_with_the_line(name: str, shared_data: Path) -> None:
    sentence = why_refused((shared_data / "edge" / name).read_bytes())
    assert sentence.startswith("it declares a document type (<!DOCTYPE on line 1)")


@pytest.mark.parametrize("name", OWN)
def test_every_own_file_looks_like_results_from_its_first_bytes(name: str) -> None:
    assert looks_like_results((FILES / name).read_bytes()[:600])


@pytest.mark.parametrize("data", [b"", b"<Project/>", b"{}", b"<!DOCTYPE a><testsuites/>", b"\xff\xfe", b"PK\x03\x04"])
def test_other_files_do_not_look_like_results(data: bytes) -> None:
    assert not looks_like_results(data)


def test_an_empty_file_is_refused() -> None:
    assert why_refused(b"") == "the file is empty; an XML file is expected."


def test_another_kind_of_xml_is_refused_by_the_name_of_its_root() -> None:
    sentence = why_refused(b'<?xml version="1.0"?>\n<!-- plan -->\n<p:Project xmlns:p="urn:p"/>')
    assert sentence == (
        "its root element <Project> on line 3 is not one of test results; accepted are JUnit (testsuites, testsuite), "
        "TRX (TestRun), NUnit (test-run, test-results), xUnit (assemblies, assembly) and Robot Framework (robot)."
    )


def test_a_file_that_was_cut_short_is_refused_as_a_whole() -> None:
    sentence = why_refused(b'<testsuites>\n<testsuite>\n<testcase name="a"/>\n')
    assert sentence.startswith("the XML ends on line 4 before all that was opened is closed")


def test_broken_xml_is_refused_with_its_line() -> None:
    sentence = why_refused(b'<?xml version="1.0"?>\n<testsuites>\n<testsuite>\n</testsuites>')
    assert sentence.startswith("the XML is broken on line 4: Opening and ending tag mismatch")


def test_a_case_inside_a_case_is_refused() -> None:
    sentence = why_refused(b"<testsuite><testcase><testcase/></testcase></testsuite>")
    assert sentence == "the XML is not accepted: a <testcase> stands inside another one."


def test_more_tests_than_can_be_kept_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_CASES", 1_000)
    for cases in (
        b"<testsuite>" + b"<testcase/>" * 10_000 + b"</testsuite>",
        b"<TestRun>" + b"<UnitTestResult/>" * 10_000 + b"</TestRun>",
        b"<test-run>" + b"<test-case/>" * 10_000 + b"</test-run>",
        b"<assembly>" + b"<test/>" * 10_000 + b"</assembly>",
        b"<robot><suite>" + b"<test/>" * 10_000 + b"</suite></robot>",
    ):
        assert why_refused(cases) == "it holds more than 1000 tests."


def test_invented_names_without_end_are_refused() -> None:
    elements = "".join(f"<n{number}/>" for number in range(6_000))
    attributes = "".join(f'<testcase name="" classname="" a{number}="" time="0"/>' for number in range(6_000))
    for inside in (elements, attributes):
        sentence = why_refused(f"<testsuite>{inside}</testsuite>".encode())
        assert "more than 5000 different names" in sentence


@pytest.mark.parametrize("start", ["<testsuites><testsuite>", "<TestRun><Results>", "<test-run>", "<robot><suite>"])
def test_a_thousand_elements_in_each_other_are_refused(start: str) -> None:
    inner = start.rpartition("<")[2]
    assert "nested more than 200 deep" in why_refused((start + f"<{inner}" * 1_000).encode())


def test_a_file_that_is_far_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    huge = tmp_path / "one-case.xml"
    with huge.open("wb") as file:
        file.write(b"<testsuite><testcase name='a'/>")
        file.truncate(500_000_000)
    with pytest.raises(Unreadable, match=r"the file has 500\.0 MB; at most 200 MB are accepted\."):
        read_results_of(huge)


def test_a_file_is_read_to_the_end_that_has_one_enormous_case() -> None:
    output = "<system-out><![CDATA[\x1b[0m" + "y" * 12_000_000 + "]]></system-out>"
    result = read_text(f'<testsuite tests="1"><testcase name="a" time="1">{output}</testcase></testsuite>')
    assert counts(result) == (1, 0, 0, 0)
    assert result.warnings == ("1 character that XML does not allow was replaced by “�”.",)


def test_forbidden_characters_are_replaced_and_told() -> None:
    result = read_text(
        '<testsuite><testcase name="a\x1b[31m"><failure message="&#27;[0m &#xD83D;"/></testcase></testsuite>'
    )
    assert result.cases[0].name == "a�[31m"
    assert result.cases[0].message == "�[0m �"
    assert result.warnings == ("3 characters that XML does not allow were replaced by “�”.",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_encoding_does_not_matter(encoding: str) -> None:
    declared = "" if encoding.startswith("utf") else f'<?xml version="1.0" encoding="{encoding}"?>'
    text = f'{declared}<testsuite><testcase name="Größe"><skipped/></testcase></testsuite>'
    result = read_results(text.encode(encoding), "results.xml")
    assert result.cases[0].name == "Größe"
    assert result.warnings == ()


def _read_or_refused(data: bytes) -> None:
    """The promise: a result or a sentence, whatever the bytes are."""
    try:
        result = read_results(data, "results.xml")
    except Unreadable as refusal:
        assert refusal.problem.sentence  # noqa: PT017 -- either outcome is right
        return
    assert isinstance(result, ResultFile)
    for case in result.cases:
        assert isinstance(case.outcome, Outcome)
        assert len(case.message) <= 500
        assert case.at is None or case.at.tzinfo is not None
        assert case.seconds is None or case.seconds >= 0


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_give_a_result_or_a_sentence(data: bytes) -> None:
    _read_or_refused(data)


_TAGS = ["testsuites", "testsuite", "testcase", "failure", "error", "skipped", "TestRun", "UnitTestResult", "Counters"]
_TAGS += ["robot", "suite", "kw", "status", "stat", "total", "statistics"]
_TAGS += ["InnerResults", "test-run", "test-suite", "test-case", "assembly", "test", "RunInfo", "x:y", "flakyFailure"]
_WORDS = ["name", "time", "tests", "failures", "timestamp", "status", "outcome", "result", "total", "id", "duration"]
_VALUES = st.one_of(
    st.sampled_from(["1", "0.5", "1,5", "", "Passed", "Failed", "2026-03-02T09:00:00Z", "9" * 400, "00:00:01"]),
    st.text(max_size=8),
)
_PART = st.one_of(
    st.builds("<{}>".format, st.sampled_from(_TAGS)),
    st.builds("</{}>".format, st.sampled_from(_TAGS)),
    st.builds('<{} {}="{}">'.format, st.sampled_from(_TAGS), st.sampled_from(_WORDS), _VALUES),
    st.builds('<{} {}="{}"/>'.format, st.sampled_from(_TAGS), st.sampled_from(_WORDS), _VALUES),
    st.text(max_size=8),
    st.sampled_from(
        ["<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", "<!DOCTYPE x>", "&amp;", "&#0;", "&#x1F600;", "&x;"]
    ),
)


@settings(deadline=None)
@given(st.lists(_PART, max_size=12), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "latin-1"]))
def test_scrambled_markup_gives_a_result_or_a_sentence(parts: list[str], encoding: str) -> None:
    _read_or_refused("".join(parts).encode(encoding, "replace"))


@st.composite
def _well_formed(draw: st.DrawFn, depth: int = 0) -> str:
    tag = draw(st.sampled_from([tag for tag in _TAGS if ":" not in tag]))
    names = draw(st.lists(st.sampled_from(_WORDS), unique=True, max_size=4))
    values = [draw(_VALUES) for _ in names]
    escaped = [value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;") for value in values]
    attributes = "".join(f' {name}="{value}"' for name, value in zip(names, escaped, strict=True))
    inside = "".join(draw(st.lists(_well_formed(depth + 1), max_size=3))) if depth < 4 else "text"
    return f"<{tag}{attributes}>{inside}</{tag}>"


@settings(deadline=None)
@given(_well_formed())
def test_well_formed_nonsense_gives_a_result_or_a_sentence(text: str) -> None:
    _read_or_refused(text.encode("utf-8", "replace"))


def _mutations(data: bytes, seed: int) -> list[bytes]:
    """Cut short, with bytes changed, with parts repeated or taken out."""
    chance = random.Random(seed)
    place, other = sorted(chance.randrange(len(data)) for _ in range(2))
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 8)):
        changed[chance.randrange(len(changed))] = chance.choice(b"<>\"'&/=!?- \x00\x1b\xff\xc3a0")
    return [data[:place], bytes(changed), data[:other] + data[place:], data[:place] + data[other:], data[place:]]


@pytest.mark.parametrize("name", OWN)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_mutated_own_files_give_a_result_or_a_sentence(name: str, seed: int) -> None:
    for data in _mutations((FILES / name).read_bytes(), seed):
        _read_or_refused(data)


@pytest.mark.parametrize("name", REAL)
def test_mutated_real_files_give_a_result_or_a_sentence(name: str, real_files: Path) -> None:
    data = (real_files / name).read_bytes()
    for seed in range(60):
        for mutation in _mutations(data, seed):
            _read_or_refused(mutation)
