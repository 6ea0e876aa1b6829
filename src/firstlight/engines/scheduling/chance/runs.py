"""The forward pass of many runs at once: the rules of `early`, on arrays with one number a run.

Tasks count in positions of their own calendar; links between tasks of one calendar look nothing up. Marks without
length, and summaries, count by the clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from firstlight.engines.scheduling.chance.lookup import Lookup, Times
from firstlight.engines.scheduling.early import remaining_of
from firstlight.engines.scheduling.facts import ConstraintKind, LinkKind
from firstlight.engines.scheduling.network import Network
from firstlight.engines.scheduling.wall_clock import seconds_of
from firstlight.engines.scheduling.working_time import WorkingTime

_NEVER = -1e15
_FS, _SS, _FF = LinkKind.FS, LinkKind.SS, LinkKind.FF
_START = (ConstraintKind.START_NO_EARLIER_THAN, ConstraintKind.MUST_START_ON)
_FINISH = (ConstraintKind.FINISH_NO_EARLIER_THAN, ConstraintKind.MUST_FINISH_ON)
#: Bounds that are closer than this are the same.
_CLOSE = 0.5


@dataclass(slots=True)
class Runs:
    """Starts and finishes of all tasks, in positions of their calendars, one column a run; and what pulled each start.

    `pulls` has, by task, its bounds: the other task and the start that it demanded.
    """

    starts: list[Times]
    finishes: list[Times]
    pulls: list[list[tuple[int, Times]]]
    end: Times


@dataclass(slots=True)
class Model:
    """A network made ready for runs from an instant on. `uncertain` are the tasks whose durations are drawn."""

    network: Network
    origin: int
    reach: int
    uncertain: list[int]
    lookups: dict[int, Lookup] = field(default_factory=dict)
    row: dict[int, int] = field(default_factory=dict)
    clock: Lookup = field(init=False)

    def __post_init__(self) -> None:
        self.clock = self.lookup(self.network.calendars.clock)
        self.row = {number: row for row, number in enumerate(self.uncertain)}

    def lookup(self, time: WorkingTime) -> Lookup:
        """The arrays of a calendar, made once."""
        if id(time) not in self.lookups:
            self.lookups[id(time)] = Lookup(time, self.origin, self.reach)
        return self.lookups[id(time)]

    def own(self, number: int) -> Lookup:
        """In what a task counts."""
        if not self.network.leaf[number] or not self.network.duration[number]:
            return self.clock
        return self.lookup(self.network.times[number])

    def run(self, durations: NDArray[np.float32], traced: bool = False) -> Runs:
        """Go through the plan forwards; a row of `durations` for each uncertain task, in seconds."""
        network, count = self.network, self.network.count
        size = durations.shape[1]
        empty = np.zeros(0)
        found = Runs([empty] * count, [empty] * count, [[] for _ in range(count)], np.full(size, _NEVER))
        floors: list[Times | None] = [None] * count
        for node in network.steps:
            number = node if node < count else node - count
            holder = network.parent[number]
            if node < count:
                bound = self._bounds(found, number, durations, size)
                if holder >= 0 and (floor := floors[holder]) is not None:
                    bound = np.maximum(bound, self.own(number).position(floor))
                if network.leaf[number]:
                    self._place(found, number, bound, durations)
                elif network.into[number] or (holder >= 0 and floors[holder] is not None):
                    floors[number] = bound
            else:
                self._close(found, number, holder, size)
        return found if traced else Runs(found.starts, found.finishes, [], found.end)

    def _close(self, found: Runs, number: int, holder: int, size: int) -> None:
        own = self.own(number)
        last = _full(self._ended(number, found.finishes[number]), size)
        if self.network.leaf[number]:
            np.maximum(found.end, last, out=found.end)
        if holder >= 0:
            first = _full(own.begin(found.starts[number]), size)
            known = found.finishes[holder].size > 0
            found.finishes[holder] = np.maximum(found.finishes[holder], last) if known else last
            found.starts[holder] = np.minimum(found.starts[holder], first) if known else first

    def _bounds(self, found: Runs, number: int, durations: NDArray[np.float32], size: int) -> Times:
        """The earliest start by the links into a task, in positions of its calendar."""
        own, length = self.own(number), self._length(number, durations)
        bound = np.full(1, _NEVER)
        for first, kind, time, lag in self.network.into[number]:
            from_end = kind is _FS or kind is _FF
            other, lagged = self.own(first), self.lookup(time)
            at = found.finishes[first] if from_end else found.starts[first]
            if other is not own or (lag and lagged is not own):
                at = self._ended(first, at) if from_end else other.begin(at)
                if lag:
                    moved = lagged.position(at) + lag
                    at = lagged.end(moved) if lag > 0 else lagged.begin(moved)
                at = own.position(at)
            elif lag:
                at = at + lag
            if kind is not _FS and kind is not _SS:
                at = at - length
            found.pulls[number].append((first, at))
            bound = np.maximum(bound, at)
        return bound

    def _ended(self, number: int, finish: Times) -> Times:
        """When a task has ended: what stops in a black-out, with nobody there until it is over, when work goes on."""
        own = self.own(number)
        at = own.end(finish)
        for first, last in own.blackouts if self.network.tasks[number].fixed_start is None else ():
            goes_on = own.begin(finish)
            at = np.where((at > first) & (at < last) & (goes_on >= last), goes_on, at)
        return at

    def _length(self, number: int, durations: NDArray[np.float32]) -> Times:
        row = self.row.get(number)
        if row is not None:
            drawn: Times = durations[row].astype(np.float64)
            return drawn
        return np.full(1, float(self.network.duration[number]))

    def _place(self, found: Runs, number: int, bound: Times, durations: NDArray[np.float32]) -> None:
        network, own = self.network, self.own(number)
        task, length = network.tasks[number], self._length(number, durations)
        if task.progress.actual_start is not None:
            self._under_way(found, number, length)
            return
        plan = network.plan
        floor = seconds_of(plan.start) - self.origin
        if plan.status_at is not None:
            floor = max(floor, seconds_of(plan.status_at) - self.origin)
        start = np.maximum(bound, own.position(np.full(1, float(floor))))
        at = task.constraint.at
        if at is not None:
            date = own.position(np.full(1, float(seconds_of(at) - self.origin)))
            if task.constraint.kind in _START:
                start = np.maximum(start, date)
            elif task.constraint.kind in _FINISH:
                start = np.maximum(start, date - length)
        if task.fixed_start is not None:
            held = own.position(np.full(1, float(seconds_of(task.fixed_start) - self.origin)))
            start = held if plan.status_at is None else np.maximum(start, held)
        if task.delay:
            start = own.position(own.begin(start) + task.delay.total_seconds())
        if not network.duration[number]:
            start = self._stands(number, start)
        if own.blackouts and task.fixed_start is None:
            start = _past_blackouts(own, start, length)
        found.starts[number], found.finishes[number] = start, start + length

    def _stands(self, number: int, at: Times) -> Times:
        """Where a mark may be: where work goes on, or has just stopped."""
        time = self.lookup(self.network.times[number])
        if time.straight:
            return at
        position = time.position(at)
        stopped, goes_on = time.end(position), time.begin(position)
        return np.where(np.abs(at - stopped) < _CLOSE, at, np.where(at < goes_on, goes_on, at))

    def _under_way(self, found: Runs, number: int, length: Times) -> None:
        """What remains varies as the whole does."""
        network, own = self.network, self.own(number)
        progress = network.tasks[number].progress
        start = seconds_of(progress.actual_start) if progress.actual_start else self.origin
        found.starts[number] = own.position(np.full(1, float(start - self.origin)))
        if progress.actual_finish is not None:
            done = float(seconds_of(progress.actual_finish) - self.origin)
            found.finishes[number] = own.position(np.full(1, done))
            return
        remaining = remaining_of(network, number)
        planned = max(network.duration[number], 1)
        resume = found.starts[number] + max(network.duration[number] - remaining, 0)
        for at in (progress.resume, network.plan.status_at):
            if at is not None:
                resume = np.maximum(resume, own.position(np.full(1, float(seconds_of(at) - self.origin))))
        found.finishes[number] = resume + length * (remaining / planned)


def _full(values: Times, size: int) -> Times:
    return values if values.size == size else np.full(size, values[0])


def _past_blackouts(own: Lookup, start: Times, length: Times) -> Times:
    """Later starts where a start or an end lies in a blackout. Twice: moving past one may lead into another."""
    for _ in range(2):
        for first, last in own.blackouts:
            at, done = own.begin(start), own.end(start + length)
            over = own.position(np.full(1, float(last)))
            start = np.where((at >= first) & (at < last), np.maximum(start, over), start)
            start = np.where((done > first) & (done < last) & (at < first), np.maximum(start, over - length), start)
    return start
