"""A chain holds as it was written, and nothing of it can be touched unseen."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.ledger.rules import FIRST, EntryFacts, HeadFacts
from tests.ledger.chains import anchored, chain, end_of, link, rechained, walked

LENGTHS = st.integers(min_value=1, max_value=12)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(LENGTHS, WORDS, WORDS, WORDS)
def test_a_chain_as_it_was_written_holds(length: int, name: str, after: str, subject: str) -> None:
    entries = chain(length, actor_name=name, after=after, subject_text=subject)
    result = walked(entries, end_of(entries), anchored(entries))
    assert result.ok
    assert (result.entries, result.head) == (length, entries[-1].digest)


def test_an_empty_ledger_holds() -> None:
    assert walked([], HeadFacts(0, FIRST)).document() == {"ok": True, "entries": 0, "head": FIRST, "problem": None}


FIELDS = [one.name for one in fields(EntryFacts) if one.name not in ("sequence", "digest")]


def _other(value: Any) -> Any:
    if isinstance(value, str):
        return value + "x"
    return "x" if value is None else value + timedelta(microseconds=1)


@given(LENGTHS, st.data())
def test_a_changed_field_of_any_entry_is_seen_at_that_entry(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    place = data.draw(st.integers(0, length - 1))
    name = data.draw(st.sampled_from(FIELDS))
    touched = [*entries]
    touched[place] = replace(entries[place], **{name: _other(getattr(entries[place], name))})
    flaw = walked(touched, end_of(entries)).flaw
    assert flaw
    assert (flaw.kind, flaw.sequence) == ("changed", place + 1)


@given(LENGTHS, st.data())
def test_nothing_told_apart_from_something_is_a_change_too(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    place = data.draw(st.integers(0, length - 1))
    touched = [*entries]
    touched[place] = replace(entries[place], before="")
    flaw = walked(touched, end_of(entries)).flaw
    assert flaw
    assert flaw.sequence == place + 1


@given(st.integers(2, 12), st.data())
def test_a_deleted_entry_is_missed_at_its_number(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    place = data.draw(st.integers(0, length - 2))
    flaw = walked([*entries[:place], *entries[place + 1 :]], end_of(entries)).flaw
    assert flaw
    assert (flaw.kind, flaw.sequence) == ("deleted", place + 1)


@given(LENGTHS, st.data())
def test_an_inserted_entry_is_seen_where_it_was_put(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    place = data.draw(st.integers(0, length))
    forged = link(place + 1, entries[place - 1].digest if place else FIRST, subject_text="Forged")
    flaw = walked([*entries[:place], forged, *entries[place:]], end_of(entries)).flaw
    assert flaw
    assert (flaw.kind, flaw.sequence) == ("inserted", place + 1)


@given(st.integers(2, 12), st.data())
def test_entries_in_another_order_are_seen_at_the_first_that_moved(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    first = data.draw(st.integers(0, length - 2))
    second = data.draw(st.integers(first + 1, length - 1))
    touched = [*entries]
    touched[first], touched[second] = touched[second], touched[first]
    flaw = walked(touched, end_of(entries)).flaw
    assert flaw
    assert (flaw.kind, flaw.sequence) == ("reordered", first + 1)


@given(LENGTHS, st.data())
def test_a_cut_tail_is_missed_by_the_head(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    kept = data.draw(st.integers(0, length - 1))
    flaw = walked(entries[:kept], end_of(entries)).flaw
    assert flaw
    assert (flaw.kind, flaw.sequence) == ("cut-tail", kept + 1)


@given(LENGTHS, st.data())
def test_a_cut_tail_with_its_head_moved_is_missed_by_an_anchor_alone(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    kept = entries[: data.draw(st.integers(0, length - 1))]
    assert walked(kept, end_of(kept)).ok
    flaw = walked(kept, end_of(kept), anchored(entries)).flaw
    assert flaw
    assert (flaw.kind, flaw.sequence) == ("rolled-back", len(kept) + 1)


@given(LENGTHS, st.data())
def test_a_chain_written_anew_holds_but_for_an_anchor(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    place = data.draw(st.integers(0, length - 1))
    until = data.draw(st.integers(place, length - 1))
    anchor = anchored(entries[: until + 1])
    forged = rechained(
        [*entries[:place], replace(entries[place], actor_name="Somebody else"), *entries[place + 1 :]],
    )
    assert walked(forged, end_of(forged)).ok
    flaw = walked(forged, end_of(forged), anchor).flaw
    assert flaw
    assert (flaw.kind, flaw.sequence) == ("rewritten", until + 1)


def test_of_several_anchors_the_first_that_does_not_fit_speaks() -> None:
    entries = chain(6)
    forged = [*entries[:3], *rechained([replace(one, subject_text="Forged") for one in entries[3:]], entries[2])]
    anchors = [anchored(entries[:number]) for number in (6, 2, 5)]
    flaw = walked(forged, end_of(forged), *anchors).flaw
    assert flaw
    assert (flaw.kind, flaw.sequence) == ("rewritten", 5)


def test_two_anchors_of_one_place_must_both_fit() -> None:
    entries = chain(3)
    other = replace(anchored(entries), digest="0" * 64)
    assert not walked(entries, end_of(entries), other, anchored(entries)).ok
    assert not walked(entries, end_of(entries), anchored(entries), other).ok


def test_an_anchor_of_a_ledger_without_entries_asks_for_nothing() -> None:
    entries = chain(2)
    assert walked(entries, end_of(entries), anchored([])).ok


def test_entries_after_the_head_are_named_from_the_first() -> None:
    entries = chain(5)
    flaw = walked(entries, end_of(entries[:3])).flaw
    assert flaw
    assert (flaw.kind, flaw.sequence) == ("inserted", 4)


def test_a_last_entry_that_is_not_the_one_of_the_head_is_seen() -> None:
    entries = chain(3)
    forged = [*entries[:2], link(3, entries[1].digest, subject_text="Forged")]
    flaw = walked(forged, end_of(entries)).flaw
    assert flaw
    assert (flaw.kind, flaw.sequence) == ("rewritten", 3)


def test_an_entry_that_follows_another_than_the_one_before_it_is_seen() -> None:
    entries = chain(3)
    forged = [entries[0], link(2, FIRST), entries[2]]
    flaw = walked(forged, end_of(entries)).flaw
    assert flaw
    assert (flaw.kind, flaw.sequence) == ("inserted", 2)


def test_a_file_that_just_stops_is_cut() -> None:
    flaw = walked(chain(2), None).flaw
    assert flaw
    assert (flaw.kind, flaw.sequence) == ("cut-tail", 3)


@pytest.mark.parametrize("number", [0, -1])
def test_an_entry_before_the_first_is_put_in(number: int) -> None:
    entries = [link(number, FIRST), *chain(2)]
    flaw = walked(entries, end_of(entries)).flaw
    assert flaw
    assert flaw.kind == "inserted"
