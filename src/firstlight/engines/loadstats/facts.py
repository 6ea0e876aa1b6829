"""What is known of one run of a load tool, whatever tool it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from firstlight.engines.loadstats.distribution import Distribution
from firstlight.engines.loadstats.patterns import matches

VERSION = 1

#: What is told of every label and of every stretch of time.
PERCENTILES = (50.0, 90.0, 95.0, 99.0)


@dataclass(frozen=True, slots=True)
class Moment:
    """What one label did in one stretch of the run. `percentiles` are milliseconds by percent; empty without samples.

    `samples` and `errors` are None where the file does not say them by time.
    """

    samples: int | None
    errors: int | None
    percentiles: Mapping[float, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the run: from when, how long in seconds, how many users there were at most (None: not said)."""

    start: datetime
    seconds: float
    users: int | None = None

    def __post_init__(self) -> None:
        if self.start.tzinfo is None:
            raise ValueError("an instant carries its zone")
        if self.seconds <= 0:
            raise ValueError(f"a stretch of {self.seconds} s is none")


@dataclass(frozen=True, slots=True)
class Label:
    """One kind of request, by the name the tool has for it, or the whole run.

    Durations are milliseconds, `throughput` is samples a second over the whole run. What the file does not say is
    None. `distribution` is there where the file holds single samples (or counts of each value); else `told` are the
    percentiles that the tool computed itself, by percent. A `part` sums up others or lies within them (transactions,
    nested samples, custom timings) and is not in the whole. `moments` go with the stretches of the run.
    """

    name: str
    samples: int | None = None
    errors: int | None = None
    distribution: Distribution | None = None
    told: Mapping[float, float] = field(default_factory=dict)
    mean: float | None = None
    least: float | None = None
    most: float | None = None
    throughput: float | None = None
    part: bool = False
    moments: tuple[Moment, ...] = ()

    def __post_init__(self) -> None:
        for words, number in (("samples", self.samples), ("errors", self.errors)):
            if number is not None and number < 0:
                raise ValueError(f"{number} {words} cannot be")

    def percentile(self, percent: float) -> float | None:
        """Milliseconds that so many of 100 samples did not exceed; None where nothing in the file says it."""
        if self.distribution is not None:
            return self.distribution.percentile(percent)
        return self.told.get(percent)

    @property
    def error_share(self) -> float | None:
        """Errors of samples, from 0 to 1; None where either is not known."""
        return self.errors / self.samples if self.samples and self.errors is not None else None


@dataclass(frozen=True, slots=True)
class Run:
    """What one file of a load tool says.

    `whole` is over all samples that are no parts of others; `labels` are in the order of their names. `seconds` is how
    long it ran, `users` how many there were at once at most. `stretches` cut it into pieces of one length where that
    was asked for and the file has times. `warnings` are sentences.
    """

    whole: Label
    labels: tuple[Label, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    seconds: float | None = None
    users: int | None = None
    stretches: tuple[Stretch, ...] = ()
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ValueError("a run cannot end before it starts")
        if len({(label.name, label.part) for label in self.labels}) < len(self.labels):
            raise ValueError("every label stands once")
        for label in (self.whole, *self.labels):
            if label.moments and len(label.moments) != len(self.stretches):
                raise ValueError(f"“{label.name}” needs one moment for every stretch")

    @property
    def from_samples(self) -> bool:
        """Whether percentiles are computed here, from samples, and not by the tool."""
        return self.whole.distribution is not None

    @property
    def error(self) -> float:
        """By what share of it a percentile may be off: 0 where all values were kept."""
        known = [one.distribution.error for one in (self.whole, *self.labels) if one.distribution]
        return max(known, default=0.0)

    def matching(self, pattern: str) -> tuple[Label, ...]:
        """The labels that a pattern names: `*` is any text, `?` one letter; case does not matter."""
        return tuple(label for label in self.labels if matches(pattern, label.name))
