"""Gathering samples, one after the other or already counted, into the facts of a run. Memory stays bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from firstlight.engines.loadstats.distribution import COARSE_BITS, FINE_BITS, Distribution, error_of, near
from firstlight.engines.loadstats.facts import Label, Run
from firstlight.engines.loadstats.timeline import Key, Timeline, instant

#: The name under which labels beyond the bound are counted together.
OTHER = "(all other labels)"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is kept.

    `values` are distinct durations of all labels: beyond it, those of the labels with most of them are kept to 0.4 %.
    `stretches` is how many pieces a run is cut into at most. `cells` are distinct durations by label and piece: beyond
    it only the whole run is followed over time.
    """

    values: int = 400_000
    labels: int = 1_000
    stretches: int = 24
    cells: int = 400_000


@dataclass(slots=True)
class _Kept:
    """What is gathered of one label. `judged` is of how many samples the file says how they ended."""

    key: Key
    samples: int = 0
    errors: int = 0
    judged: int = 0
    counts: dict[float, int] = field(default_factory=dict)
    folded: bool = False


class Recorder:
    """Takes samples in any order; `run` gives the facts.

    Durations are milliseconds from 0 up, instants milliseconds since 1970. `failed` is None where the file does not
    say how a sample ended. A `part` sums up others or lies within them, and is not counted in the whole.
    """

    def __init__(self, *, over_time: bool = False, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self.timeline = Timeline(self.bounds.stretches, self.bounds.cells) if over_time else None
        self.first: float | None = None
        self.last: float | None = None
        self.users: int | None = None
        self._labels: dict[Key, _Kept] = {}
        self._values = 0
        self._pooled: set[str] = set()

    def add(
        self, label: str, took: float, failed: bool | None, *, at: float | None = None, end: float | None = None,
        users: int | None = None, part: bool = False,
    ) -> None:  # fmt: skip
        """One sample that started `at` an instant and ended at another; instants are left out where nobody knows."""
        self.count(label, took, failed, 1, part=part)
        if at is not None:
            self.span(at, at if end is None else end)
            if self.timeline:
                self.count_at(label, int(at // 1000), 1000, near(took, COARSE_BITS), 1, int(bool(failed)), part=part)
        if users is not None:
            self.saw_users(users, at)

    def count(self, label: str, took: float, failed: bool | None, samples: int, *, part: bool = False) -> None:
        """So many samples of one label and one duration."""
        kept = self._labels.get((label, part)) or self._kept(label, part)
        kept.samples += samples
        if failed is not None:
            kept.judged += samples
            kept.errors += samples if failed else 0
        value = near(took, FINE_BITS) if kept.folded else took
        known = kept.counts.get(value)
        kept.counts[value] = samples if known is None else known + samples
        if known is None:
            self._values += 1
            while self._values > self.bounds.values and self._fold():
                pass

    def count_all(self, label: str, counts: dict[float, int], failed: bool | None, *, part: bool = False) -> None:
        """Samples of one label by their durations. The recorder may keep the dictionary as its own."""
        kept = self._kept(label, part)
        if kept.counts or self._values + len(counts) > self.bounds.values:
            for took, samples in counts.items():
                self.count(label, took, failed, samples, part=part)
            return
        kept.counts = counts
        self._values += len(counts)
        kept.samples = sum(counts.values())
        if failed is not None:
            kept.judged = kept.samples
            kept.errors = kept.samples if failed else 0

    def count_at(
        self, label: str, place: int, width: int, took: float, samples: int, errors: int, *, part: bool = False
    ) -> None:
        """So many samples in the piece of time that begins `place` × `width` milliseconds after 1970.

        `took` is a near value of 7 bits. What is counted here is counted by `count` as well.
        """
        if self.timeline:
            self.timeline.count(self._kept(label, part).key, place, width, took, samples, errors)

    def failed(self, label: str, errors: int, judged: int, *, part: bool = False) -> None:
        """Errors that the file counts apart from the samples: so many of so many."""
        kept = self._kept(label, part)
        kept.errors += errors
        kept.judged += judged

    def span(self, first: float, last: float) -> None:
        """Something happened from one instant to another."""
        self.first = first if self.first is None else min(first, self.first)
        self.last = last if self.last is None else max(last, self.last)

    def saw_users(self, users: int, at: float | None = None) -> None:
        """So many users were there, at an instant."""
        self.users = users if self.users is None else max(users, self.users)
        if self.timeline and at is not None:
            self.timeline.saw_users(users, int(at // 1000), 1000)

    @property
    def samples(self) -> int:
        """How many samples there are so far, parts included."""
        return sum(kept.samples for kept in self._labels.values())

    @property
    def parts(self) -> int:
        """How many of them are parts."""
        return sum(kept.samples for kept in self._labels.values() if kept.key[1])

    def run(self, warnings: Iterable[str] = ()) -> Run:
        """The facts. The recorder is spent afterwards."""
        seconds = (self.last - self.first) / 1000 if self.first is not None and self.last is not None else None
        every = sorted(self._labels.values(), key=lambda kept: (kept.key[0].casefold(), *kept.key))
        # Where everything is a part (only transactions were saved), the parts are the whole.
        plain = [kept for kept in every if not kept.key[1]] or every
        return Run(
            self._label("", plain, seconds),
            tuple(self._label(kept.key[0], [kept], seconds) for kept in every),
            None if self.first is None else instant(self.first),
            None if self.last is None else instant(self.last),
            seconds,
            self.users,
            self.timeline.stretches() if self.timeline else (),
            (*warnings, *self._sentences()),
        )

    def _kept(self, name: str, part: bool) -> _Kept:
        kept = self._labels.get((name, part))
        if kept is None:
            if len(self._labels) >= self.bounds.labels:
                if len(self._pooled) < self.bounds.values:
                    self._pooled.add(name)
                name = OTHER
            kept = self._labels.setdefault((name, part), _Kept((name, part)))
        return kept

    def _fold(self) -> bool:
        """Keep the durations of the label with most of them to 0.4 %. False where all are kept so already."""
        open_ones = [kept for kept in self._labels.values() if not kept.folded]
        if not open_ones:
            return False
        kept = max(open_ones, key=lambda one: len(one.counts))
        before = len(kept.counts)
        kept.counts, kept.folded = dict(_merged([kept.counts], FINE_BITS)), True
        self._values -= before - len(kept.counts)
        return True

    def _label(self, name: str, kept: Sequence[_Kept], seconds: float | None) -> Label:
        bits = FINE_BITS if any(one.folded for one in kept) else 0
        counts = kept[0].counts if len(kept) == 1 else _merged([one.counts for one in kept], bits)
        spread = Distribution.counted(counts, error=error_of(bits) if bits else 0.0)
        samples, judged = sum(one.samples for one in kept), sum(one.judged for one in kept)
        return Label(
            name,
            samples,
            sum(one.errors for one in kept) if judged else None,
            spread,
            mean=spread.mean,
            least=spread.values[0] if spread.values else None,
            most=spread.values[-1] if spread.values else None,
            throughput=samples / seconds if seconds else None,
            part=bool(name) and kept[0].key[1],
            moments=self.timeline.moments([one.key for one in kept], whole=not name) if self.timeline else (),
        )

    def _sentences(self) -> Iterator[str]:
        """What had to be given up."""
        if self._pooled:
            yield (
                f"There are more than {self.bounds.labels:,} labels; the others are counted together as {OTHER}. Give "
                "requests a name in the script where their addresses differ each time."
            )
        if any(kept.folded for kept in self._labels.values()):
            yield (
                f"There are more than {self.bounds.values:,} different durations, so some are kept to "
                f"{error_of(FINE_BITS):.1%} of themselves; percentiles are as exact as that."
            )
        if self.timeline and self.timeline.together:
            yield "There are too many labels to follow each of them over time; only the whole run is."


def _merged(every: Iterable[dict[float, int]], bits: int) -> Counter[float]:
    """Counts of several labels in one, kept to so many bits (0: as they are)."""
    merged: Counter[float] = Counter()
    for counts in every:
        for value, number in counts.items():
            merged[near(value, bits) if bits else value] += number
    return merged
