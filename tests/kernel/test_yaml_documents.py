"""YAML from strangers: plain data with its lines, or a sentence. Never a crash, never an object."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.contracts.tables import Unreadable
from firstlight.kernel.documents import DEEPEST, MOST_BYTES, MOST_ENTRIES, Document, read_document


def _read(words: str) -> Document:
    return read_document(words.encode(), "project.yaml")


def _refused(words: str | bytes) -> str:
    data = words if isinstance(words, bytes) else words.encode()
    with pytest.raises(Unreadable) as refused:
        read_document(data, "project.yaml")
    return str(refused.value)


def test_a_document_knows_the_line_of_every_key() -> None:
    document = _read("name: Wave 1\nphases:\n  - ref: prepare\n    start: 2026-11-01\n")
    assert document.data == {"name": "Wave 1", "phases": [{"ref": "prepare", "start": "2026-11-01"}]}
    assert document.lines == {"name": 1, "phases": 2, "phases.0": 3, "phases.0.ref": 3, "phases.0.start": 4}


def test_a_problem_stands_at_the_nearest_line_that_is_there() -> None:
    document = _read("name: Wave 1\nphases:\n  - ref: prepare\n")
    assert document.problem("phases.0.end", "it is missing.").row == 3
    assert document.problem("phases", "no.", [1]).value == "[1]"
    assert document.problem("slug", "it is missing.").row is None
    assert str(document.problem("name", "no.")) == "project.yaml, row 1, column “name”: no."


def test_dates_times_and_numbers_with_zeros_stay_what_was_typed() -> None:
    typed = {
        "a": "2026-12-07",
        "b": "2026-12-07 05:00",
        "c": "17:00",
        "d": "007",
        "e": "1_000",
        "f": "1e5",
        "g": ".nan",
    }
    assert _read("\n".join(f"{key}: {words}" for key, words in typed.items())).data == typed


def test_numbers_answers_and_nothing_are_read() -> None:
    words = "a: 420\nb: -1.5\nc: yes\nd: No\ne: true\nf: off\ng:\nh: ~\ni: null\nj: 1.5e3\nk: 0"
    assert _read(words).data == {
        "a": 420, "b": -1.5, "c": True, "d": False, "e": True, "f": False, "g": None, "h": None, "i": None,
        "j": 1500.0, "k": 0,
    }  # fmt: skip


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    assert read_document("\ufeffname: Åhus\r\nplace: x\r\n".encode(), "p").data == {"name": "Åhus", "place": "x"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "It holds no keys"),
        ("# nothing\n", "It holds no keys"),
        ("- a\n- b\n", "row 1: It holds no keys"),
        ("just words", "row 1: It holds no keys"),
        ("a: 1\nb: 2\na: 3\n", "row 3, column “a”: “a” stands twice"),
        ("p:\n  a: 1\n  a: 2\n", "row 3, column “p.a”: “a” stands twice"),
        ("a: &x 1\nb: *x\n", "row 2: Aliases (*name) are not accepted"),
        ("a: &x [*x]\n", "Aliases"),
        ("a: !!binary aGk=\n", "row 1: Tags (tag:yaml.org,2002:binary) are not accepted"),
        ("a: !!python/object/apply:os.system [ls]\n", "Tags"),
        ("a: !!set {x}\n", "Tags"),
        ("a: !own 1\n", "Tags (!own)"),
        ("1: a\n", "row 1: The key “1” has to be in quotes"),
        ("on: a\n", "The key “on” has to be in quotes"),
        ("? [a, b]\n: c\n", "A key is one word"),
        ("a: [1\n", "It is not readable as YAML"),
        ("a: b: c\n", "row 1: It is not readable as YAML: mapping values are not allowed"),
        ("a: 1\n---\nb: 2\n", "It is not readable as YAML"),
        ("a:\n\t- x\n", "It is not readable as YAML"),
        ('a: "\\0"\n', "row 1, column “a”: It holds a null character"),
        ("a: \x07\n", "It is not readable as YAML"),
        ('a: "\\ud800"\n', "It is not readable as YAML"),
    ],
)
def test_what_is_not_plain_data_is_refused_with_its_line(words: str, sentence: str) -> None:
    assert sentence in _refused(words)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1"])
def test_other_encodings_are_named_by_the_first_byte_that_is_wrong(encoding: str) -> None:
    assert "It is not UTF-8 text (byte " in _refused("name: Åhus\n".encode(encoding))


def test_keys_with_dots_are_told_apart_from_keys_below_others() -> None:
    assert _read("a.b: 1\na:\n  b: 2\n").data == {"a.b": 1, "a": {"b": 2}}


@pytest.mark.parametrize("deep", ["[", "{a: ", "- ", "? ", "- ? ", "? - "])
def test_what_is_nested_too_deep_is_refused_before_anything_follows_it_there(deep: str) -> None:
    assert f"deeper than {DEEPEST} levels" in _refused(deep * 50_000)


def test_what_is_indented_too_deep_is_refused() -> None:
    words = "".join(" " * depth + "a:\n" for depth in range(500))
    assert f"row 61: It is nested deeper than {DEEPEST} levels" in _refused(words)


def test_brackets_in_words_are_no_nesting() -> None:
    assert _read(f"a: {'words [x' * 200}\nb: '{'] } ' * 200}'\n").data["a"].startswith("words [x")
    closed_first = "# " + "]" * 100_000 + "\nx: " + "[" * 50 + "\n" + ("[" * 50 + "\n") * 2000
    assert "deeper" in _refused(closed_first)


def test_a_file_without_measure_is_refused_unread() -> None:
    assert "at most 4,194,304 are read" in _refused(b"a" * (MOST_BYTES + 1))
    assert f"more than {MOST_ENTRIES:,} entries" in _refused("a: [" + "1," * MOST_ENTRIES + "1]")


@settings(max_examples=300)
@given(st.binary(max_size=120) | st.text(max_size=120).map(lambda words: words.encode("utf-8", "ignore")))
def test_whatever_comes_is_a_document_or_unreadable(data: bytes) -> None:
    _document_or_unreadable(data)


@settings(max_examples=300)
@given(st.lists(st.sampled_from([*"abc:,-?&*![]{}|>'\"%@#\n \t~<=", "- ", ": ", "\n  ", "!!", "---\n", "...", "\\0"])))
def test_whatever_the_signs_of_yaml_make_is_a_document_or_unreadable(signs: list[str]) -> None:
    _document_or_unreadable("".join(signs).encode())


def _document_or_unreadable(data: bytes) -> None:
    try:
        document = read_document(data, "x.yaml")
    except Unreadable:
        return
    assert json.loads(json.dumps(document.data)) == document.data


WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=20)
PLAIN: Any = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | WORDS
DATA: Any = st.dictionaries(
    WORDS,
    st.recursive(PLAIN, lambda below: st.lists(below, max_size=4) | st.dictionaries(WORDS, below, max_size=4)),
    min_size=1,
    max_size=5,
)


@given(DATA)
def test_data_that_was_written_in_quotes_is_read_back(data: dict[str, Any]) -> None:
    written = json.dumps(data, ensure_ascii=False)
    assert _read(written).data == yaml.safe_load(written) == data
