"""What tests of result files share: where the files lie, and short ways to ask what was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstlight.contracts.results import Outcome, ResultFile
from firstlight.contracts.tables import Unreadable
from firstlight.testing.formats import read_results

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
