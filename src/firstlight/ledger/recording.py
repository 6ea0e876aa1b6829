"""Appending to the ledger. The only code that writes entries; the kernel's action runner is its only caller."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from firstlight.kernel.actions import Changed, Facts, Record
from firstlight.kernel.canonical import canonical
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict
from firstlight.ledger.models import Entry, Head
from firstlight.ledger.rules import EntryFacts

#: The stream of what belongs to no project.
WORKSPACE = "workspace"

BATCH = 500


def hold(context: Context) -> None:
    """Keep every other change of the project from being committed until the running transaction ends."""
    if context.project:
        Head.objects.select_for_update().get_or_create(stream=context.project.uid)


def record(context: Context, record: Record, changes: tuple[Changed, ...]) -> None:
    """Append one entry a change, in order, and move the head. Runs inside the transaction of the action."""
    stream = context.project.uid if context.project else WORKSPACE
    head, _ = Head.objects.select_for_update().get_or_create(stream=stream)
    sequence, previous = head.sequence, head.digest
    entries = []
    for change in changes:
        sequence += 1
        facts = _facts(context, record, change, stream, sequence, previous)
        previous = facts.digest
        entries.append(Entry(**{name: getattr(facts, name) for name in EntryFacts.__dataclass_fields__}))
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    moved = Head.objects.filter(stream=stream, sequence=head.sequence, digest=head.digest)
    if moved.update(sequence=sequence, digest=previous) != 1:
        raise Conflict("Somebody else wrote at the same moment; nothing was changed. Try again.")


def _facts(context: Context, record: Record, change: Changed, stream: str, sequence: int, previous: str) -> EntryFacts:
    facts = EntryFacts(
        stream=stream,
        sequence=sequence,
        at=context.now.astimezone(UTC),
        actor_kind=context.actor.kind,
        actor_id=context.actor.id,
        actor_name=context.actor.name[:200],
        action=record.code,
        label=record.label,
        subject_kind=change.subject.kind,
        subject_id=change.subject.id[:300],
        subject_text=change.subject.text[:500],
        before=_text(change.before),
        after=_text(change.after),
        request_id=context.request_id,
        previous=previous,
    )
    return replace(facts, digest=facts.computed())


def _text(facts: Facts | None) -> str | None:
    return None if facts is None else canonical(dict(facts))
