"""Where a step stands among others."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

_PARTS = re.compile(r"(\d+)")


def natural(ref: str) -> tuple[tuple[int, int, str], ...]:
    """What sorts 2 before 10 and 12 before 12a."""
    parts = (part for part in _PARTS.split(ref.casefold()) if part)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def places(known: Sequence[tuple[str, float]], new: Sequence[str], highest: float) -> Mapping[str, float]:
    """A place for each new step, given those that are there in their order, with their places.

    Where the steps that are there stand in the order of their numbers, new ones go between them; else they follow at
    the end, in the order in which they come.
    """
    keys = [natural(ref) for ref, _ in known]
    if keys != sorted(keys):
        return {ref: highest + number for number, ref in enumerate(new, 1)}
    gaps: dict[int, list[str]] = {}
    for ref in new:
        gaps.setdefault(bisect_left(keys, natural(ref)), []).append(ref)
    found: dict[str, float] = {}
    for at, refs in gaps.items():
        if at == len(known):
            found |= {ref: highest + number for number, ref in enumerate(refs, 1)}
            continue
        after = known[at - 1][1] if at else known[at][1] - 1
        step = (known[at][1] - after) / (len(refs) + 1)
        found |= {ref: after + step * number for number, ref in enumerate(sorted(refs, key=natural), 1)}
    return found
