"""How entries are chained, and how a chain is examined. Pure: works on a database's rows and on an export alike."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Protocol

from firstlight.kernel.canonical import canonical

#: What the first entry of a stream follows.
FIRST = "0" * 64

#: Version of the hashed form; part of what is hashed.
FORM = 1


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """An entry without its database."""

    stream: str
    sequence: int
    at: datetime
    actor_kind: str
    actor_id: str
    actor_name: str
    action: str
    label: str
    subject_kind: str
    subject_id: str
    subject_text: str
    before: str | None
    after: str | None
    request_id: str
    previous: str
    digest: str = ""

    def computed(self) -> str:
        """The digest that follows from everything else: SHA-256 of the canonical JSON of all other fields."""
        body = {name: getattr(self, name) for name in _HASHED}
        return hashlib.sha256(canonical({"form": FORM, **body}).encode()).hexdigest()


_HASHED = tuple(one.name for one in fields(EntryFacts) if one.name != "digest")


class Link(Protocol):
    """As much of an entry as walking a chain needs; an exported line is one without being taken apart."""

    @property
    def sequence(self) -> int: ...
    @property
    def previous(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def label(self) -> str: ...
    def computed(self) -> str:
        """The digest that follows from everything else."""


@dataclass(frozen=True, slots=True)
class HeadFacts:
    """Where a stream ends."""

    sequence: int
    digest: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head that was kept elsewhere: what the stream looked like at some time."""

    stream: str
    sequence: int
    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a chain: a kind, the first bad sequence number, a sentence."""

    kind: str
    sequence: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Examination:
    """The result of walking a chain."""

    entries: int
    head: str
    flaw: Flaw | None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.flaw is None

    def document(self) -> dict[str, Any]:
        """As `firstlight ledger verify --json` prints it, without the schema."""
        return {
            "ok": self.ok,
            "entries": self.entries,
            "head": self.head,
            "problem": asdict(self.flaw) if self.flaw else None,
        }


def examine(
    entries: Iterable[Link], head: Callable[[], HeadFacts | None], anchors: Sequence[Anchor] = ()
) -> Examination:
    """Walk a chain in its stored order and compare its end with the head and with earlier anchors.

    `head` is asked after the last entry, because a file ends with it; None means that the file just stops.

    Without an anchor a chain proves that nothing inside it was touched. That its tail is whole, that the whole
    database is not yesterday's, and that it was not rewritten from the start, only an anchor kept elsewhere proves.
    """
    wanted: dict[int, list[Anchor]] = {}
    for anchor in anchors:
        wanted.setdefault(anchor.sequence, []).append(anchor)
    previous, count = FIRST, 0
    walk = iter(entries)
    for entry in walk:
        flaw = _flaw_of(entry, count + 1, previous, walk) or _flaw_by_anchors(entry, wanted.get(entry.sequence, ()))
        if flaw:
            return Examination(count, previous, flaw)
        previous, count = entry.digest, entry.sequence
    return Examination(count, previous, _flaw_at_the_end(count, previous, head(), anchors))


def _flaw_of(entry: Link, expected: int, previous: str, rest: Iterator[Link]) -> Flaw | None:
    if entry.sequence > expected:
        if any(later.sequence == expected for later in rest):
            return Flaw("reordered", expected, f"Entry {entry.sequence} stands where {expected} is due.")
        gap = f"Entry {expected} is missing: after {expected - 1} comes {entry.sequence}."
        return Flaw("deleted", expected, gap)
    if entry.sequence < expected:
        return Flaw("inserted", entry.sequence, f"There is a second entry {entry.sequence}: one of them was put in.")
    if entry.computed() != entry.digest:
        sentence = f"Entry {entry.sequence} ({entry.label}) was changed after it was written."
        return Flaw("changed", entry.sequence, sentence)
    if entry.previous != previous:
        sentence = f"Entry {entry.sequence} does not follow entry {entry.sequence - 1}: one was put in or replaced."
        return Flaw("inserted", entry.sequence, sentence)
    return None


def _flaw_by_anchors(entry: Link, anchors: Sequence[Anchor]) -> Flaw | None:
    for anchor in anchors:
        if anchor.digest != entry.digest:
            sentence = (
                f"Entry {entry.sequence} is not the one that was anchored on {anchor.at:%Y-%m-%d %H:%M %Z}: "
                "the chain was written anew."
            )
            return Flaw("rewritten", entry.sequence, sentence)
    return None


def _flaw_at_the_end(count: int, digest: str, head: HeadFacts | None, anchors: Sequence[Anchor]) -> Flaw | None:
    latest = max(anchors, key=lambda anchor: anchor.sequence, default=None)
    if head is None:
        return Flaw("cut-tail", count + 1, f"It stops after entry {count} without its closing line: the tail is gone.")
    if head.sequence > count:
        sentence = f"The last {head.sequence - count} entries are gone: the head says {head.sequence}."
        return Flaw("cut-tail", count + 1, sentence)
    if latest is not None and latest.sequence > count:
        return Flaw(
            "rolled-back",
            count + 1,
            f"The ledger ends at {count}, but {latest.sequence} was anchored on {latest.at:%Y-%m-%d %H:%M %Z}: "
            "entries were cut off or an older database was put back.",
        )
    if head.sequence < count:
        sentence = f"The head says entry {head.sequence}, but the entries end at {count}: some were put in."
        return Flaw("inserted", head.sequence + 1, sentence)
    if head.digest != digest:
        return Flaw("rewritten", count, f"Entry {count} is not the one that the head says: it was written anew.")
    return None
