"""Eight ways to touch the ledger with every right on the database: each is found, at the first bad entry."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from firstlight.ledger.files import anchor_of
from firstlight.ledger.models import Entry, Head
from firstlight.ledger.queries import entries_of, head_of, verify
from firstlight.ledger.rules import Anchor, EntryFacts
from tests.cast import NOW, Cast
from tests.ledger.chains import rechained, sealed, unguarded

pytestmark = pytest.mark.requirement("PLT-02")


@pytest.fixture
def stream(cast: Cast) -> Any:
    """A project whose ledger has eleven entries."""
    assert len(list(entries_of(cast.project))) == 11
    return cast.project


def _anchor(project: Any) -> Anchor:
    head = head_of(project)
    return Anchor(project.uid, head.sequence, head.digest, NOW)


def _run(project: Any, *statements: str) -> None:
    with unguarded() as cursor:
        for statement in statements:
            cursor.execute(statement.format(here=f"stream = '{project.uid}'"))


def _found(project: Any, *anchors: Anchor) -> tuple[str, int]:
    flaw = verify(project, anchors).flaw
    assert flaw, "nothing was found"
    assert flaw.sentence.endswith(".")
    return flaw.kind, flaw.sequence


def _put(entries: list[EntryFacts], project: Any) -> None:
    """Make these the whole ledger of the project, head included."""
    _run(project, "DELETE FROM ledger_entry WHERE {here}")
    Entry.objects.bulk_create(Entry(**{n: getattr(one, n) for n in EntryFacts.__dataclass_fields__}) for one in entries)
    Head.objects.filter(stream=project.uid).update(sequence=entries[-1].sequence, digest=entries[-1].digest)


def test_untouched_it_holds(stream: Any) -> None:
    assert verify(stream, [_anchor(stream)]).ok


def test_an_edited_entry_is_found(stream: Any) -> None:
    _run(stream, "UPDATE ledger_entry SET after = '{{}}' WHERE {here} AND sequence = 5")
    assert _found(stream) == ("changed", 5)


def test_another_name_under_an_entry_is_found(stream: Any) -> None:
    _run(stream, "UPDATE ledger_entry SET actor_id = '1', actor_name = 'Emil Strand' WHERE {here} AND sequence = 7")
    assert _found(stream) == ("changed", 7)


def test_a_deleted_entry_is_found(stream: Any) -> None:
    _run(stream, "DELETE FROM ledger_entry WHERE {here} AND sequence = 4")
    assert _found(stream) == ("deleted", 4)


def test_a_deleted_entry_is_found_when_the_rest_was_renumbered(stream: Any) -> None:
    entries = [*entries_of(stream)]
    _put([*entries[:3], *(replace(one, sequence=one.sequence - 1) for one in entries[4:])], stream)
    assert _found(stream) == ("changed", 4)


def test_an_inserted_entry_is_found(stream: Any) -> None:
    entries = [*entries_of(stream)]
    forged = sealed(replace(entries[4], subject_text="Forged"))
    rest = [replace(one, sequence=one.sequence + 1) for one in entries[4:]]
    _put([*entries[:4], forged, replace(rest[0], previous=forged.digest), *rest[1:]], stream)
    assert _found(stream) == ("changed", 6)


def test_an_entry_put_in_after_the_end_is_found(stream: Any) -> None:
    entries = [*entries_of(stream)]
    head = head_of(stream)
    after = sealed(replace(entries[-1], sequence=head.sequence + 1, previous=head.digest, subject_text="Forged"))
    _put([*entries, after], stream)
    Head.objects.filter(stream=stream.uid).update(sequence=head.sequence, digest=head.digest)
    assert _found(stream) == ("inserted", head.sequence + 1)


def test_entries_in_another_order_are_found(stream: Any) -> None:
    _run(
        stream,
        "UPDATE ledger_entry SET sequence = 1000000 WHERE {here} AND sequence = 3",
        "UPDATE ledger_entry SET sequence = 3 WHERE {here} AND sequence = 8",
        "UPDATE ledger_entry SET sequence = 8 WHERE {here} AND sequence = 1000000",
    )
    assert _found(stream) == ("changed", 3)


def test_a_cut_tail_is_found(stream: Any) -> None:
    _run(stream, "DELETE FROM ledger_entry WHERE {here} AND sequence > 6")
    assert _found(stream) == ("cut-tail", 7)


def test_a_cut_tail_with_its_head_moved_is_found_by_an_earlier_anchor(stream: Any) -> None:
    anchor = _anchor(stream)
    _put([*entries_of(stream)][:6], stream)
    assert verify(stream).ok
    assert _found(stream, anchor) == ("rolled-back", 7)


def test_a_ledger_that_was_emptied_is_found_by_an_earlier_anchor(stream: Any) -> None:
    anchor = _anchor(stream)
    _run(stream, "DELETE FROM ledger_entry WHERE {here}")
    assert _found(stream) == ("cut-tail", 1)
    Head.objects.filter(stream=stream.uid).delete()
    assert verify(stream).ok
    assert _found(stream, anchor) == ("rolled-back", 1)


def test_a_lost_head_is_found(stream: Any) -> None:
    Head.objects.filter(stream=stream.uid).delete()
    assert _found(stream) == ("inserted", 1)


def test_yesterdays_database_put_back_is_found_by_an_anchor_of_today(stream: Any, cast: Cast) -> None:
    from firstlight.readiness.actions import assess_project

    yesterday = [*entries_of(stream)]
    assess_project(cast.context("pl"))
    anchor = _anchor(stream)
    _put(yesterday, stream)
    assert verify(stream).ok
    assert _found(stream, anchor) == ("rolled-back", len(yesterday) + 1)


def test_life_that_went_on_after_yesterdays_database_was_put_back_is_found(stream: Any, cast: Cast) -> None:
    from firstlight.readiness.actions import assess_project

    yesterday = [*entries_of(stream)]
    assess_project(cast.context("pl"))
    anchor = _anchor(stream)
    _put(yesterday, stream)
    for _ in range(2):
        assess_project(cast.context("wo"))
    assert verify(stream).ok
    assert _found(stream, anchor) == ("rewritten", len(yesterday) + 1)


def test_a_chain_written_anew_is_found_by_an_earlier_anchor(stream: Any) -> None:
    anchor = _anchor(stream)
    entries = [*entries_of(stream)]
    entries[2] = replace(entries[2], actor_name="Emil Strand")
    _put(rechained(entries), stream)
    assert verify(stream).ok
    assert _found(stream, anchor) == ("rewritten", anchor.sequence)


def test_an_anchor_is_what_the_command_line_prints(stream: Any) -> None:
    head = head_of(stream)
    assert anchor_of(stream, NOW) == {
        "schema": "firstlight/ledger-anchor/1",
        "stream": stream.uid,
        "project": "wave-1",
        "sequence": head.sequence,
        "head": head.digest,
        "at": "2026-11-20T08:40:00+00:00",
    }
