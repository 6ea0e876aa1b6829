"""Whether interfaces were tried as they will be used: with a pattern that fits, near their peak, and cut off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from firstlight.testing.naming import loose

#: So many of a hundred messages of the busiest hour are near the peak.
NEAR_PEAK = 90

#: What an outage has to say, by key, as a person would ask.
OUTAGE = {
    "happened": "what happened",
    "told": "how users were told",
    "seen": "what users saw",
    "plan": "what is done until the system is back",
}
#: Codes of what is not known, rather than not done.
SILENT = frozenset({"no-pattern", "no-peak"})


@dataclass(frozen=True, slots=True)
class Tried:
    """What was written down of one interface. `production` says that the cycle it was tried in runs in production."""

    review: str = ""
    reviewed_by: str = ""
    reviewed_on: date | None = None
    reviewed_pattern: str = ""
    review_result: str = ""
    peak_reached: int | None = None
    peak_on: date | None = None
    outage_on: date | None = None
    outage: Mapping[str, str] = field(default_factory=dict)
    cycle: str = ""
    production: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """What the record of the outage does not say, by key."""
        return tuple(key for key in OUTAGE if not self.outage.get(key))


@dataclass(frozen=True, slots=True)
class InterfaceFacts:
    """An integration in scope and what was tried of it. A peak of 0 says that it has none."""

    ref: str
    title: str
    system: str = ""
    pattern: str = ""
    peak: int | None = None
    critical: bool = False
    owner: str = ""
    tried: Tried = field(default_factory=Tried)

    @property
    def text(self) -> str:
        """I-03 Bank statements."""
        return f"{self.ref} {self.title}"

    @property
    def share(self) -> int | None:
        """How much of its peak was run, of a hundred; None where one of the two is not known."""
        return self.tried.peak_reached * 100 // self.peak if self.peak and self.tried.peak_reached is not None else None


def pattern_gap(one: InterfaceFacts, today: date) -> str:
    """Why its pattern is not known to fit, as a code; "" where it is."""
    tried = one.tried
    if not one.pattern and not tried.reviewed_pattern:
        return "no-pattern"
    if not tried.review:
        return "not-reviewed"
    if not tried.reviewed_on or not tried.reviewed_by:
        return "review-unsigned"
    if tried.reviewed_on > today:
        return "review-ahead"
    if tried.review != "fits":
        return "in-doubt" if tried.review == "doubt" else "to-change"
    changed = tried.reviewed_pattern and one.pattern and loose(tried.reviewed_pattern) != loose(one.pattern)
    return "pattern-changed" if changed else ""


def peak_gap(one: InterfaceFacts, today: date) -> str:
    """Why it is not shown to bear its peak, as a code; "" where it is, or where it has none."""
    tried = one.tried
    if one.peak == 0:
        return ""
    if one.peak is None:
        return "no-peak"
    if tried.peak_reached is None:
        return "not-run"
    if tried.peak_on is None:
        return "undated"
    if tried.peak_on > today:
        return "run-ahead"
    if tried.production:
        return "in-production"
    return "" if (one.share or 0) >= NEAR_PEAK else "below-peak"


def outage_gap(one: InterfaceFacts, today: date) -> str:
    """Why it is not known what its outage means, as a code; "" where it is."""
    tried = one.tried
    if tried.outage_on is None:
        return "not-simulated"
    if tried.outage_on > today:
        return "outage-ahead"
    if tried.production:
        return "in-production"
    return "outage-unsaid" if tried.missing else ""


#: The nearer to done, the later: of the interfaces of one system the best speaks for it.
_OUTAGE_ORDER = ("not-simulated", "outage-ahead", "in-production", "outage-unsaid", "")


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """An external system with the interfaces to it. `gap` is that of the interface with which its outage is shown."""

    name: str
    shown_by: InterfaceFacts
    gap: str
    interfaces: tuple[InterfaceFacts, ...]

    @property
    def critical(self) -> bool:
        """Whether one of its interfaces is of high criticality."""
        return any(one.critical for one in self.interfaces)


def systems_of(interfaces: Iterable[InterfaceFacts], today: date) -> list[SystemFacts]:
    """The external systems, in the order of their interfaces. An interface without one is a system of its own."""
    by_name: dict[str, list[InterfaceFacts]] = {}
    for one in interfaces:
        by_name.setdefault(loose(one.system) or one.ref, []).append(one)
    return [_system(same, today) for same in by_name.values()]


def _system(same: Sequence[InterfaceFacts], today: date) -> SystemFacts:
    best = max(same, key=lambda one: _OUTAGE_ORDER.index(outage_gap(one, today)))
    return SystemFacts(same[0].system or same[0].title, best, outage_gap(best, today), tuple(same))
