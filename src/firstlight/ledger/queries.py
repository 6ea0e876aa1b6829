"""Reading the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime

from django.db.models import F, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from firstlight.kernel.context import ProjectLike
from firstlight.ledger.models import Entry, Head
from firstlight.ledger.rules import Anchor, EntryFacts, Examination, Flaw, HeadFacts, examine

#: The place of an entry in its stream, to sort few entries by. By the bare column SQLite walks the whole stream until
#: it has found enough; by an expression it cannot, and asks the index of subjects.
PLACE = F("sequence") + Value(0)
#: Everything of an entry, in the order of its facts.
FIELDS = tuple(one.name for one in fields(EntryFacts))


def head_of(project: ProjectLike) -> HeadFacts:
    """Where the project's ledger ends; sequence 0 before its first entry."""
    head = Head.objects.filter(stream=project.uid).first() or Head(stream=project.uid)
    return HeadFacts(head.sequence, head.digest)


def entries_of(project: ProjectLike, *, after: int = 0, until: int | None = None) -> Iterator[EntryFacts]:
    """All entries after a sequence number and up to another, oldest first, read in pieces."""
    rows = Entry.objects.filter(stream=project.uid, sequence__gt=after).order_by("sequence")
    if until is not None:
        rows = rows.filter(sequence__lte=until)
    return (EntryFacts(*row) for row in rows.values_list(*FIELDS).iterator(chunk_size=2000))


def touching(
    project: ProjectLike,
    exact: Sequence[tuple[str, str]],
    below: Sequence[tuple[str, str]],
    *,
    most: int = 50,
    after: int = 0,
) -> list[Entry]:
    """The newest entries about several subjects: those of these names, and those whose name begins so. One query.

    `after` is a sequence number: only what was written after it.
    """
    wanted, named = Q(), defaultdict[str, list[str]](list)
    for kind, ref in exact:
        named[kind].append(ref)
    for kind, refs in named.items():
        wanted |= Q(subject_kind=kind, subject_id__in=refs)
    for kind, start in below:
        wanted |= Q(subject_kind=kind, subject_id__startswith=start)
    kinds = {kind for kind, _ in (*exact, *below)}
    return _newest(Entry.objects.filter(wanted, stream=project.uid, subject_kind__in=kinds), after, most)


def _newest(rows: QuerySet[Entry], after: int, most: int) -> list[Entry]:
    """The newest of few rows. They name their kinds: of many alternatives alone SQLite makes no use of the index."""
    placed = rows.annotate(place=PLACE)
    return list(placed.filter(place__gt=after).order_by("-place")[:most])


def changed_since(project: ProjectLike, actor: str, since: datetime, content: str) -> bool:
    """Whether the actor changed anything since then that signed content ("scope", "testing:uat", "check:…") is made of.

    What people said about it, such as their own signatures on it, is no change of it. One query.
    """
    kind, _, ref = content.partition(":")
    rows = Entry.objects.filter(stream=project.uid, actor_id=actor, at__gte=since)
    if kind == "check":
        return (
            rows.filter(subject_kind__in=("check", "attestation"))
            .filter(Q(subject_id=ref) | Q(subject_id__startswith=f"{ref}/"))
            .exists()
        )
    return rows.filter(action__startswith=f"{kind}.").exists()


def since_sequence(project: ProjectLike, after: int, kinds: Sequence[str], *, most: int = 500) -> list[Entry]:
    """The newest entries after a sequence number about subjects of these kinds. One query."""
    return _newest(Entry.objects.filter(stream=project.uid, subject_kind__in=kinds), after, most)


def search(
    project: ProjectLike,
    *,
    action: str = "",
    subject: str = "",
    actor: str = "",
    before: int | None = None,
    most: int = 50,
) -> list[Entry]:
    """The newest entries of an action (its code) whose subject and actor contain these words. One query."""
    rows = Entry.objects.filter(stream=project.uid)
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    if action:
        rows = rows.filter(action=action)
    if subject:
        named = Q(subject_text__icontains=subject) | Q(subject_id__icontains=subject) | Q(subject_kind=subject)
        rows = rows.filter(named)
    if actor:
        rows = rows.filter(actor_name__icontains=actor)
    return list(rows.order_by("-sequence")[:most])


def verify(project: ProjectLike, anchors: Sequence[Anchor] = ()) -> Examination:
    """Walk the project's whole ledger. What others append meanwhile is left to the next walk."""
    head = head_of(project)
    found = examine(entries_of(project, until=head.sequence), lambda: head, anchors)
    beyond = _beyond_head(project)
    if found.ok and beyond:
        sentence = f"Entry {beyond} stands after the end that the head says: it was put in."
        return replace(found, flaw=Flaw("inserted", beyond, sentence))
    return found


def _beyond_head(project: ProjectLike) -> int | None:
    """The first entry after the head. Asked in one statement, so that nobody can append in between."""
    head = Head.objects.filter(stream=project.uid).values("sequence")
    rows = Entry.objects.filter(stream=project.uid, sequence__gt=Coalesce(Subquery(head), 0))
    return rows.order_by("sequence").values_list("sequence", flat=True).first()
