"""What tests of load files share: short ways to write them and to ask what was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstlight.contracts.tables import Problem, Unreadable
from firstlight.engines.loadstats import Run
from firstlight.testing.loads import LoadFile, LoadSource, read_load

NOON = 1_793_440_800_000
JMETER = (
    "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,bytes,grpThreads,allThreads\n"
)


def read(content: str | bytes | Path, *, over_time: bool = False) -> LoadFile:
    """A file with this content."""
    given = content.encode() if isinstance(content, str) else content
    return read_load(LoadSource(given, "results.csv"), over_time=over_time)


def run_of(content: str | bytes | Path, *, over_time: bool = False) -> Run:
    """The run in a file with this content."""
    return read(content, over_time=over_time).run


def refused(content: str | bytes) -> Problem:
    """Why a file with this content is refused."""
    with pytest.raises(Unreadable) as refusal:
        read(content)
    problem = refusal.value.problem
    assert problem.file == "results.csv"
    assert problem.sentence.endswith(".")
    return problem


def labels(run: Run) -> dict[str, tuple[int | None, int | None]]:
    """Samples and errors by label."""
    return {label.name: (label.samples, label.errors) for label in run.labels}


def jmeter_rows(*rows: tuple[object, ...]) -> str:
    """Rows of a JMeter file: milliseconds after noon, elapsed, label, success, users."""
    return JMETER + "".join(
        f"{NOON + at if isinstance(at, int) else at},{took},{label},200,OK,Group 1-1,text,{success},10,1,{users}\n"  # type: ignore[operator]
        for at, took, label, success, users in rows
    )
