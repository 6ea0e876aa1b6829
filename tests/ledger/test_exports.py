"""An export can be verified by anybody, and whatever is done to its lines is found."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.kernel.canonical import canonical
from firstlight.kernel.errors import Invalid
from firstlight.ledger.files import Export, anchor_of, export, read_anchor
from firstlight.ledger.queries import head_of
from firstlight.ledger.rules import Anchor, EntryFacts, Examination, examine
from tests.cast import NOW, Cast
from tests.ledger.chains import anchored, chain, end_of, rechained

Edit = Callable[[list[str]], list[str]]


ENTRIES = chain(9)
ANCHOR = anchored(ENTRIES)


def written(entries: Sequence[EntryFacts]) -> list[str]:
    """The lines of an export: heading, entries, head."""
    heading = {"schema": "firstlight/ledger/1", "stream": "prj_1", "project": "p", "name": "P", "exported": NOW}
    body = [heading, *(asdict(one) for one in entries), {"head": asdict(end_of(entries))}]
    return [canonical(one) + "\n" for one in body]


@pytest.fixture
def lines() -> list[str]:
    return written(ENTRIES)


def _walked(path: Path, lines: list[str], *anchors: Any) -> Examination:
    path.write_text("".join(lines), encoding="utf-8")
    exported = Export(path)
    return examine(exported.entries(), lambda: exported.head, anchors)


@pytest.fixture
def walk(tmp_path: Path) -> Callable[..., Examination]:
    return lambda lines, *anchors: _walked(tmp_path / "ledger.jsonl", lines, *anchors)


def test_an_export_says_what_the_ledger_says(cast: Cast, walk: Any) -> None:
    out = io.StringIO()
    head = head_of(cast.project)
    assert export(cast.project, out, NOW) == head.sequence
    found = out.getvalue().splitlines(keepends=True)
    assert json.loads(found[0])["name"] == "Wave 1"
    result = walk(found, Anchor(cast.project.uid, head.sequence, head.digest, NOW))
    assert (result.ok, result.entries, result.head) == (True, head.sequence, head.digest)


def test_what_is_written_while_one_exports_is_left_to_the_next_export(cast: Cast, walk: Any) -> None:
    from firstlight.readiness.actions import assess_project

    class Slow(io.StringIO):
        """Somebody assesses after the first line was written."""

        def write(self, words: str) -> int:
            if not self.tell():
                assess_project(cast.context("pl"))
            return super().write(words)

    out, before = Slow(), head_of(cast.project)
    export(cast.project, out, NOW)
    result = walk(out.getvalue().splitlines(keepends=True))
    assert (result.ok, result.entries) == (True, before.sequence)


def test_an_export_written_with_other_spaces_is_the_same(lines: list[str], walk: Any) -> None:
    other = [json.dumps(json.loads(line), indent=None, sort_keys=False) + "\r\n" for line in lines]
    assert other != lines
    assert walk(other).ok


def _field(number: int, **values: Any) -> Edit:
    """Change fields of the entry of that number."""

    def edit(lines: list[str]) -> list[str]:
        body = json.loads(lines[number]) | values
        written = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return [*lines[:number], written + "\n", *lines[number + 1 :]]

    return edit


TAMPERED: dict[str, tuple[Edit, str, int]] = {
    "a changed field": (_field(3, after="{}"), "changed", 3),
    "another name": (_field(3, actor_name="Emil Strand"), "changed", 3),
    "a number that is a word of it": (_field(3, previous="0" * 64), "changed", 3),
    "a digest of nothing": (_field(3, digest="0" * 64), "changed", 3),
    "a digest that is none": (_field(3, digest="x"), "changed", 3),
    "a deleted line": (lambda lines: [*lines[:4], *lines[5:]], "deleted", 4),
    "a line twice": (lambda lines: [*lines[:5], lines[4], *lines[5:]], "inserted", 4),
    "two lines swapped": (lambda lines: [*lines[:2], lines[5], *lines[3:5], lines[2], *lines[6:]], "reordered", 2),
    "a line moved to the end": (lambda lines: [*lines[:2], *lines[3:-1], lines[2], lines[-1]], "reordered", 2),
    "a tail that is gone": (lambda lines: [*lines[:6], lines[-1]], "cut-tail", 6),
    "a file that stops": (lambda lines: lines[:6], "cut-tail", 6),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_it_is_found_at_the_first_bad_entry(name: str, lines: list[str], walk: Any) -> None:
    edit, kind, sequence = TAMPERED[name]
    flaw = walk(edit(lines)).flaw
    assert flaw
    assert (flaw.kind, flaw.sequence) == (kind, sequence)


def test_an_export_of_a_rewritten_chain_is_found_by_an_anchor(walk: Any) -> None:
    forged = written(rechained([replace(one, actor_name="Emil Strand") for one in ENTRIES]))
    assert walk(forged).ok
    assert walk(forged, ANCHOR).flaw.kind == "rewritten"


def test_an_export_of_an_older_database_is_found_by_an_anchor(walk: Any) -> None:
    assert walk(written(ENTRIES[:5])).ok
    assert walk(written(ENTRIES[:5]), ANCHOR).flaw.kind == "rolled-back"


SPOILT = {
    "no JSON": "entry 3\n",
    "half a line": '{"action":"x","ac\n',
    "a list": "[1]\n",
    "a line without fields": "{}\n",
    "a field too many": '{"at":"2026-01-01T00:00:00Z","colour":"red"}\n',
    "a number in words": None,
    "a time without a zone": None,
    "half a character": None,
    "a list for a time": None,
    "no number": '{"head":{"sequence":1e999,"digest":""}}\n',
    "depth": "[" * 100_000 + "\n",
    "a head that is a word": '{"head":"x"}\n',
    "a blank line": "\n",
}
CHANGES: dict[str, dict[str, Any]] = {
    "a number in words": {"sequence": "3"},
    "a time without a zone": {"at": "2026-11-20T08:40:00"},
    "half a character": {"label": "\ud800"},
    "a list for a time": {"at": [1]},
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_line_that_is_no_entry_is_named(name: str, lines: list[str], walk: Any) -> None:
    line = SPOILT[name] or json.dumps(json.loads(lines[3]) | CHANGES[name]) + "\n"
    with pytest.raises(Invalid, match=r"ledger\.jsonl, line 4: not "):
        walk([*lines[:3], line, *lines[4:]])


@pytest.mark.parametrize("heading", ["", "{}\n", '{"schema":"firstlight/ledger/2"}\n', "[]\n", "words\n"])
def test_a_file_that_is_no_export_is_refused(heading: str, walk: Any) -> None:
    with pytest.raises(Invalid, match=r"ledger\.jsonl, line 1: "):
        walk([heading])


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        Export(tmp_path / "nothing.jsonl")
    with pytest.raises(Invalid, match="cannot be read"):
        read_anchor(tmp_path / "nothing.json")


@given(st.binary(max_size=400), st.integers(0, 20))
def test_whatever_is_done_to_the_bytes_is_found_or_refused(noise: bytes, place: int) -> None:
    whole = "".join(written(ENTRIES[:4])).encode()
    start = whole.index(b"\n") + 1
    at = start + place * (len(whole) - start) // 20
    touched = whole[:at] + noise + whole[at + len(noise) :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.jsonl"
        path.write_bytes(touched)
        try:
            exported = Export(path)
            result = examine(exported.entries(), lambda: exported.head)
        except Invalid:
            return
    assert result.ok is (touched == whole)


def test_an_anchor_is_read_as_it_was_written(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "anchor.json"
    path.write_text(json.dumps(anchor_of(cast.project, NOW)))
    head = head_of(cast.project)
    assert read_anchor(path) == Anchor(cast.project.uid, head.sequence, head.digest, NOW)


@pytest.mark.parametrize(
    "words",
    ["", "[]", "{}", '{"schema":"firstlight/ledger-anchor/1"}', "[" * 100_000, "\x00",
     '{"schema":"firstlight/ledger-anchor/1","stream":"p","head":"x","at":"2026-01-01T00:00Z","sequence":1e999}'],
)  # fmt: skip
def test_a_file_that_is_no_anchor_is_refused(words: str, tmp_path: Path) -> None:
    path = tmp_path / "anchor.json"
    path.write_text(words)
    with pytest.raises(Invalid, match=r"anchor\.json is not an anchor of a ledger"):
        read_anchor(path)
