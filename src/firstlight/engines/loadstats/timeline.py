"""Following labels through the time of a run, in stretches whose length adapts to how long it turns out to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from firstlight.engines.loadstats.distribution import COARSE_BITS, Distribution, error_of
from firstlight.engines.loadstats.facts import PERCENTILES, Moment, Stretch

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: A label is known by its name and whether it is a part of others.
Key = tuple[str, bool]


def instant(at: float) -> datetime:
    """The instant so many milliseconds after 1970."""
    return _EPOCH + timedelta(milliseconds=at)


@dataclass(slots=True)
class _Cell:
    """One label in one stretch: durations to 0.8 %."""

    samples: int = 0
    errors: int = 0
    counts: Counter[float] = field(default_factory=Counter)

    def take(self, other: _Cell) -> None:
        self.samples += other.samples
        self.errors += other.errors
        self.counts.update(other.counts)


Cells = dict[int, _Cell]


class Timeline:
    """Cuts a run into at most `stretches` pieces (and more than half as many) of a whole power of two of seconds.

    The pieces lie at multiples of their length, so that they do not depend on the order in which samples come.
    Beyond `cells` distinct durations by label and piece, only all labels together are followed.
    """

    def __init__(self, stretches: int, cells: int) -> None:
        self.width = 1000
        self.together = False
        self._stretches, self._most_cells = stretches, cells
        self._number = 0
        self._labels: dict[Key | None, Cells] = {}
        self._users: dict[int, int] = {}
        self._low = self._high = 0
        self._empty = True

    def count(self, label: Key, place: int, width: int, took: float, samples: int, errors: int) -> None:
        """So many samples of one near duration in the piece that begins `place` × `width` milliseconds after 1970."""
        place = self._fit(place, width)
        if self.together and label[1]:
            return
        cells = self._labels.setdefault(None if self.together else label, {})
        cell = cells.get(place)
        if cell is None:
            cell = cells[place] = _Cell()
        before = len(cell.counts)
        cell.samples += samples
        cell.errors += errors
        cell.counts[took] += samples
        self._number += len(cell.counts) - before
        if self._number > self._most_cells and not self.together:
            self._join()

    def saw_users(self, users: int, place: int, width: int) -> None:
        """So many users were there in the piece."""
        place = self._fit(place, width)
        self._users[place] = max(users, self._users.get(place, 0))

    def stretches(self) -> tuple[Stretch, ...]:
        """The pieces, without a gap between them."""
        return tuple(
            Stretch(instant(place * self.width), self.width / 1000, self._users.get(place)) for place in self._places()
        )

    def moments(self, labels: Iterable[Key], whole: bool = False) -> tuple[Moment, ...]:
        """What the labels did together in each piece; nothing when they were not followed."""
        if self.together and not whole:
            return ()
        keys: list[Key | None] = [None] if self.together else list(labels)
        found = [self._labels[key] for key in keys if key in self._labels]
        return tuple(_moment([cells[place] for cells in found if place in cells]) for place in self._places())

    def _places(self) -> range:
        return range(0) if self._empty else range(self._low, self._high + 1)

    def _fit(self, place: int, width: int) -> int:
        """The place in pieces of today's length, which doubles until all places fit."""
        while width < self.width:
            place, width = place // 2, width * 2
        while width > self.width:
            self._double()
        low, high = (place, place) if self._empty else (min(self._low, place), max(self._high, place))
        while high - low >= self._stretches:
            self._double()
            low, high, place = low // 2, high // 2, place // 2
        self._low, self._high, self._empty = low, high, False
        return place

    def _double(self) -> None:
        self.width *= 2
        self._low, self._high = self._low // 2, self._high // 2
        users, self._users = self._users, {}
        for place, number in users.items():
            self._users[place // 2] = max(number, self._users.get(place // 2, 0))
        self._labels = {key: _joined([cells], step=2) for key, cells in self._labels.items()}
        self._recount()

    def _join(self) -> None:
        """Follow all labels together from now on."""
        self.together = True
        self._labels = {None: _joined([cells for key, cells in self._labels.items() if key and not key[1]])}
        self._recount()

    def _recount(self) -> None:
        self._number = sum(len(cell.counts) for cells in self._labels.values() for cell in cells.values())


def _joined(every: Iterable[Cells], step: int = 1) -> Cells:
    joined: Cells = {}
    for cells in every:
        for place, cell in cells.items():
            joined.setdefault(place // step, _Cell()).take(cell)
    return joined


def _moment(cells: list[_Cell]) -> Moment:
    whole = _Cell()
    for cell in cells:
        whole.take(cell)
    if not whole.samples:
        return Moment(0, 0)
    spread = Distribution.counted(whole.counts, error=error_of(COARSE_BITS))
    told = {percent: spread.percentile(percent) for percent in PERCENTILES}
    return Moment(whole.samples, whole.errors, {percent: value for percent, value in told.items() if value is not None})
