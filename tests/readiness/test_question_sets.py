"""Question sets: what is wrong with a file is said with its line; nothing of it is guessed."""

from __future__ import annotations

import pytest

from firstlight.kernel.errors import Invalid
from firstlight.readiness.question_sets import read_question_set

GOOD = """schema: firstlight/questions/1
ref: short
version: "2026.1"
title: Short
summary: A short one.
documents:
  GL: {title: Go-live checklist, note: A note.}
sections:
  - ref: one
    title: One
    about: The first.
    source: {document: GL, heading: Cutover}
    questions:
      - {ref: one.any, ask: Is there any?, kind: yes-no, required: true}
  - ref: two
    title: Two
    about: The second.
    source: {document: GL, heading: Cutover}
    applies_when: {question: one.any, is: "yes"}
    questions:
      - {ref: two.many, ask: How many?, kind: number, unit: pieces}
"""


def test_a_good_set_is_read_with_its_digest() -> None:
    found, _ = read_question_set(GOOD.encode(), "short.yaml")
    assert (found.name, len(list(found.questions())), len(found.digest)) == ("short@2026.1", 2, 64)


@pytest.mark.parametrize(("old", "new", "says"), [
    ("ref: two.many", "ref: one.any", "stands twice"),
    ("ref: two.many", "ref: three.many", "must begin with its name"),
    ("question: one.any, is", "question: two.many, is", "no yes-no or choice question before it"),
    ('is: "yes"', "is: perhaps", "no yes-no or choice question before it"),
    (", unit: pieces", "", "“unit” belongs to questions of the kind number"),
    ("kind: yes-no", "kind: slider", "is not one of"),
    ("summary: A short one.", "summary: A short one.\ncolour: red", "“colour” is not known here"),
    ("ref: two\n", "ref: one\n", "stands twice"),
    ("document: GL, heading", "document: XX, heading", "is not among the documents"),
])  # fmt: skip
def test_what_is_wrong_is_named(old: str, new: str, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_question_set(GOOD.replace(old, new).encode(), "short.yaml")
    assert any(says in problem.sentence and problem.row for problem in refused.value.problems), refused.value.problems
