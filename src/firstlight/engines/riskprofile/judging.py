"""Each factor judged, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from firstlight.engines.riskprofile.facts import Facts, Thresholds


class Level(StrEnum):
    """How much risk. What is unknown weighs as much as high until somebody says."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    UNKNOWN = "unknown"


POINTS = {Level.LOW: 0, Level.MEDIUM: 1, Level.HIGH: 2, Level.UNKNOWN: 2}
#: Points of a customisation by its size; nobody said: as a medium one. An ISV solution counts as a small one.
SIZES = {"small": 1, "medium": 2, "large": 4, "unsized": 2, "isv": 1}


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor: its level, the sentence why, the refs of the thresholds it was held against, and its source."""

    ref: str
    title: str
    level: Level
    sentence: str
    thresholds: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """0 for low, 1 for medium, 2 for high and for unknown."""
        return POINTS[self.level]


@dataclass(frozen=True, slots=True)
class Profile:
    """All factors and the level that follows from them, never unknown, with the sentence why."""

    level: Level
    sentence: str
    factors: tuple[Factor, ...]


def customisation_points(facts: Facts) -> int:
    """Customisations weighed by their size, and ISV solutions."""
    return sum(points * getattr(facts, size) for size, points in SIZES.items())


def place_points(facts: Facts) -> int:
    """Every country, legal entity, time zone and language beyond the first."""
    counts = (facts.countries, facts.legal_entities, facts.time_zones, facts.languages)
    return sum(max(count - 1, 0) for count in counts)


def profile(facts: Facts, limits: Thresholds) -> Profile:
    """The levels of all factors, and of the go-live. More of anything never gives a lower level."""
    factors = (
        _approach(facts),
        _counted("processes", "Processes", facts.processes, limits, f"{_many(facts.processes, 'process', 'processes')} "
                 f"{'starts' if facts.processes == 1 else 'start'} on the first day."),
        _customisation(facts, limits),
        _integrations(facts, limits),
        _peak(facts, limits),
        _users(facts, limits),
        _places(facts, limits),
    )  # fmt: skip
    by_ref = {one.ref: one for one in factors}
    points = sum(one.points for one in factors)
    heavy = by_ref["approach"].points == 2 and max(by_ref["customisation"].points, by_ref["integrations"].points) == 2
    told = f"{points} of {2 * len(factors)} points"
    if heavy:
        sentence = f"All at once, with much that is customised or integrated: high whatever the rest says ({told})."
        return Profile(Level.HIGH, sentence, factors)
    level = _level(points, limits["overall.medium"], limits["overall.high"])
    scale = f"medium from {limits['overall.medium']}, high from {limits['overall.high']}"
    return Profile(level, f"The factors add up to {told}; {scale}.", factors)


def _level(value: int, medium: int, high: int) -> Level:
    return Level.HIGH if value >= high else Level.MEDIUM if value >= medium else Level.LOW


def _counted(ref: str, title: str, value: int, limits: Thresholds, sentence: str) -> Factor:
    names = (f"{ref}.medium", f"{ref}.high")
    return Factor(ref, title, _level(value, limits[names[0]], limits[names[1]]), sentence, names)


def _approach(facts: Facts) -> Factor:
    if facts.approach == "phased":
        more = _many(facts.later_rollouts, "later rollout takes", "later rollouts take")
        sentence = f"The go-live is phased: {more} part of the load." if facts.later_rollouts else "It is phased."
        return Factor("approach", "Approach", Level.LOW, sentence)
    if facts.approach == "big-bang":
        return Factor("approach", "Approach", Level.HIGH, "Everything starts on one day, so it can fail on one day.")
    sentence = "Nobody said whether it goes live all at once or in phases; until then it weighs as all at once."
    return Factor("approach", "Approach", Level.UNKNOWN, sentence)


def _customisation(facts: Facts, limits: Thresholds) -> Factor:
    sentence = (
        f"Customisations: {facts.small:,} small, {facts.medium:,} medium, {facts.large:,} large, "
        f"{facts.unsized:,} of unknown size; ISV solutions: {facts.isv:,}. Points: {customisation_points(facts):,}."
    )
    return _counted("customisation", "Customisation", customisation_points(facts), limits, sentence)


def _integrations(facts: Facts, limits: Thresholds) -> Factor:
    points = facts.integrations + facts.critical
    sentence = (
        f"{_many(facts.integrations, 'integration', 'integrations')}, {facts.critical} of high criticality, which "
        f"count twice: {_many(points, 'point', 'points')}."
    )
    return _counted("integrations", "Integrations", points, limits, sentence)


def _peak(facts: Facts, limits: Thresholds) -> Factor:
    found = _counted("peak", "Peak load", facts.peak, limits, f"The busiest hour carries {facts.peak:,} messages.")
    if not facts.integrations:
        return _counted("peak", "Peak load", facts.peak, limits, "No integration carries a load.")
    if facts.without_peak and found.level is not Level.HIGH:
        sentence = f"The peak of {_many(facts.without_peak, 'integration', 'integrations')} is not known."
        return Factor("peak", "Peak load", Level.UNKNOWN, sentence, found.thresholds)
    return found


def _users(facts: Facts, limits: Thresholds) -> Factor:
    if facts.users is None:
        sentence = "Nobody said how many people start on the first day; until then it weighs as high."
        return Factor("users", "Users at go-live", Level.UNKNOWN, sentence, ("users.medium", "users.high"))
    sentence = f"{_many(facts.users, 'person starts', 'people start')} on the first day."
    return _counted("users", "Users at go-live", facts.users, limits, sentence)


def _places(facts: Facts, limits: Thresholds) -> Factor:
    points = place_points(facts)
    if not any((facts.countries, facts.legal_entities)):
        sentence = "No rollout says in which countries and companies it goes live."
        return Factor("places", "Places", Level.UNKNOWN, sentence, ("places.medium", "places.high"))
    sentence = (
        f"Countries: {facts.countries:,}, legal entities: {facts.legal_entities:,}, time zones: {facts.time_zones:,}, "
        f"languages: {facts.languages:,}; each beyond the first is a point: {points:,}."
    )
    return _counted("places", "Places", points, limits, sentence)


def _many(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
