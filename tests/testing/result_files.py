"""What tests of result files share: where the files lie, and short ways to ask what was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstlight.contracts.results import Outcome, ResultFile
from firstlight.contracts.tables import Unreadable
from firstlight.testing.formats import read_results
from tests.testing.written_cases import workbook

FILES = Path(__file__).parent / "files"


def read_own(name: str) -> ResultFile:
    """One of the small files that lie beside these tests."""
    return read_results((FILES / name).read_bytes(), name)


def read_text(text: str) -> ResultFile:
    """A file with this text."""
    return read_results(text.encode(), "results.xml")


def counts(result: ResultFile) -> tuple[int, int, int, int]:
    """Passed, failed, errors, skipped."""
    order = (Outcome.PASSED, Outcome.FAILED, Outcome.ERROR, Outcome.SKIPPED)
    passed, failed, errors, skipped = (result.count(outcome) for outcome in order)
    return passed, failed, errors, skipped


def why_refused(data: bytes) -> str:
    """The sentence of the refusal."""
    with pytest.raises(Unreadable) as refusal:
        read_results(data, "tests/results.xml")
    problem = refusal.value.problem
    assert problem.file == "tests/results.xml"
    assert problem.sentence.endswith(".")
    return problem.sentence


def hostile_results() -> list[tuple[str, bytes, str]]:
    """Files that no face may take: their names, their bytes, and words of the sentence that refuses them."""
    deep = b"<testsuites>" + b"<testsuite>" * 1000 + b"</testsuite>" * 1000 + b"</testsuites>"
    bomb = b'<!DOCTYPE t [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><testsuite><testcase name="&b;"/></testsuite>'
    outside = b'<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><testsuite><testcase name="&x;"/></testsuite>'
    whole = b'<testsuite name="s"><testcase classname="c" name="TC-1"/></testsuite>'
    listed = workbook({"Results": {"A1": "Case", "B1": "Outcome", "A2": "TC-1", "B2": "Passed"}})
    return [
        ("cut.xml", whole[:40], "cut.xml"),
        ("deep.xml", deep, "nested more than 200 deep"),
        ("bomb.xml", bomb, "document type"),
        ("outside.xml", outside, "document type"),
        ("other.xml", b"<html><body/></html>", "is not one of test results"),
        ("empty.xml", b" ", "empty.xml"),
        ("wrong.xlsx", workbook({"Budget": {"A1": "Quarter", "B1": "Sum", "A2": "Q1", "B2": 7}}), "no test results"),
        ("cut.xlsx", listed[:900], "damaged"),
        ("word.csv", "Case,Outcome\nTC-1,Perhaps\n".encode("utf-16"), "is not an outcome"),
    ]


HOSTILE_RESULTS = hostile_results()

#: One name twice, once failed; a negative duration, one with German points; a time as some computers write it.
ODD_RESULTS = b"""<testsuite name="s" timestamp="20.11.2026 08:15:00">
<testcase classname="c" name="TC-1" time="-3.5"><failure/></testcase>
<testcase classname="c" name="TC-1" time="1,25"/><testcase classname="c" name="TC-2" time="1.234,5"/></testsuite>"""
ODD_SENTENCES = (
    "1 test failed and passed later under the same name (\u201cTC-1\u201d). "
    "Every entry is counted, because the file does not say that it is a retry.",
    "1 time cannot be read and is left out (for example \u201c20.11.2026 08:15:00\u201d).",
    "1 duration cannot be read and is left out (for example \u201c-3.5\u201d).",
)
