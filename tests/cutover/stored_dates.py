"""Dates that MS Project stored beside those computed here, as the table in docs/algorithms/scheduling.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from firstlight.cutover.formats.mspdi import MspdiFile, read_mspdi
from firstlight.engines.scheduling import Schedule, compute

#: Names in a file, of what is computed, and of what was read.
FIELDS = {
    "EarlyStart": ("early_start", "early_start"),
    "EarlyFinish": ("early_finish", "early_finish"),
    "LateStart": ("late_start", "late_start"),
    "LateFinish": ("late_finish", "late_finish"),
    "TotalSlack": ("total_float", "total_slack"),
    "FreeSlack": ("free_float", "free_slack"),
    "Critical": ("critical", "critical"),
}
NAMES = ("Residential_Construction.xml", "Software_Development.xml", "aspose-project.xml")


@dataclass(frozen=True)
class Compared:
    """One file: how many values were held against each other, and which fields of which tasks differ."""

    name: str
    rows: int
    values: int
    differing: dict[str, list[str]]
    found: MspdiFile
    schedule: Schedule


def compared(path: Path) -> Compared:
    """Hold a file against what is computed from it."""
    found = read_mspdi(path.read_bytes(), path.name)
    schedule = compute(found.draft.settled())
    values, differing = 0, dict[str, list[str]]()
    for dates in schedule.all():
        stored = found.stored[dates.id]
        for field, (ours, theirs) in FIELDS.items():
            values += 1
            if getattr(dates, ours) != getattr(stored, theirs):
                differing.setdefault(dates.id, []).append(field)
    return Compared(path.name, len(found.stored), values, differing, found, schedule)


def table(files: Iterable[Compared]) -> Iterator[str]:
    """The table, line by line."""
    yield "| file | tasks | values | the same | differing |"
    yield "|---|---:|---:|---:|---|"
    for one in files:
        fields = sum(map(len, one.differing.values()))
        named = "; ".join(f"{id}: {', '.join(names)}" for id, names in one.differing.items()) or "none"
        yield f"| {one.name} | {one.rows} | {one.values} | {one.values - fields} | {named} |"
