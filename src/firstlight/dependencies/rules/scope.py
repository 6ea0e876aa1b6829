"""What of the scope a dependency holds up, and whether what is delivered is what the scope needs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from firstlight.contracts.standing import Status
from firstlight.dependencies.rules.standing import GOOD, DependencyFacts, Opinion, day
from firstlight.kernel.canonical import canonical

#: So many things are named in a sentence.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """Something of the scope that waits for a dependency. `kind` is that of its records, such as integration."""

    kind: str
    ref: str
    title: str
    in_scope: bool = True
    facts: str = ""

    @property
    def text(self) -> str:
        """I-07 Warehouse scanners."""
        return f"{self.ref} {self.title}"


@dataclass(frozen=True, slots=True)
class MatchFacts:
    """What was found when a delivery was compared with the scope. `seen` is the digest of both as they were then."""

    match: str
    compared_on: date | None
    seen: str
    today: str


def named(hits: Sequence[Hit]) -> str:
    """I-07 Warehouse scanners, P-03 Mobile app and 2 more."""
    parts = [one.text for one in hits[:_NAMED]]
    if len(hits) > _NAMED:
        return f"{', '.join(parts)} and {len(hits) - _NAMED} more"
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""


def held_up(hits: Iterable[Hit]) -> str:
    """The sentence that follows a slip: what waits for it; "" where nothing of the scope is named."""
    waiting = [one for one in hits if one.in_scope]
    if not waiting:
        return ""
    return f"{named(waiting)} {'waits' if len(waiting) == 1 else 'wait'} for it."


def digest_of(title: str, commitment: str, hits: Iterable[Hit]) -> str:
    """The digest of what is delivered and of what needs it, as far as a comparison looks at it."""
    lines = sorted([one.kind, one.ref, one.title, one.in_scope, one.facts] for one in hits)
    return hashlib.sha256(canonical([title, commitment, lines]).encode()).hexdigest()


def fits_scope(one: DependencyFacts, hits: Sequence[Hit], found: MatchFacts) -> Opinion:
    """Whether what is delivered was found to be what the scope needs, and nothing of either has changed since."""
    if not hits:
        return Opinion(Status.UNKNOWN, f"{one.text} does not name what of the scope needs it.")
    if not any(hit.in_scope for hit in hits):
        return Opinion(Status.UNMET, f"{one.text} is in scope, but what needs it is not: {named(hits)}.")
    if found.match == "differs":
        return Opinion(Status.UNMET, f"What {one.name} delivers with {one.text} differs from what the scope needs.")
    if not found.match:
        return Opinion(Status.UNKNOWN, f"Nobody has held what {one.name} delivers with {one.text} against the scope.")
    if found.seen and found.seen != found.today:
        when = f" on {day(found.compared_on)}" if found.compared_on else ""
        return Opinion(
            Status.UNKNOWN,
            f"{one.text} was held against the scope{when}; what is delivered, or what needs it, has changed since.",
        )
    return GOOD
