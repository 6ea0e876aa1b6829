"""How long many requests took: their values in order, and percentiles of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import floor, frexp, isfinite, ldexp

#: Significant bits of a value that stands for all near it: within 0.4 % (8 bits) or 0.8 % (7 bits) of the true one.
FINE_BITS, COARSE_BITS = 8, 7


@dataclass(frozen=True, slots=True)
class Distribution:
    """Values in ascending order, each once, with how many samples are at or below it.

    Every value is the true one where `error` is 0; else it may differ from the true one by that share of it. Raises
    ValueError for values that are no finite numbers from 0 up, out of order, or without a count.
    """

    values: tuple[float, ...]
    upto: tuple[int, ...]
    error: float = 0.0

    def __post_init__(self) -> None:
        if len(self.values) != len(self.upto):
            raise ValueError("every value needs its count")
        if any(not isfinite(value) or value < 0 for value in self.values):
            raise ValueError("a duration is a finite number from 0 up")
        if any(left >= right for left, right in pairwise(self.values)):
            raise ValueError("values stand in ascending order, each once")
        if any(left >= right for left, right in pairwise((0, *self.upto))):
            raise ValueError("every value has at least one sample")

    @classmethod
    def counted(cls, counts: Mapping[float, int], *, error: float = 0.0) -> Distribution:
        """Of values with how often each was measured."""
        values = sorted(counts)
        return cls(tuple(values), tuple(accumulate(counts[value] for value in values)), error)

    @classmethod
    def of(cls, values: Iterable[float]) -> Distribution:
        """Of single values."""
        counts: dict[float, int] = {}
        for value in values:
            counts[value] = counts.get(value, 0) + 1
        return cls.counted(counts)

    @property
    def count(self) -> int:
        """How many samples there are."""
        return self.upto[-1] if self.upto else 0

    @property
    def mean(self) -> float | None:
        """The average of all samples; None without any."""
        if not self.values:
            return None
        before = (0, *self.upto)
        total = sum(
            value * (upto - earlier) for value, upto, earlier in zip(self.values, self.upto, before, strict=False)
        )
        return total / self.count

    def percentile(self, percent: float) -> float | None:
        """The value that so many of 100 samples do not exceed; None without samples.

        Linear interpolation between the two nearest samples, at the place (n - 1) × percent / 100 counted from 0: the
        default of numpy.percentile, to the last bit. Raises ValueError outside 0 to 100.
        """
        if not 0 <= percent <= 100:
            raise ValueError(f"a percentile is a number from 0 to 100, not {percent}")
        if not self.values:
            return None
        place = (self.count - 1) * (percent / 100)
        below = floor(place)
        low, high = self._at(below), self._at(min(below + 1, self.count - 1))
        share = place - below
        # Both forms are the same number but for its last bit; the second one never passes the upper sample.
        return low + (high - low) * share if share < 0.5 else high - (high - low) * (1 - share)

    def _at(self, place: int) -> float:
        """The sample at a place, counted from 0."""
        return self.values[bisect_right(self.upto, place)]


def near(value: float, bits: int) -> float:
    """The value that stands for all those near it: of so many significant bits, in the middle of its neighbours.

    Whole numbers that need no more bits are kept as they are.
    """
    if value < 1 << bits and value == int(value):
        return float(value)
    mantissa, exponent = frexp(value)
    return ldexp(floor(ldexp(mantissa, bits)) + 0.5, exponent - bits)


def error_of(bits: int) -> float:
    """By what share of the true value `near` may be off."""
    return 1 / (1 << bits)
