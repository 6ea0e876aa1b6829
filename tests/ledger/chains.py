"""Chains of entries for tests, in memory and in the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from firstlight.ledger.rules import FIRST, Anchor, EntryFacts, Examination, HeadFacts, examine

START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def link(sequence: int, previous: str, **values: Any) -> EntryFacts:
    """One entry, sealed."""
    facts: dict[str, Any] = {
        "stream": "prj_1", "at": START + timedelta(minutes=sequence), "actor_kind": "person", "actor_id": "7",
        "actor_name": "Petra Lind", "action": "scope.requirements.changed", "label": "Requirements changed",
        "subject_kind": "requirement", "subject_id": f"R-{sequence}", "subject_text": "Confirm an order",
        "before": None, "after": '{"title":"Confirm an order"}', "request_id": "ab12",
    }  # fmt: skip
    return sealed(EntryFacts(**{**facts, **values}, sequence=sequence, previous=previous))


def sealed(entry: EntryFacts) -> EntryFacts:
    """The entry with the digest that follows from it."""
    return replace(entry, digest=entry.computed())


def chain(length: int, **values: Any) -> list[EntryFacts]:
    """So many entries, each following the one before."""
    return rechained([link(number, FIRST, **values) for number in range(1, length + 1)])


def rechained(entries: Sequence[EntryFacts], after: EntryFacts | None = None) -> list[EntryFacts]:
    """The entries numbered and sealed anew, so that the chain holds again."""
    previous, number, made = (after.digest, after.sequence, []) if after else (FIRST, 0, [])
    for entry in entries:
        number += 1
        made.append(sealed(replace(entry, sequence=number, previous=previous)))
        previous = made[-1].digest
    return made


def end_of(entries: Sequence[EntryFacts]) -> HeadFacts:
    return HeadFacts(entries[-1].sequence, entries[-1].digest) if entries else HeadFacts(0, FIRST)


def anchored(entries: Sequence[EntryFacts]) -> Anchor:
    """What was kept elsewhere when the chain ended so."""
    head = end_of(entries)
    return Anchor("prj_1", head.sequence, head.digest, START)


def walked(entries: Sequence[EntryFacts], head: HeadFacts | None, *anchors: Anchor) -> Examination:
    return examine(iter(entries), lambda: head, anchors)


@contextmanager
def unguarded() -> Iterator[Any]:
    """A cursor for someone who took the guards off and writes to the database directly."""
    from django.db import connection

    from firstlight.kernel import append_only

    class Editor:
        def __init__(self) -> None:
            self.connection = connection

        def execute(self, statement: str, params: Any = None) -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement, params)

    append_only.lift(Editor(), "ledger_entry")  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        yield cursor
    append_only.impose(Editor(), "ledger_entry")  # type: ignore[arg-type]
