"""Every change becomes an entry that can be read when everything else is gone."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

from firstlight.kernel.actions import Changed, Record, Subject
from firstlight.kernel.context import Actor, Context
from firstlight.kernel.errors import Conflict
from firstlight.ledger import queries
from firstlight.ledger.models import Entry, Head
from firstlight.ledger.recording import record
from firstlight.ledger.rules import FIRST
from tests.cast import NOW, Cast

RECORD = Record("test.thing.done", "Thing done")


def _changed(name: str = "x", **facts: object) -> Changed:
    return Changed(Subject("thing", name, f"Thing {name}"), None, facts or {"done": True})


@pytest.mark.django_db
def test_what_belongs_to_no_project_is_recorded_in_the_stream_of_the_workspace() -> None:
    context = Context(Actor("system", "tester", "Tester"), NOW)
    before = Head.objects.filter(stream="workspace").first()
    record(context, RECORD, (_changed(),))
    entry = Entry.objects.get(action=RECORD.code)
    assert entry.stream == "workspace"
    assert entry.sequence == (before.sequence if before else 0) + 1
    assert str(entry) == f"workspace {entry.sequence}: test.thing.done"


def test_the_first_entry_of_a_project_follows_nothing(cast: Cast) -> None:
    first = next(queries.entries_of(cast.project))
    assert (first.sequence, first.previous, first.action) == (1, FIRST, "workspace.project.added")


def test_an_entry_keeps_names_as_they_were(cast: Cast) -> None:
    record(cast.context("wo"), RECORD, (_changed(title="Später", count=3, when=NOW),))
    entry = queries.search(cast.project, most=1)[0]
    assert (entry.actor_kind, entry.actor_name, entry.label) == ("person", "Willem Oost", "Thing done")
    assert (entry.subject_kind, entry.subject_id, entry.subject_text) == ("thing", "x", "Thing x")
    assert entry.before is None
    assert json.loads(entry.after or "") == {"title": "Später", "count": 3, "when": "2026-11-20T08:40:00.000000Z"}
    assert str(Head.objects.get(stream=cast.project.uid)) == f"{cast.project.uid} at {entry.sequence}"


def test_a_time_in_another_zone_is_the_same_time(cast: Cast) -> None:
    elsewhere = datetime(2026, 11, 20, 9, 40, 0, 123456, timezone(timedelta(hours=1)))
    record(cast.context("wo", elsewhere), RECORD, (_changed(),))
    assert queries.search(cast.project, most=1)[0].at == elsewhere
    assert queries.verify(cast.project).ok


def test_words_that_are_too_long_are_cut_and_the_chain_holds(cast: Cast) -> None:
    change = Changed(Subject("thing", "x" * 1000, "y" * 1000), None, {"text": "z" * 100_000})
    record(cast.context("wo"), RECORD, (change,))
    entry = queries.search(cast.project, most=1)[0]
    assert (len(entry.subject_id), len(entry.subject_text), len(entry.after or "")) == (300, 500, 100_011)
    assert queries.verify(cast.project).ok


def test_what_cannot_be_written_down_is_not_recorded_by_its_address(cast: Cast) -> None:
    with pytest.raises(TypeError, match="object has no canonical form"):
        record(cast.context("wo"), RECORD, (_changed(what=object()),))


def test_many_changes_are_one_statement_after_the_other_without_a_gap(cast: Cast) -> None:
    record(cast.context("wo"), RECORD, tuple(_changed(str(number)) for number in range(1201)))
    assert queries.verify(cast.project).ok
    assert queries.search(cast.project, most=1)[0].subject_id == "1200"


def test_a_head_that_moved_meanwhile_is_a_conflict(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    original = Entry.objects.bulk_create

    def meanwhile(*args: object, **kwargs: object) -> object:
        Head.objects.filter(stream=cast.project.uid).update(sequence=10_000)
        return original(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Entry.objects, "bulk_create", meanwhile)
    with pytest.raises(Conflict, match="at the same moment"):
        record(cast.context("wo"), RECORD, (_changed(),))


def test_the_history_of_a_thing_is_newest_first(cast: Cast) -> None:
    for done in (False, True):
        record(cast.context("wo"), RECORD, (_changed("T-1", done=done), _changed("T-2")))
    found = queries.touching(cast.project, [("thing", "T-1")], [])
    assert [json.loads(entry.after or "")["done"] for entry in found] == [True, False]
    newest = queries.search(cast.project, most=2)
    older = queries.search(cast.project, before=newest[-1].sequence, most=1)
    assert [entry.sequence for entry in older] == [newest[-1].sequence - 1]
    assert [entry.subject_id for entry in queries.touching(cast.project, [], [("thing", "T-")], most=3)] == [
        "T-2", "T-1", "T-2",
    ]  # fmt: skip


def test_entries_are_found_by_action_subject_and_actor(cast: Cast) -> None:
    record(cast.context("wo"), RECORD, (_changed("T-1"), _changed("T-2")))
    record(cast.context("pl"), RECORD, (_changed("T-1"),))

    def found(**asked: str) -> list[tuple[str, str]]:
        return [(entry.actor_name, entry.subject_id) for entry in queries.search(cast.project, **asked)]

    assert found(action=RECORD.code) == [("Petra Lind", "T-1"), ("Willem Oost", "T-2"), ("Willem Oost", "T-1")]
    assert found(subject="thing t-2") == found(subject="T-2") == [("Willem Oost", "T-2")]
    assert found(subject="thing", actor="petra") == [("Petra Lind", "T-1")]
    assert found(action="nothing.like.it") == []


def test_the_stream_can_be_read_from_any_place(cast: Cast) -> None:
    numbers = [entry.sequence for entry in queries.entries_of(cast.project, after=3, until=6)]
    assert numbers == [4, 5, 6]
