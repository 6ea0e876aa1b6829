"""Content in the form that is signed: one digest for one content, and a readable difference for another."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.contracts.rendering import Line, Rendering, difference, read_rendering

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LINES = st.lists(st.builds(Line, WORDS, WORDS, WORDS), unique_by=lambda line: line.key, max_size=6)


def rendering(*lines: Line, title: str = "Scope of Wave 1") -> Rendering:
    return Rendering("scope", 1, title, lines)


@given(LINES, WORDS)
def test_what_was_signed_is_read_back_with_its_digest(lines: list[Line], title: str) -> None:
    made = rendering(*lines, title=title)
    read = read_rendering(made.canonical())
    assert read == made
    assert read.digest() == made.digest()
    assert difference(made, read) == ()


@given(LINES, st.randoms())
def test_the_order_of_the_database_does_not_matter(lines: list[Line], chance: Any) -> None:
    digest = rendering(*lines).digest()
    chance.shuffle(lines)
    assert rendering(*lines).digest() == digest


@given(LINES, LINES)
def test_two_contents_differ_exactly_when_their_digests_do(old: list[Line], new: list[Line]) -> None:
    before, after = rendering(*old), rendering(*new)
    assert bool(difference(before, after)) is (before.digest() != after.digest())


@given(LINES, LINES)
def test_every_key_that_differs_is_told_once_and_backwards_it_is_the_opposite(old: list[Line], new: list[Line]) -> None:
    before, after = rendering(*old), rendering(*new)
    forth, back = difference(before, after), difference(after, before)
    assert [change.key for change in forth] == [change.key for change in back] == sorted({one.key for one in forth})
    assert [(one.before is None, one.after is None) for one in forth] == [
        (one.after is None, one.before is None) for one in back
    ]


def test_differences_read_as_sentences() -> None:
    before = rendering(
        Line("r1", "R-1 Confirm", "Functional"), Line("r2", "R-2 Refuse", "Functional"), Line("r3", "R-3", "x")
    )
    after = rendering(
        Line("r1", "R-1 Confirm", "Regulatory"), Line("r2", "R-2 Deny", "Functional"), Line("r4", "R-4", "y")
    )
    assert [change.sentence() for change in difference(before, after)] == [
        "Changed since: R-1 Confirm, from “Functional” to “Regulatory”",
        "Changed since: R-2 Deny, from “R-2 Refuse: Functional” to “Functional”",
        "Withdrawn since: R-3 (x)",
        "Added since: R-4 (y)",
    ]


def test_a_title_is_part_of_what_is_signed() -> None:
    assert rendering(title="Scope of Wave 1").digest() != rendering(title="Scope of Wave 2").digest()


def test_two_lines_cannot_have_one_key() -> None:
    with pytest.raises(ValueError, match="two lines for r1"):
        rendering(Line("r1", "a", "b"), Line("r1", "c", "d"))


GOOD = json.loads(rendering(Line("r1", "a", "b")).canonical())


@pytest.mark.parametrize(
    "text",
    ["", "[]", "1", "null", "{}", json.dumps(GOOD | {"schema": "firstlight/rendering/2"}),
     json.dumps(GOOD | {"lines": [["a", "b"]]}), json.dumps(GOOD | {"lines": 3}), json.dumps(GOOD | {"version": None}),
     json.dumps(GOOD | {"version": "x"}), json.dumps(GOOD | {"lines": [["a", "b", "c"], ["a", "b", "c"]]})],
)  # fmt: skip
def test_what_is_no_signed_content_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_rendering(text)
