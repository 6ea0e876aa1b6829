"""Files that are no results, or meant to hurt: a sentence, bounded memory and time, never another error."""

from __future__ import annotations

import gzip
import json
import random
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.contracts.tables import Unreadable
from firstlight.testing.loads import LoadFile, source
from tests.testing.load_files import JMETER, NOON, jmeter_rows, read, refused
from tests.testing.test_load_jmeter import NESTED, USUAL
from tests.testing.test_load_k6 import POINTS, exported, handled, machine_readable
from tests.testing.test_load_locust import FAILURES, HISTORY, STATS

SEEDS = [
    *(USUAL, USUAL.removeprefix(JMETER), NESTED, STATS, HISTORY, FAILURES, "\n".join(POINTS)),
    *(json.dumps(shape()) for shape in (handled, exported, machine_readable)),
]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the file is empty; accepted are k6"),
        (b" \r\n\t ", "the file is empty"),
        (b"PK\x03\x04 and so on", "a workbook or an archive"),
        (b"%PDF-1.7", "a PDF document"),
        (b"name,amount\nbolts,4\n", "its first line, “name,amount”, is not one of the results of a load tool"),
        (b"just words", "is not one of the results of a load tool"),
        (b"\x00" * 5000, "accepted are"),
        (USUAL.encode() + b"\x00", "null character"),
        (USUAL.encode() + b"9" * 2_000_000, "more than 1,000,000 characters"),
        (gzip.compress(USUAL.encode() + b"a" * 200_000_000), "more than 1,000,000 characters"),
        (b"<html><body/></html>", "root element <html>"),
    ],
)
def test_what_is_no_result_is_told_what_would_be(content: bytes, sentence: str) -> None:
    assert sentence in refused(content).sentence


@pytest.mark.parametrize("name", ["external.xml", "xmlbomb.xml"])
def test_hostile_xml_is_refused(name: str, shared_data: Path) -> None:
    assert "declares a document type" in refused((shared_data / "edge" / name).read_bytes()).sentence


def test_xml_nested_a_thousand_deep_is_refused() -> None:
    nested = '<httpSample t="1" lb="a">' * 1000 + "</httpSample>" * 1000
    assert "nested more than 200 deep" in refused(f"<testResults>{nested}</testResults>").sentence


def test_packed_rows_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "RATIO_FROM", 1_000_000)
    row = f"{NOON},5,a,200,OK,T,text,true,1,1,1\n".encode()
    assert "unpacks to more than 100 times its size" in refused(gzip.compress(JMETER.encode() + row * 100_000)).sentence


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(JMETER)
        for number in range(10_000):
            row = jmeter_rows((number, number % 900, f"page {number % 30}", "true", 5)).removeprefix(JMETER)
            file.write(row.replace(",OK,", f",{'a long message ' * 50},"))
    # What is imported at the first read, such as pandas where that is installed, is not of the file.
    read(path)
    tracemalloc.start()
    try:
        assert read(path).run.whole.samples == 10_000
        assert tracemalloc.get_traced_memory()[1] < path.stat().st_size / 2
    finally:
        tracemalloc.stop()


def _answer(content: bytes) -> LoadFile | None:
    """The run or a refusal with a sentence; anything else is an error of ours."""
    try:
        return read(content, over_time=True)
    except Unreadable as error:
        why = error.problem.sentence
    assert why.endswith(".")
    return None


@settings(max_examples=150)
@given(st.sampled_from(SEEDS), st.randoms(), st.integers(1, 6))
def test_damaged_files_are_read_or_refused(seed: str, chance: random.Random, times: int) -> None:
    content = bytearray(seed.encode())
    for _ in range(times):
        place = chance.randrange(len(content))
        match chance.randrange(5):
            case 0:
                content[place] = chance.randrange(256)
            case 1:
                del content[place:]
            case 2:
                del content[place : place + chance.randrange(1, 40)]
            case 3:
                content[place:place] = content[: chance.randrange(1, 60)]
            case 4:
                content[place:place] = chance.choice([b'"', b"\n", b"-", b"9" * 30, b"e999", b"NaN", b"\xff", b"\x00"])
        if not content:
            return
    _answer(bytes(content))


@settings(max_examples=80)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    _answer(content)


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["metrics", "results", "values", "name", "http_reqs", "http_req_duration", "http_req_failed", "state", "config",
         "metadata", "avg", "med", "p(95)", "count", "rate", "contains", "duration", "generated_at", "vus", "data"]
    ), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=100)
@given(values)
def test_any_json_is_read_or_refused(document: object) -> None:
    _answer(json.dumps({"metrics": document, "results": document}).encode())
    _answer(json.dumps({"metric": "http_req_duration", "type": "Point", "data": document}).encode())
