"""A project with limited resources in plain whole numbers: what levelling works on, whatever it came from.

Steps are of one length (a minute, five, a day); the caller says how long. Every task has one duration, takes so much of
each resource while it lasts, and waits for others to end (links with other kinds and lags become waits on starts).
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """Tasks 0 … n−1 with `durations`, `demands[task][resource]`, `capacity[resource]`.

    `waits[task]` are pairs: another task, and how long after its start this one may start at the earliest (may be
    negative). `release` is the earliest start of each task. `order` is a topological order of the waits.
    Raises ValueError where a task takes more than there is.
    """

    durations: tuple[int, ...]
    demands: tuple[tuple[int, ...], ...]
    capacity: tuple[int, ...]
    waits: tuple[tuple[tuple[int, int], ...], ...]
    release: tuple[int, ...]
    order: tuple[int, ...] = field(default=())

    def __post_init__(self) -> None:
        for task, demand in enumerate(self.demands):
            for kind, amount in enumerate(demand):
                if amount > self.capacity[kind] and self.durations[task]:
                    raise ValueError(
                        f"task {task} takes {amount} of resource {kind}, of which there are {self.capacity[kind]}"
                    )
        object.__setattr__(self, "order", _sorted(self.waits))

    @property
    def size(self) -> int:
        """How many tasks there are."""
        return len(self.durations)

    def successors(self) -> list[list[tuple[int, int]]]:
        """For each task, who waits for it and how long after its start."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.durations]
        for task, waits in enumerate(self.waits):
            for other, gap in waits:
                found[other].append((task, gap))
        return found

    def reversed(self) -> Problem:
        """The same seen from its end: time runs backwards. Releases are left out."""
        waits: list[list[tuple[int, int]]] = [[] for _ in self.durations]
        for task, known in enumerate(self.waits):
            for other, gap in known:
                waits[other].append((task, gap - self.durations[other] + self.durations[task]))
        return Problem(self.durations, self.demands, self.capacity, tuple(map(tuple, waits)), tuple([0] * self.size))

    def early(self) -> list[int]:
        """Earliest starts without looking at resources."""
        found = list(self.release)
        for task in self.order:
            for other, gap in self.waits[task]:
                found[task] = max(found[task], found[other] + gap)
        return found

    def tails(self) -> list[int]:
        """How long it takes at least from the start of each task to the end of all."""
        found, after = list(self.durations), self.successors()
        for task in reversed(self.order):
            for other, gap in after[task]:
                found[task] = max(found[task], gap + found[other])
        return found

    def bound(self) -> int:
        """No schedule ends earlier: the longest path, and the work on each resource between heads and tails."""
        early, tails = self.early(), self.tails()
        best = max((early[task] + tails[task] for task in range(self.size)), default=0)
        for kind, capacity in enumerate(self.capacity):
            using = [task for task in range(self.size) if self.demands[task][kind] and self.durations[task]]
            if not using or not capacity:
                continue
            work = sum(self.demands[task][kind] * self.durations[task] for task in using)
            first = min(early[task] for task in using)
            last = min(tails[task] - self.durations[task] for task in using)
            best = max(best, first + -(-work // capacity) + last)
        return best

    def ends(self, starts: list[int]) -> int:
        """When the last task ends."""
        return max((start + length for start, length in zip(starts, self.durations, strict=True)), default=0)

    def check(self, starts: list[int]) -> str:
        """What of a schedule is not kept, "" where all is: the last word on every result."""
        for task in range(self.size):
            if starts[task] < self.release[task]:
                return f"task {task} starts before it may"
            for other, gap in self.waits[task]:
                if starts[task] < starts[other] + gap:
                    return f"task {task} does not wait for {other}"
        for kind, capacity in enumerate(self.capacity):
            changes: dict[int, int] = {}
            for task, start in enumerate(starts):
                if self.durations[task] and (amount := self.demands[task][kind]):
                    changes[start] = changes.get(start, 0) + amount
                    changes[start + self.durations[task]] = changes.get(start + self.durations[task], 0) - amount
            used = 0
            for at in sorted(changes):
                used += changes[at]
                if used > capacity:
                    return f"resource {kind} is taken {used} times at {at}"
        return ""


def _sorted(waits: tuple[tuple[tuple[int, int], ...], ...]) -> tuple[int, ...]:
    left = [len(known) for known in waits]
    after: list[list[int]] = [[] for _ in waits]
    for task, known in enumerate(waits):
        for other, _ in known:
            after[other].append(task)
    ready = [task for task, count in enumerate(left) if not count]
    for task in ready:
        for other in after[task]:
            left[other] -= 1
            if not left[other]:
                ready.append(other)
    if len(ready) < len(waits):
        raise ValueError("tasks wait for each other in a circle")
    return tuple(ready)
