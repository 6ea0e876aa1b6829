"""How entries are chained, and how a chain is examined. Pure: works on a database's rows and on an export alike."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

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
        body = asdict(self)
        del body["digest"]
        return hashlib.sha256(canonical({"form": FORM, **body}).encode()).hexdigest()


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
    entries: Iterable[EntryFacts], head: Callable[[], HeadFacts | None], anchors: Sequence[Anchor] = ()
) -> Examination:
    """Walk a chain in its stored order and compare its end with the head and with earlier anchors.

    `head` is asked after the last entry, because a file ends with it; None means that the file just stops.

    Without an anchor a chain proves that nothing inside it was touched. That its tail is whole, that the whole
    database is not yesterday's, and that it was not rewritten from the start, only an anchor kept elsewhere proves.
    """
    wanted = {anchor.sequence: anchor for anchor in anchors}
    previous, count = FIRST, 0
    for entry in entries:
        flaw = _flaw_of(entry, count + 1, previous)
        if flaw is None and (anchor := wanted.get(entry.sequence)) and anchor.digest != entry.digest:
            flaw = Flaw(
                "rewritten",
                entry.sequence,
                f"Entry {entry.sequence} is not the one that was anchored on {anchor.at:%Y-%m-%d %H:%M %Z}: "
                "the chain was written anew.",
            )
        if flaw:
            return Examination(count, previous, flaw)
        previous, count = entry.digest, entry.sequence
    return Examination(count, previous, _flaw_at_the_end(count, previous, head(), anchors))


def _flaw_of(entry: EntryFacts, expected: int, previous: str) -> Flaw | None:
    if entry.sequence > expected:
        gap = f"Entry {expected} is missing: after {expected - 1} comes {entry.sequence}."
        return Flaw("deleted", expected, gap)
    if entry.sequence < expected:
        return Flaw("reordered", entry.sequence, f"Entry {entry.sequence} stands where {expected} is due.")
    if entry.computed() != entry.digest:
        sentence = f"Entry {entry.sequence} ({entry.label}) was changed after it was written."
        return Flaw("changed", entry.sequence, sentence)
    if entry.previous != previous:
        sentence = f"Entry {entry.sequence} does not follow entry {entry.sequence - 1}: one was put in or replaced."
        return Flaw("inserted", entry.sequence, sentence)
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
    if (head.sequence, head.digest) != (count, digest):
        return Flaw("inserted", count, f"The head says entry {head.sequence}, the entries end at {count}.")
    return None
