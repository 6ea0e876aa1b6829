"""What is asked of the performance of a solution: criteria with their units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from firstlight.engines.loadstats.facts import PERCENTILES


class Kind(StrEnum):
    """What a criterion is about."""

    PAGE_LOAD = "page-load"
    SEARCH = "search"
    THROUGHPUT = "throughput"
    USERS = "users"
    ERROR_RATE = "error-rate"
    STABILITY = "stability"
    SCALABILITY = "scalability"


#: How many milliseconds, seconds or parts of a whole one of a unit is. The first unit of a kind is the usual one.
_DURATIONS = {"s": 1000.0, "ms": 1.0, "min": 60_000.0}
_RATES = {"/s": 1.0, "/min": 1 / 60, "/h": 1 / 3600}
_SHARE = {"%": 0.01}
_USERS = {"users": 1.0}
UNITS: Mapping[Kind, Mapping[str, float]] = {
    Kind.PAGE_LOAD: _DURATIONS,
    Kind.SEARCH: _DURATIONS,
    Kind.THROUGHPUT: _RATES,
    Kind.USERS: _USERS,
    Kind.ERROR_RATE: _SHARE,
    Kind.STABILITY: {"%": 0.01, "h": 3600.0, "min": 60.0},
    Kind.SCALABILITY: _SHARE,
}
#: Units of an expected peak: users at once, or samples in a time.
PEAK_UNITS: Mapping[str, float] = {**_USERS, **_RATES}

_TIMES = frozenset({Kind.PAGE_LOAD, Kind.SEARCH, Kind.STABILITY, Kind.SCALABILITY})


@dataclass(frozen=True, slots=True)
class Criterion:
    """A target, in its unit.

    Durations (page load, search) and the error rate are at most the target; throughput and users at least. Stability
    is how much slower the end of the run may be than its beginning (%), or how long it has to go on (h, min).
    Scalability is how much slower the full load may be than half of it (%). `label` is a pattern of the tool's labels;
    "" is the whole run. `peak` is the load that is expected at the busiest time, in `peak_unit`.
    """

    ref: str
    title: str
    kind: Kind
    target: float
    unit: str
    label: str = ""
    percentile: float = 95.0
    peak: float | None = None
    peak_unit: str = "users"

    def __post_init__(self) -> None:
        if self.unit not in UNITS[self.kind]:
            raise ValueError(f"{self.kind} is measured in {', '.join(UNITS[self.kind])}, not in “{self.unit}”")
        if not isfinite(self.target) or self.target < 0:
            raise ValueError(f"a target is a number from 0 up, not {self.target}")
        if not 0 < self.percentile <= 100:
            raise ValueError(f"a percentile is a number up to 100, not {self.percentile}")
        if self.over_time and self.percentile not in PERCENTILES:
            raise ValueError(f"{self.kind} is measured at the percentile 50, 90, 95 or 99, not {self.percentile:g}")
        if self.peak is not None and (not isfinite(self.peak) or self.peak <= 0 or self.peak_unit not in PEAK_UNITS):
            raise ValueError(f"an expected peak is a number above 0 in {', '.join(PEAK_UNITS)}")

    @property
    def at_most(self) -> bool:
        """Whether less is better."""
        return self.kind not in (Kind.THROUGHPUT, Kind.USERS) and not self.is_length

    @property
    def is_length(self) -> bool:
        """Whether it asks how long the run went on."""
        return self.kind is Kind.STABILITY and self.unit != "%"

    @property
    def is_time(self) -> bool:
        """Whether it is judged by how long requests took."""
        return self.kind in _TIMES and not self.is_length

    @property
    def over_time(self) -> bool:
        """Whether it compares one time of the run with another."""
        return self.kind is Kind.SCALABILITY or (self.kind is Kind.STABILITY and self.unit == "%")

    @property
    def needs_stretches(self) -> bool:
        """Whether judging it needs the run cut into stretches."""
        return self.over_time or (self.peak is not None and self.peak_unit in _RATES)

    def in_unit(self, value: float) -> float:
        """Milliseconds, samples a second, users, a share or seconds as an amount of the unit of the target."""
        return value / UNITS[self.kind][self.unit]


def amount(value: float, unit: str, *, apart_from: float | None = None) -> str:
    """1,240 ms, 0.82 s, 35.9/s, 12 %: three significant digits, or as many as tell it from another amount."""
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    while apart_from is not None and digits < 9 and value != apart_from and round(value, digits) == apart_from:
        digits += 1
    number = f"{value:,.{digits}f}"
    return f"{number}{unit}" if unit.startswith("/") else f"{number} {unit}"
