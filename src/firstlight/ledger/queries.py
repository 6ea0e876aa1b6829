"""Reading the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firstlight.kernel.context import ProjectLike
from firstlight.ledger.models import Entry, Head
from firstlight.ledger.rules import Anchor, EntryFacts, Examination, HeadFacts, examine


def head_of(project: ProjectLike) -> HeadFacts:
    """Where the project's ledger ends; sequence 0 before its first entry."""
    head = Head.objects.filter(stream=project.uid).first() or Head(stream=project.uid)
    return HeadFacts(head.sequence, head.digest)


def entries_of(project: ProjectLike, *, after: int = 0) -> Iterator[EntryFacts]:
    """All entries after a sequence number, oldest first, read in pieces."""
    rows = Entry.objects.filter(stream=project.uid, sequence__gt=after).order_by("sequence")
    return (entry.facts() for entry in rows.iterator(chunk_size=2000))


def latest(project: ProjectLike, *, before: int | None = None, most: int = 50) -> list[Entry]:
    """The newest entries, newest first; older than `before` where given."""
    rows = Entry.objects.filter(stream=project.uid)
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    return list(rows.order_by("-sequence")[:most])


def about(project: ProjectLike, kind: str, ref: str, *, most: int = 50) -> list[Entry]:
    """The history of one subject, newest first."""
    rows = Entry.objects.filter(stream=project.uid, subject_kind=kind, subject_id=ref)
    return list(rows.order_by("-sequence")[:most])


def verify(project: ProjectLike, anchors: Sequence[Anchor] = ()) -> Examination:
    """Walk the project's whole ledger."""
    return examine(entries_of(project), lambda: head_of(project), anchors)
