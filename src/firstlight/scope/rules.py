"""Decisions on plain values: what a gap still lacks, and how a count of items is put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

DELIVERED, PARTIAL, MISSING, UNKNOWN = "delivered", "partial", "missing", ""
STATES = (DELIVERED, PARTIAL, MISSING, UNKNOWN)
GAPS = (PARTIAL, MISSING)
#: The heaviest first; without one it stands last.
WEIGHTS = ("high", "medium", "low")

#: A state as it stands beside an item. Not compared yet is never a pass.
WORDS: Mapping[str, str] = {
    DELIVERED: "Delivered",
    PARTIAL: "Partial",
    MISSING: "Missing",
    UNKNOWN: "Not compared yet",
}
#: What a gap needs, in words.
NEEDED: Mapping[str, str] = {
    "gap_priority": "a priority",
    "gap_risk": "a level of risk",
    "gap_owner": "an owner",
    "expected": "an expected date",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one item was held against what is delivered, and what is done about a gap."""

    delivered: str = UNKNOWN
    gap_priority: str = ""
    gap_risk: str = ""
    gap_owner: str = ""
    expected: date | None = None
    compared_on: date | None = None
    action: str = ""

    @property
    def is_gap(self) -> bool:
        """Whether something is missing, in part or altogether."""
        return self.delivered in GAPS

    def settled(self) -> Comparison:
        """The same, without what only a gap has where it is none."""
        if self.is_gap:
            return self
        return Comparison(self.delivered, compared_on=self.compared_on if self.delivered else None)


def lacking(one: Comparison) -> tuple[str, ...]:
    """What a gap still needs, each in words: a priority, a level of risk, an owner, an expected date."""
    if not one.is_gap:
        return ()
    return tuple(words for name, words in NEEDED.items() if not getattr(one, name))


def late(one: Comparison, today: date) -> bool:
    """Whether a gap is past the day on which it was to be closed."""
    return one.is_gap and one.expected is not None and one.expected < today


@dataclass(slots=True)
class Tally:
    """How many items there are in each state."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))

    def add(self, state: str, number: int = 1) -> None:
        """So many more in that state."""
        self.counts[state] += number

    def take_in(self, other: Tally) -> None:
        """All that another one counted, too."""
        for state, number in other.counts.items():
            self.counts[state] += number

    @property
    def total(self) -> int:
        """All items."""
        return sum(self.counts.values())

    @property
    def gaps(self) -> int:
        """Those that are partial or missing."""
        return sum(self.counts[state] for state in GAPS)

    @property
    def delivered(self) -> int:
        """Those that are there."""
        return self.counts[DELIVERED]

    @property
    def partial(self) -> int:
        """Those that are there in part."""
        return self.counts[PARTIAL]

    @property
    def missing(self) -> int:
        """Those that are not there."""
        return self.counts[MISSING]

    @property
    def unknown(self) -> int:
        """Those that nobody has compared yet."""
        return self.counts[UNKNOWN]

    @property
    def state(self) -> str:
        """The heaviest of the states: missing, not compared yet, partial, delivered."""
        return next((one for one in (MISSING, UNKNOWN, PARTIAL) if self.counts[one]), DELIVERED)

    def sentence(self) -> str:
        """Of 214 items in scope: 190 delivered, 12 partial, 3 missing, 9 not compared yet."""
        if not self.total:
            return "Nothing is in scope yet."
        whole = "1 item" if self.total == 1 else f"{self.total:,} items"
        told = f"{self.delivered:,} delivered, {self.partial:,} partial, {self.missing:,} missing"
        return f"Of {whole} in scope: {told}, {self.unknown:,} not compared yet."
