"""The tree of processes, cut where it would be too long for one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firstlight.scope.models import Process
from firstlight.scope.queries import Branch
from firstlight.web import wording

#: So many processes stand on one page; deeper levels have pages of their own.
MOST = 400

_LEVELS = dict(Process.Level.choices)


@dataclass(frozen=True, slots=True)
class Node:
    """A process. `below` are those that are shown, `hidden` how many more there are on its own page."""

    ref: str
    title: str
    level: str
    owner: str
    rollout: str
    in_scope: bool
    requirements: int
    below: tuple[Node, ...]
    hidden: int


def nodes(branches: Sequence[Branch], most: int = MOST) -> list[Node]:
    """The branches down to the deepest level at which they fit; the top one always stands there."""
    depth = 1
    while depth < 6 and _count(branches, depth + 1) <= most and _count(branches, depth + 1) > _count(branches, depth):
        depth += 1
    return [_node(branch, depth - 1) for branch in branches]


def _count(branches: Sequence[Branch], depth: int) -> int:
    if depth == 0:
        return 0
    return len(branches) + sum(_count(branch.children, depth - 1) for branch in branches)


def _node(branch: Branch, deeper: int) -> Node:
    below = tuple(_node(child, deeper - 1) for child in branch.children) if deeper else ()
    return Node(
        branch.ref,
        branch.title,
        wording.said(_LEVELS.get(branch.level, branch.level)),
        branch.owner,
        branch.rollout,
        branch.in_scope,
        branch.total,
        below,
        0 if deeper else _count(branch.children, 9),
    )


def way_to(branches: Sequence[Branch], ref: str) -> list[Branch]:
    """The process of that ref, after all that stand above it; empty where there is none."""
    for branch in branches:
        if branch.ref == ref:
            return [branch]
        if below := way_to(branch.children, ref):
            return [branch, *below]
    return []


def flat(branches: Sequence[Branch]) -> Iterator[Branch]:
    """All of them, each before those below it."""
    for branch in branches:
        yield branch
        yield from flat(branch.children)
