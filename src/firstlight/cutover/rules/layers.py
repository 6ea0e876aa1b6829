"""Steps and their links as a graph in layers: what waits for nothing comes first, each step after all it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firstlight.cutover.rules.facts import GROUP, Step
from firstlight.cutover.rules.links import FS, read_link

#: How often the steps of each layer are put in the order of what they hang on.
_SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between steps that are there; `words` say its kind and lag where it is more than one after the other."""

    before: str
    after: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A step in its layer, from 0, and where it stands in that, from 0."""

    ref: str
    layer: int
    row: int


def nodes_of(steps: Iterable[Step]) -> list[Step]:
    """The steps that a graph draws: all that are no groups, and groups that something waits for or that wait."""
    steps = list(steps)
    named = {read_link(words).ref for step in steps for words in step.predecessors}
    return [step for step in steps if step.kind != GROUP or step.predecessors or step.ref in named]


def edges_of(steps: Sequence[Step]) -> tuple[Edge, ...]:
    """Their links among each other, each once."""
    known, found = {step.ref for step in steps}, dict[tuple[str, str], Edge]()
    for step in steps:
        for words in step.predecessors:
            link = read_link(words)
            if link.ref in known and link.ref != step.ref:
                said = "" if link.kind == FS and not link.lag else str(link).removeprefix(link.ref).strip()
                found.setdefault((link.ref, step.ref), Edge(link.ref, step.ref, said))
    return tuple(found.values())


def around(ref: str, edges: Iterable[Edge], links: int, most: int) -> tuple[list[str], int]:
    """The step and what lies before and behind it within so many links, the nearest first, at most `most`.

    Also how many more there would be.
    """
    after, before = _by(edges, forth=True), _by(edges, forth=False)
    found: dict[str, None] = {ref: None}
    ahead, back = [ref], [ref]
    for _step in range(links):
        ahead = [one for at in ahead for one in after.get(at, ())]
        back = [one for at in back for one in before.get(at, ())]
        ahead, back = list(dict.fromkeys(ahead)), list(dict.fromkeys(back))
        found |= dict.fromkeys([*back, *ahead])
    kept = list(found)[:most]
    return kept, len(found) - len(kept)


def _by(edges: Iterable[Edge], *, forth: bool) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in edges:
        here, there = (one.before, one.after) if forth else (one.after, one.before)
        found.setdefault(here, []).append(there)
    return found


def layered(refs: Sequence[str], edges: Sequence[Edge]) -> list[Placed]:
    """Each step in the layer after the last of what it waits for, in an order in which few links cross.

    Where steps wait for each other, the first of them stands as if it did not wait.
    """
    before, after = _by(edges, forth=False), _by(edges, forth=True)
    layers = _layers(refs, before, after)
    rows: dict[int, list[str]] = {}
    for ref in refs:
        rows.setdefault(layers[ref], []).append(ref)
    place = {ref: float(row) for some in rows.values() for row, ref in enumerate(some)}
    for sweep in range(_SWEEPS):
        near = before if sweep % 2 == 0 else after
        for layer in sorted(rows, reverse=sweep % 2 == 1):
            rows[layer].sort(key=lambda ref: _middle(ref, near, place))
            place |= {ref: float(row) for row, ref in enumerate(rows[layer])}
    return [Placed(ref, layer, row) for layer in sorted(rows) for row, ref in enumerate(rows[layer])]


def _middle(ref: str, near: Mapping[str, Sequence[str]], place: Mapping[str, float]) -> float:
    beside = [place[one] for one in near.get(ref, ())]
    return sum(beside) / len(beside) if beside else place[ref]


def _layers(
    refs: Sequence[str], before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    left = {ref: len(before.get(ref, ())) for ref in refs}
    layer = dict.fromkeys(refs, 0)
    done: set[str] = set()
    ready = [ref for ref in refs if not left[ref]]
    waiting = iter(refs)
    while len(done) < len(refs):
        if not ready:
            ready.append(next(ref for ref in waiting if ref not in done))
        here = ready.pop()
        if here in done:
            continue
        done.add(here)
        for there in after.get(here, ()):
            if there in done:
                continue
            layer[there] = max(layer[there], layer[here] + 1)
            left[there] -= 1
            if not left[there]:
                ready.append(there)
    return layer
