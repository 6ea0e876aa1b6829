"""Times of rehearsals in a project folder: cutover/rehearsals/R1.csv, .xlsx, or a plan of MS Project (.xml).

A file is called like its rehearsal. What it says is kept with the times of rehearsals, and goes out with those.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath

from firstlight.contracts.tables import Problem, Table, TableRow, Unreadable
from firstlight.cutover.actions import change_rehearsals, record_timings
from firstlight.cutover.formats.mspdi import lines_of, read_mspdi
from firstlight.cutover.formats.reading import as_refusal, is_list
from firstlight.cutover.models import Rehearsal
from firstlight.cutover.sheets import REHEARSALS, TIMINGS
from firstlight.cutover.stores import CUTOVER
from firstlight.intake.comparing import compare
from firstlight.intake.parsing import ParsedSheet, join, parse
from firstlight.intake.reading import read_tables
from firstlight.intake.recognising import Recognised, match_headings
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Invalid
from firstlight.kernel.folders import FileFacts, FileKind, register_file_kind
from firstlight.kernel.sheets import Row, RowChange
from firstlight.workspace.queries import here, zone_of

_FOLDER = PurePosixPath("cutover", "rehearsals")
_SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xml")


def _is_rehearsal(path: PurePosixPath) -> bool:
    return path.parent == _FOLDER and path.suffix.lower() in _SUFFIXES


def _take(context: Context, path: PurePosixPath, data: bytes, facts: FileFacts | None = None) -> tuple[str, ...]:
    """Record the times of the file. A rehearsal that is not known yet is made, from its first to its last time."""
    project, ref = here(context), path.stem[:60]
    with as_refusal():
        tables = _tables(data, path, ref, zone_of(project).key)
    parsed = join([parse(Recognised(table, TIMINGS), zone_of(project)) for table in tables])
    if parsed.problems:
        raise Invalid("Some of its times cannot be read.", problems=parsed.problems)
    if not parsed.rows:
        raise Invalid(f"No step of {path} has a time; expected rows with a step, when it started and when it ended.")
    known = set(Rehearsal.objects.filter(project_id=project.pk).values_list("ref", flat=True))
    made = [one for one in dict.fromkeys(str(row.values["rehearsal"]) for row in parsed.rows) if one not in known]
    if made:
        change_rehearsals(context, project, [RowChange("added", None, _rehearsal(one, parsed.rows)) for one in made])
    changes = _changes(context, parsed)
    if changes:
        record_timings(context, project, changes)
    return parsed.notes


def _changes(context: Context, parsed: ParsedSheet) -> Sequence[RowChange]:
    return compare(TIMINGS.store.current(here(context)), parsed, complete=False).changes


def _rehearsal(ref: str, rows: Sequence[Row]) -> Row:
    own = [row.values for row in rows if row.values["rehearsal"] == ref]
    times = [at for row in own for at in (row["started"], row["ended"]) if at]
    values = {column.key: column.empty for column in REHEARSALS.columns}
    values |= {"ref": ref, "title": ref, "plan": CUTOVER}
    if times and max(times) > min(times):
        values |= {"started": min(times), "ended": max(times)}
    return Row((ref,), values)


def _tables(data: bytes, path: PurePosixPath, ref: str, zone: str) -> list[Table]:
    if not is_list(data):
        return [_of_project(data, path, ref, zone)]
    found = []
    for table in read_tables(data, str(path)):
        headings = match_headings(TIMINGS, table.header).columns
        if table.aside or "task" not in headings or not {"started", "ended", "outcome"} & set(headings):
            continue
        found.append(table if "rehearsal" in headings else _called(table, ref))
    if not found:
        raise Unreadable(Problem(str(path), "No table of it has a step and when it started or ended."))
    return found


def _called(table: Table, ref: str) -> Table:
    """The table with the rehearsal in front, which the file is called like."""
    rows = tuple(TableRow(row.number, (ref, *row.cells)) for row in table.rows)
    return replace(table, header=(TIMINGS.column("rehearsal").title, *table.header), rows=rows, lines=())


def _of_project(data: bytes, path: PurePosixPath, ref: str, zone: str) -> Table:
    keys = ("rehearsal", "task", "started", "ended")
    return Table(
        str(path), "", tuple(TIMINGS.column(key).title for key in keys), tuple(_happened(data, path, ref, zone))
    )


def _happened(data: bytes, path: PurePosixPath, ref: str, zone: str) -> Iterator[TableRow]:
    """Tasks that were begun, groups left out."""

    def said(at: datetime | None) -> str | None:
        return at.isoformat() if at else None

    for line in lines_of(read_mspdi(data, str(path), zone)):
        values = line.values
        if values["kind"] != "group" and values.get("actual_start"):
            cells = (ref, line.ref, said(values["actual_start"]), said(values.get("actual_end")))
            yield TableRow(line.number, cells)


REHEARSAL_FILES = register_file_kind(FileKind("rehearsal", _is_rehearsal, _take, "after sheets"))
