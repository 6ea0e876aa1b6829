"""Which tasks decided the end of each run: back from what ended last, along the bounds that set each start."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from firstlight.engines.scheduling.chance.lookup import Times
from firstlight.engines.scheduling.chance.runs import Model, Runs

Mask = NDArray[np.bool_]
#: Seconds within which two times are the same.
_CLOSE = 0.5


def decisive(model: Model, runs: Runs) -> dict[int, Mask]:
    """For each task that decided the end of any run: in which ones. Of several that did, the first one counts."""
    network, count = model.network, model.network.count
    at_end: dict[int, Mask] = {}
    at_start: dict[int, Mask] = {}
    decided: dict[int, Mask] = {}
    children: dict[int, list[int]] = {}
    for number, holder in enumerate(network.parent):
        children.setdefault(holder, []).append(number)
    left = np.ones(runs.end.size, bool)
    for number in range(count):
        if network.leaf[number]:
            last = model.own(number).end(runs.finishes[number])
            left = _give(at_end, number, left, np.abs(last - runs.end) < _CLOSE)
    for node in reversed(network.steps):
        if node >= count:
            number = node - count
            mask = at_end.get(number)
            if mask is None:
                continue
            if network.leaf[number]:
                decided[number] = mask
                continue
            for child in children.get(number, ()):
                last = model.own(child).end(runs.finishes[child])
                mask = _give(at_end, child, mask, np.abs(last - runs.finishes[number]) < _CLOSE)
        else:
            begins = decided.get(node) if network.leaf[node] else at_start.get(node)
            if begins is not None:
                _back(model, runs, node, begins, at_end, at_start)
    return decided


def _back(
    model: Model, runs: Runs, number: int, mask: Mask, at_end: dict[int, Mask], at_start: dict[int, Mask]
) -> None:
    """Hand on to the link that set the start, or to the summary around, whose own links may have."""
    bound: Times | None = runs.starts[number] if model.network.leaf[number] else None
    if bound is None:
        pulls = [pull for _, pull in runs.pulls[number]]
        if not pulls:
            return
        bound = np.max(np.broadcast_arrays(*pulls), axis=0)
    for first, pull in runs.pulls[number]:
        mask = _give(at_end, first, mask, np.abs(pull - bound) < _CLOSE)
    holder = model.network.parent[number]
    if holder >= 0 and mask.any():
        at_start[holder] = at_start[holder] | mask if holder in at_start else mask


def _give(to: dict[int, Mask], number: int, mask: Mask, same: Mask) -> Mask:
    """Give the runs of `mask` in which something is the same to a task; those that are left."""
    given = mask & same
    if not given.any():
        return mask
    to[number] = to[number] | given if number in to else given
    left: Mask = mask & ~given
    return left
