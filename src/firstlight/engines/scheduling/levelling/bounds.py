"""What a link asks of the start of a task, as a function of an instant of another; the rules are those of `early`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from firstlight.engines.scheduling.facts import LinkKind
from firstlight.engines.scheduling.network import Network, Tie
from firstlight.engines.scheduling.working_time import WorkingTime

_AT_END, _OF_END = (LinkKind.FS, LinkKind.FF), (LinkKind.FF, LinkKind.SF)


@dataclass(frozen=True, slots=True)
class Asked:
    """The task `then` starts no earlier than `answer` of the start of `first`, or of its end where `at_end`.

    `later` is the answer where it is just so many seconds later, whenever that is; `corners` are instants near which it
    may change how it goes.
    """

    first: int
    then: int
    at_end: bool
    answer: Callable[[int], int]
    later: int | None
    corners: tuple[int, ...] = ()


def asked(network: Network, begin: int, end: int) -> Iterator[Asked]:
    """All that links ask of tasks without parts, between two instants; those of a summary are of all that is in it."""
    for node in network.steps:
        if node >= network.count or not network.leaf[node]:
            continue
        holder = node
        while holder >= 0:
            for tie in network.into[holder]:
                yield _asked(network, node, tie, begin, end)
            holder = network.parent[holder]


def _asked(network: Network, then: int, tie: Tie, begin: int, end: int) -> Asked:
    first, kind, time, lag = tie
    own, length = network.times[then], network.duration[then] if kind in _OF_END else 0

    def answer(at: int) -> int:
        at = time.add(at, lag) if lag else at
        return own.add(at, -length) if length else at

    if (not lag or time.steady) and (not length or own.steady):
        return Asked(first, then, kind in _AT_END, answer, lag - length)
    lagged = _edges(time, begin, end, lag) if lag else []
    placed = _edges(own, begin, end, -length) if length else []
    back = [one for at in placed for one in (time.begin(time.position(at) - lag), time.end(time.position(at) - lag))]
    return Asked(first, then, kind in _AT_END, answer, None, tuple({*lagged, *(back if lag else placed)}))


def _edges(time: WorkingTime, begin: int, end: int, work: int) -> list[int]:
    """Where work stops and goes on, and from where so much work leads there."""
    reach = abs(work)
    edges = [at for stretch in time.worked(begin - reach, end + reach) for at in stretch]
    moved = [one for at in edges for one in (time.begin(time.position(at) - work), time.end(time.position(at) - work))]
    return [*edges, *moved]
