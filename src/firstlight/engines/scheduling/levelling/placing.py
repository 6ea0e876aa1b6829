"""Tasks placed one after the other, each in its own working time, by the rules of early dates and those of people."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush

from firstlight.engines.scheduling.early import Early, earliest, link_bounds, place, placed
from firstlight.engines.scheduling.facts import Constraint, ConstraintKind
from firstlight.engines.scheduling.levelling.roster import Roster, Team
from firstlight.engines.scheduling.levelling.timed import Answer
from firstlight.engines.scheduling.network import Network
from firstlight.engines.scheduling.schedule import schedule_of
from firstlight.engines.scheduling.wall_clock import moment, seconds_of
from firstlight.engines.scheduling.working_time import FAR

#: How long is waited for people, in seconds, before a task is told to have nobody.
_PATIENCE = 60 * 86_400
#: Tasks between two looks at the clock.
_TURN = 100


@dataclass(slots=True)
class Placed:
    """One schedule: dates, who does what, and the tasks for which there is never anybody."""

    early: Early
    roster: Roster
    who: dict[int, list[int]] = field(default_factory=dict)
    alone: set[str] = field(default_factory=set)


class Placer:
    """Places tasks in orders by priority, the links' rules being those of `early`.

    One schedule is made in any case; each further one is given up when the time is over.
    """

    def __init__(self, network: Network, team: Team, seed: int) -> None:
        self.network, self.team = network, team
        self.random = random.Random(seed)  # noqa: S311  (a search, no secret)
        count = network.count
        self.after: list[list[int]] = [[] for _ in range(2 * count)]
        for task in range(count):
            self.after[task + count].extend(tie[0] for tie in network.out_of[task])
            if network.leaf[task]:
                self.after[task].append(task + count)
            if (holder := network.parent[task]) >= 0:
                self.after[holder].append(task)
                self.after[task + count].append(holder + count)
        self.waits = [0] * (2 * count)
        for followers in self.after:
            for one in followers:
                self.waits[one] += 1
        schedule = schedule_of(network)
        self.late = schedule.late.start
        urgent = [-task.priority * 1e12 + at for task, at in zip(network.tasks, self.late, strict=True)]
        self.rules: list[Sequence[float]] = [schedule.total, urgent]
        self.tried, self.solver = 1, "search"
        first = self._place(self.late, lambda: True)
        assert first is not None  # noqa: S101  (only the clock gives up)
        self.best = first

    def search(self, going: Callable[[], bool], bound: int, most: int | None = None) -> None:
        """Orders by late start, by float, by priority, then with noise, until the bound or `most` of them."""
        reaches = (0.02, 0.1, 0.3)
        length = max(bound - seconds_of(self.network.plan.start), 1)
        while going() and (self.rules or self._open(bound)):
            if most is not None and self.tried >= most:
                break
            self.tried += 1
            reach = self.random.choice(reaches) * length
            keys = self.rules.pop(0) if self.rules else [at + self.random.gauss(0, reach) for at in self.late]
            self._offer(self._place(keys, going))

    def _open(self, bound: int) -> bool:
        return self.best.early.end > bound or bool(self.best.alone)

    def _offer(self, found: Placed | None) -> bool:
        if found is None:
            return False
        better = (len(found.alone), found.early.end) < (len(self.best.alone), self.best.early.end)
        if better:
            self.best = found
        return better

    def take(self, answer: Answer, going: Callable[[], bool]) -> bool:
        """Take starts and people that a solver found; whether that is shorter.

        Where somebody's rest is not kept, or who does what has begun is needed elsewhere, in the order of its starts.
        """
        found = self._seated(answer)
        starts = [float(answer.starts.get(at, -math.inf)) for at in range(self.network.count)]
        return self._offer(self._place(starts, going) if found is None else found)

    def _seated(self, answer: Answer) -> Placed | None:
        """The schedule as it was answered; None where something is not kept: this has the last word."""
        network, early, roster = self.network, self.best.early, Roster(self.team)
        begun = [at for at in range(network.count) if network.leaf[at] and at not in answer.starts]
        starts = {**{at: early.start[at] for at in begun}, **answer.starts}
        held = {
            at: Constraint(ConstraintKind.START_NO_EARLIER_THAN, moment(start)) for at, start in answer.starts.items()
        }
        tasks = [replace(task, constraint=held.get(at, task.constraint)) for at, task in enumerate(network.tasks)]
        again = earliest(replace(network, tasks=tasks), seconds_of(network.plan.start))
        if any(again.start[at] != start for at, start in starts.items()):
            return None
        whole = Placed(again, roster)
        for at in sorted(starts, key=lambda at: (at in answer.starts, starts[at])):
            if not self.team.places[at]:
                continue
            start, end = again.start[at], again.finish[at]
            people = answer.who.get(at) if at in answer.starts else roster.whoever(at, start, end)
            if people is None or (at in answer.starts and not roster.may(at, people, start, end)):
                return None
            roster.book(at, people, start, end)
            whole.who[at] = list(people)
        return whole

    def _place(self, keys: Sequence[float], going: Callable[[], bool]) -> Placed | None:
        """A schedule; None where the time is over before it is made."""
        network, count = self.network, self.network.count
        found = Early([FAR] * count, [-FAR] * count, [0] * count, [0] * count, [-1] * count)
        floors, ends = [-FAR] * count, [-FAR] * count
        whole = Placed(found, Roster(self.team))
        left, begin = list(self.waits), seconds_of(network.plan.start)
        if network.plan.status_at is not None:
            begin = max(begin, seconds_of(network.plan.status_at))
        started = [task.progress.actual_start is not None for task in network.tasks]
        ready = [(self._key(node, keys, started), node) for node in range(2 * count) if not left[node]]
        heapify(ready)
        turn = 0
        while ready:
            turn += 1
            if turn % _TURN == 0 and not going():
                return None
            node = heappop(ready)[1]
            at = node if node < count else node - count
            holder = network.parent[at]
            if node < count:
                start, finish, _ = link_bounds(network, found, at)
                if holder >= 0:
                    start, finish = max(start, floors[holder]), max(finish, ends[holder])
                floors[at], ends[at] = start, finish
                if network.leaf[at]:
                    self._one(whole, at, max(start, begin), finish)
            elif holder >= 0:
                found.start[holder] = min(found.start[holder], found.start[at])
                found.finish[holder] = max(found.finish[holder], found.finish[at])
            for one in self.after[node]:
                left[one] -= 1
                if not left[one]:
                    heappush(ready, (self._key(one, keys, started), one))
        return whole

    def _key(self, node: int, keys: Sequence[float], started: Sequence[bool]) -> float:
        """What ends or has started goes first, then by priority."""
        at = node - self.network.count
        return -math.inf if at >= 0 or started[node] else keys[node]

    def _one(self, whole: Placed, at: int, start: int, finish: int) -> None:
        """Later and later, until everybody who is needed is there and free from its start to its end."""
        network, task, found, roster = self.network, self.network.tasks[at], whole.early, whole.roster
        place(network, found, at, start, finish)
        if not self.team.places[at]:
            return
        begin, end = found.start[at], found.finish[at]
        if task.progress.actual_start is not None or task.fixed_start is not None:
            people = roster.whoever(at, begin, end)
        else:
            spans = _Spans(network, at, finish)
            last = begin + _PATIENCE
            answer = roster.find(at, begin, end)
            while answer.people is None:
                later = roster.later(at, begin, spans, last)
                later = answer.later if later is not None and later <= begin else later
                if later is None or later >= last:
                    break
                begin, end = spans(later)
                answer = roster.find(at, begin, end)
            if answer.people is None:
                begin, end = found.start[at], found.finish[at]
                whole.alone.add(task.id)
                people = roster.whoever(at, begin, end)
            else:
                people = answer.people
        roster.book(at, people, begin, end)
        whole.who[at] = list(people)
        found.start[at], found.finish[at] = begin, end


@dataclass(frozen=True, slots=True)
class _Spans:
    """Where a task stands that starts no earlier than some instant, by the rules of early dates."""

    network: Network
    at: int
    finish: int

    def __call__(self, start: int) -> tuple[int, int]:
        network, at = self.network, self.at
        return placed(network.tasks[at], network.times[at], network.duration[at], start, self.finish)
