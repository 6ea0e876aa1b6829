"""Reasons that block, as the few lines that a sponsor can read aloud."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from firstlight.reporting.decision_pack import words
from firstlight.reporting.decision_pack.summary import Group, Reason


def grouped(reasons: Sequence[Reason], most: int = 6) -> tuple[Group, ...]:
    """Each reason on its own while they are few; else one line an area, the heaviest area first. Nothing is lost."""
    if len(reasons) <= most:
        return tuple(Group(one.mark, one.title, "", one.sentence, 1) for one in reasons)
    areas: dict[str, list[Reason]] = {}
    for one in reasons:
        areas.setdefault(one.area, []).append(one)
    lines = [_area_line(title, below) for title, below in areas.items()]
    return tuple(line for _, line in sorted(lines, key=lambda pair: pair[0]))


def _area_line(title: str, reasons: list[Reason]) -> tuple[tuple[int, ...], Group]:
    numbers = Counter(one.mark for one in reasons)
    heaviest = min(reasons, key=lambda one: list(words.MARKS).index(one.mark))
    weight = tuple(-numbers[mark] for mark in words.MARKS)
    return weight, Group(heaviest.mark, title, words.counts(numbers), _example(heaviest, reasons), len(reasons))


def _example(heaviest: Reason, reasons: list[Reason]) -> str:
    """What is unmet in its own sentence; what is unknown by its name, since the sentence only says that."""
    if heaviest.mark == "unmet" or len(reasons) == 1:
        return f"{heaviest.title}: {heaviest.sentence}"
    names = [one.title for one in reasons[:3]]
    more = f"; and {len(reasons) - 3} more" if len(reasons) > 3 else ""
    return f"{'; '.join(names)}{more}."
