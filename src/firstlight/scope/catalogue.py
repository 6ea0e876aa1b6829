"""The published Business Process Catalog of Dynamics 365 as a dialect of the processes sheet.

Both editions are read as they are published: the simple one (End to end, Process area, Process, Scenario) and the
full one (Title 1 to Title 5). A row's own number, such as 65.20.050.000, is its ref. The full edition also holds the
work items of a project (tasks, workshops, deliverables); those are no processes and are left aside, counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from firstlight.contracts.tables import Cell, Table
from firstlight.kernel.sheets import Dialect, Translated

_LEVELS = {"end to end": 1, "process area": 2, "process": 3, "scenario": 4}
_TITLES = (
    ("title 1", "end to end"),
    ("title 2", "process area"),
    ("title 3", "process"),
    ("title 4", "scenario"),
)
_KEPT = ("Microsoft Learn URL", "Catalog status", "Products", "Module", "Menu Path", "Application Family")
_OUT = {"removed", "closed", "out of scope", "not in scope", "deferred"}

_NUMBERED = re.compile(r"^\s*([\d.]+)\s+(.*)$", re.DOTALL)


def _recognises(header: tuple[str, ...]) -> bool:
    names = {name.strip().lower() for name in header}
    return {"work item type", "process sequence id"} <= names and any(
        first in names and second in names for first, second in (("title 1", "title 2"), ("end to end", "process area"))
    )


def _translate(table: Table) -> Translated:
    reader = _Reader(table)
    return Translated(tuple(reader.rows()), tuple(reader.notes()))


class _Reader:
    """Walks the catalogue once, remembering above what each row stands."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.at = {name.strip().lower(): position for position, name in enumerate(table.header)}
        self.titles = [
            next(self.at[name] for name in pair if name in self.at) for pair in _TITLES if set(pair) & self.at.keys()
        ]
        self.kept = [(name, self.at[name.lower()]) for name in _KEPT if name.lower() in self.at]
        self.aside: Counter[str] = Counter()
        self.titles_by_ref: dict[str, str] = {}
        self.same, self.renamed = 0, 0

    def rows(self) -> Iterator[tuple[int, Mapping[str, Cell], Mapping[str, str]]]:
        above: dict[int, str] = {}
        for row in self.table.rows:
            kind = self.words(row.cells, self.at["work item type"])
            level = _LEVELS.get(kind.lower())
            if level is None:
                self.aside[kind or "without a type"] += 1
                continue
            number, title = self.numbered(row.cells, level)
            ref = self.once(number, title)
            if ref is None:
                continue
            for lower in [known for known in above if known >= level]:
                del above[lower]
            parent = next((above[upper] for upper in range(level - 1, 0, -1) if upper in above), None)
            above[level] = ref
            state = self.words(row.cells, self.at["state"]) if "state" in self.at else ""
            yield (
                row.number,
                {
                    "ref": ref,
                    "title": title[:300],
                    "level": level,
                    "parent": parent,
                    "in_scope": "no" if state.lower() in _OUT else "yes",
                    "owner": self.words(row.cells, self.at["assigned to"]) if "assigned to" in self.at else None,
                },
                {name: words[:2000] for name, place in self.kept if (words := self.words(row.cells, place))},
            )

    def words(self, cells: tuple[Cell, ...], place: int) -> str:
        return str(cells[place]).strip() if place < len(cells) and cells[place] is not None else ""

    def numbered(self, cells: tuple[Cell, ...], level: int) -> tuple[str, str]:
        """The number and the title of a row. The sequence id says the number; the title mostly repeats it."""
        place = self.titles[level - 1] if level <= len(self.titles) else self.titles[-1]
        words = self.words(cells, place)
        match = _NUMBERED.match(words)
        title = match.group(2).strip() if match else words
        number = self.words(cells, self.at["process sequence id"])
        if not re.fullmatch(r"[\d.]+", number):
            number = match.group(1) if match else ""
        return number.strip("."), title or number

    def once(self, number: str, title: str) -> str | None:
        """A ref that is free. The same row again gives None; another title under a taken number gets a suffix."""
        stem = number or title[:50]
        ref, suffix = stem, 1
        while ref in self.titles_by_ref:
            if self.titles_by_ref[ref] == title:
                self.same += 1
                return None
            suffix += 1
            ref = f"{stem}-{suffix}"
        self.renamed += suffix > 1
        self.titles_by_ref[ref] = title
        return ref

    def notes(self) -> Iterator[str]:
        if self.aside:
            kinds = ", ".join(f"{count:,} {kind.lower()}" for kind, count in self.aside.most_common())
            yield f"Left aside as work items that are no processes, {_rows(self.aside.total())}: {kinds}."
        if self.same:
            yield f"Left aside because the same process stands above: {_rows(self.same)}."
        if self.renamed:
            yield f"Given a number of its own (-2, -3 …), because another process has it: {_rows(self.renamed)}."


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


CATALOGUE = Dialect("Business Process Catalog", _recognises, _translate)
