"""Files of MS Project as tables of steps, under the headings of the list."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Cell, Table, TableRow
from firstlight.cutover.formats.mspdi import MspdiFile, TaskLine, lines_of, read_mspdi
from firstlight.cutover.rules.durations import written
from firstlight.kernel.sheets import Sheet

_MINUTES = ("minutes", "shortest", "longest", "dry_run_minutes")


def table_of(sheet: Sheet, data: bytes, file: str, zone: ZoneInfo) -> Table:
    """The tasks of a file of MS Project XML as rows of the list; times are those of the zone. Raises Unreadable."""
    return table_in(sheet, read_mspdi(data, file, zone.key), file)


def table_in(sheet: Sheet, found: MspdiFile, file: str) -> Table:
    """The same for a file that was read. Row numbers are places in its list of tasks."""
    lines = lines_of(found)
    keys = [column.key for column in sheet.columns if column.key != "plan"]
    headings = tuple(dict.fromkeys(heading for line in lines for heading in line.extras))
    return Table(
        file=file,
        sheet="",
        header=(*(sheet.column(key).title for key in keys), *headings),
        rows=tuple(TableRow(line.number, _cells(line, keys, headings)) for line in lines),
        notes=found.warnings,
    )


def _cells(line: TaskLine, keys: list[str], headings: tuple[str, ...]) -> tuple[Cell, ...]:
    return (
        *(_cell(key, line.values.get(key)) for key in keys),
        *(line.extras.get(heading) for heading in headings),
    )


def _cell(key: str, value: Any) -> Cell:
    if value is None or isinstance(value, str):
        return value
    if key in _MINUTES:
        return written(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return (", " if key == "predecessors" else "; ").join(value)
    return bool(value) if isinstance(value, bool) else int(value)
