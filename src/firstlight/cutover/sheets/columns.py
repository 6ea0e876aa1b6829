"""Columns that only plans have: durations and links."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Cell
from firstlight.cutover.rules import durations, links
from firstlight.kernel.sheets import Column, cell_text
from firstlight.kernel.sheets import text as words

#: Links of one cell take no more characters than this.
_LONGEST = 2_000


def duration(key: str, title: str, explain: str, **settings: Any) -> Column:
    """A duration in minutes: 90m, 2h 30m, 1,5 Std, 1:30, or a number alone, which is minutes."""

    def parse(cell: Cell, zone: ZoneInfo) -> int:
        return durations.minutes_of(cell)

    return Column(key, title, explain, parse, lambda value, zone: durations.written(value), durations.ACCEPTS,
                  **settings)  # fmt: skip


def predecessors(key: str, title: str, explain: str, **settings: Any) -> Column:
    """Links to other steps, kept as they are written in short. That they lead somewhere is a finding of the plan."""

    def parse(cell: Cell, zone: ZoneInfo) -> tuple[str, ...]:
        typed = cell_text(cell)
        if len(typed) > _LONGEST:
            raise ValueError(f"{links.ACCEPTS}; at most {_LONGEST:,} characters")
        return tuple(str(link) for link in links.read_links(str(_WORDS.parse(typed, zone))))

    return Column(key, title, explain, parse, lambda value, zone: ", ".join(value), links.ACCEPTS,
                  **{"empty": (), **settings})  # fmt: skip


_WORDS = words("words", "Words", "", most=_LONGEST)
