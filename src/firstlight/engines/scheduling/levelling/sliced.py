"""Many schedules at once: a moment is a bit of a word, an amount is slices of bits.

What is free of a resource is a number at each moment. Its lowest bits at 64 moments are one word, its next bits
another. A subtraction on paper, slice by slice, then says of 64 moments, all resources and thousands of schedules where
a task fits. It gives what `serial` gives for the same orders, in a seventh of the time, where moments are few enough.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from firstlight.engines.scheduling.levelling.problem import Problem
from firstlight.engines.scheduling.levelling.serial import Matrix

#: Of each resource and schedule, a bit for each of 64 moments.
Words = NDArray[np.uint64]
_WORD = 64
_ONE, _ALL, _LAST = np.uint64(1), np.uint64(0xFFFF_FFFF_FFFF_FFFF), np.uint64(_WORD - 1)
#: Words of one schedule in all slices of all resources, beyond which one after the other is as fast.
_MOST_WORDS = 300
#: About how long one task of one schedule takes, in nanoseconds: at least, and for each word. Measured.
_AT_LEAST, _EACH = 120.0, 3.5


class SlicedBuilder:
    """Builds schedules of one problem that end before `horizon`, which is made whole words.

    A schedule that is longer has an end at `horizon` or after it, and what starts there is wrong: it is left out.
    """

    def __init__(self, problem: Problem, horizon: int) -> None:
        self.problem = problem
        self.horizon = whole_words(horizon)
        self.words = self.horizon // _WORD
        self.durations = np.array(problem.durations, np.int64)
        self.release = np.array(problem.release, np.int64)
        self.slices = max(problem.capacity, default=0).bit_length()
        taken = [
            demand if lasts else (0,) * len(demand)
            for demand, lasts in zip(problem.demands, problem.durations, strict=True)
        ]
        self.demands = self._sliced(np.array(taken, np.int64).T)
        self.capacity = self._sliced(np.array(problem.capacity, np.int64))
        self._wait()
        self._overlay()
        # The bits before a moment, for all moments that a start or an end may be at.
        far = self.horizon + int(self.durations.max(initial=0))
        before = np.arange(far + 1) - _WORD * np.arange(self.words)[:, None]
        self.before = np.where(before >= _WORD, _ALL, (_ONE << np.clip(before, 0, _WORD - 1).astype(np.uint64)) - _ONE)

    @property
    def nanoseconds(self) -> float:
        """About how long one schedule takes."""
        return self.problem.size * (_AT_LEAST + _EACH * self.slices * self.words * len(self.problem.capacity))

    def build(self, orders: Matrix) -> Matrix:
        """Starts, a column for each column of `orders`, in which each task stands after all it waits for."""
        size, many = orders.shape
        starts = np.zeros((size + 1, many), np.int64)
        flat, columns = starts.reshape(-1), np.arange(many)
        free = np.empty((self.slices, self.words, len(self.problem.capacity), many), np.uint64)
        free[:] = self.capacity[:, None, :, None]
        left = np.empty_like(free)
        for tasks in orders:
            at = self.release[tasks]
            for others, gaps in zip(self.others, self.gaps, strict=True):
                at = np.maximum(at, flat[others[tasks] * many + columns] + gaps[tasks])
            np.minimum(at, self.horizon, out=at)
            first = min(int(at.min(initial=0)) // _WORD, self.words - 1)
            fits = self._fits(free[:, first:], left[:, first:], tasks)
            fits &= ~self.before[first:].take(at, axis=1)
            lasts = self.durations[tasks]
            start = np.where(lasts > 0, first * _WORD + _lowest(fits), at)
            flat[tasks * many + columns] = start
            during = self.before[first:].take(start + lasts, axis=1) ^ self.before[first:].take(start, axis=1)
            # What is left where the task is, what was free elsewhere.
            taken = left[:, first:]
            taken ^= free[:, first:]
            taken &= during[:, None]
            free[:, first:] ^= taken
        found: Matrix = starts[:-1]
        return found

    def _fits(self, free: Words, left: Words, tasks: Matrix) -> Words:
        """The moments at which a task may start, by what is free from then on; `left` is what then is left."""
        demand = self.demands.take(tasks, axis=2)
        lacking, changed = np.zeros(free.shape[1:], np.uint64), np.empty(free.shape[1:], np.uint64)
        for held, asked, after in zip(free, demand, left, strict=True):
            np.bitwise_xor(held, asked, out=after)
            np.bitwise_xor(lacking, asked, out=changed)
            np.bitwise_and(changed, after, out=changed)
            np.bitwise_xor(after, lacking, out=after)
            np.bitwise_xor(lacking, changed, out=lacking)
        fits: Words = ~np.bitwise_or.reduce(lacking, axis=1)
        for shifts in self.shifts:
            by = shifts[tasks]
            later = fits >> by
            later[:-1] |= (fits[1:] << _ONE) << (_LAST - by)
            fits &= later
        return fits

    def _sliced(self, amounts: Matrix) -> Words:
        """For each slice, all bits where the amount has this bit."""
        return np.array([np.where(amounts >> one & 1, _ALL, np.uint64(0)) for one in range(self.slices)], np.uint64)

    def _wait(self) -> None:
        """Whom each task waits for; who waits for fewer than others waits besides for nobody, who starts at 0."""
        size, waits = self.problem.size, self.problem.waits
        most = max(map(len, waits), default=0)
        self.others = np.full((most, size), size, np.int64)
        self.gaps = np.zeros((most, size), np.int64)
        for task, own in enumerate(waits):
            for place, (other, gap) in enumerate(own):
                self.others[place, task], self.gaps[place, task] = other, gap

    def _overlay(self) -> None:
        """By how much bits are laid over each other until each stands for as many moments as a task lasts."""
        ways: list[list[int]] = []
        for lasts in self.problem.durations:
            way, covered = [], 1
            while covered < lasts:
                way.append(min(covered, lasts - covered, _WORD - 1))
                covered += way[-1]
            ways.append(way)
        self.shifts = np.zeros((max(map(len, ways), default=0), self.problem.size), np.uint64)
        for task, way in enumerate(ways):
            self.shifts[: len(way), task] = way


def whole_words(horizon: int) -> int:
    """The moments of as many words as have a bit for each moment before `horizon`."""
    return max(-(-horizon // _WORD), 1) * _WORD


def fits_in_words(problem: Problem, horizon: int) -> bool:
    """Whether building many schedules at once pays: few resources, and few moments, before `horizon`."""
    slices = max(problem.capacity, default=0).bit_length()
    words = slices * whole_words(horizon) // _WORD * len(problem.capacity)
    return 0 < words <= _MOST_WORDS


def _lowest(bits: Words) -> Matrix:
    """The place of the lowest bit of each column, over all its words; after them all where there is none."""
    after = np.bitwise_count((bits - _ONE) & ~bits)
    place: Matrix = after[0].astype(np.int64)
    for number, more in enumerate(after[1:], 1):
        place += np.where(place == _WORD * number, more, 0)
    return place
