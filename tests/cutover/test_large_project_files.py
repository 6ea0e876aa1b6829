"""Large and hostile files of MS Project: what we write we take in, and a stranger's costs no more than it should."""

from __future__ import annotations

import tracemalloc

import pytest

from firstlight.contracts.tables import Unreadable
from firstlight.cutover.formats.mspdi import read_mspdi
from firstlight.cutover.sheets import TASKS

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_PLAN = '<Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-12-04T18:00:00</StartDate>'


def _file(tasks: str) -> bytes:
    return f"{_HEAD}{_PLAN}<Tasks>{tasks}</Tasks></Project>".encode()


def _task(number: int) -> str:
    fields = "".join(f"<Field{place}>0</Field{place}>" for place in range(40))
    return f"<Task><UID>{number}</UID><Name>Step {number}</Name><Start>2026-12-04T18:00:00</Start>{fields}</Task>"


def test_a_large_plan_is_read_with_little_more_memory_than_its_file_has() -> None:
    data = _file("".join(map(_task, range(1, 2_001))))
    tracemalloc.start()
    found = read_mspdi(data, "plan.xml")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.draft.tasks) == 2_000
    assert most < 6 * len(data)


def test_fields_that_share_their_emptiness_do_not_share_their_children() -> None:
    found = read_mspdi(_file(_task(1) + _task(2)), "plan.xml")
    one, two = found.rows
    assert one.words("Name") == "Step 1"
    assert two.words("Name") == "Step 2"
    assert not one.children[0].children
    assert one.children[0].attributes == {}


def test_text_in_pieces_comes_together_and_the_first_of_two_fields_counts() -> None:
    long = "ß" * 200_000
    data = _file(f"<Task><UID>1</UID><Name>Load &amp; check</Name><Notes>{long}</Notes><Name>Other</Name>"
                 "<Start>2026-12-04T18:00:00</Start></Task>")  # fmt: skip
    found = read_mspdi(data, "plan.xml")
    assert found.draft.tasks[0].name == "Load & check"
    assert found.rows[0].words("Notes") == long


@pytest.mark.parametrize(
    ("tasks", "words"),
    [
        ("<Task>" + "<a>" * 60 + "</a>" * 60 + "</Task>", "nested more than 40 deep"),
        ("<Task>" + "<a/>" * 200_001 + "</Task>", "holds more than 200000 elements"),
        ("<Task><Notes>" + "x" * 20_000_001 + "</Notes></Task>", "holds more than 20000000 characters"),
        ("<Task>" + "".join(f"<a{n}/>" for n in range(5_100)) + "</Task>", "more than 5000 different names"),
    ],
)
def test_hostile_files_are_refused_in_a_sentence(tasks: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_mspdi(_file(tasks), "plan.xml")


def test_a_billion_laughs_are_refused_before_one_is_read() -> None:
    laughs = '<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(Unreadable, match="declares a document type"):
        read_mspdi(f"{_HEAD}{laughs}{_PLAN}<Title>&b;</Title></Project>".encode(), "plan.xml")


def test_a_page_takes_what_a_plan_of_fifty_thousand_steps_is_written_as() -> None:
    other = TASKS.other_file("plan.xml")
    assert other
    assert other.most_bytes >= 78_000_000
