"""Rows held out to one list, read and compared: what a preview shows and what applying does."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Problem, Table, Unreadable
from firstlight.intake.comparing import Difference, compare
from firstlight.intake.parsing import ParsedSheet, join, parse
from firstlight.intake.reading import read_tables
from firstlight.intake.recognising import NEVER_DATA, LeftAside, Recognised, match_headings, recognise
from firstlight.intake.wording import fingerprint, key_of
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.sheets import Identity, Row, RowChange, Sheet

#: What was pasted is kept under this name; its suffix says that cells are split by tabs.
PASTED = "pasted rows.tsv"


@dataclass(frozen=True, slots=True)
class Line:
    """A change that is offered. `moved`: the list changed since it was offered; `taken`: it is to be made."""

    key: str
    change: RowChange
    taken: bool
    moved: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What offered rows would do to a list.

    `headings` are those that the list does not know, with the column that somebody said they are; `missing` titles of
    columns that the list needs and the file has not.
    """

    difference: Difference
    lines: tuple[Line, ...]
    headings: Mapping[str, str]
    missing: tuple[str, ...]

    @property
    def moved(self) -> tuple[Line, ...]:
        """Changes to be made whose row is no longer what it was when the rows were offered."""
        return tuple(line for line in self.lines if line.taken and line.moved)

    @property
    def seen(self) -> dict[str, str]:
        """For every change a digest of the row that it was made from."""
        return {line.key: fingerprint(self.difference.sheet, line.change.before) for line in self.lines}

    def chosen(self) -> Difference:
        """The difference with what is to be made only; rows that were refused are left out of it."""
        changes = tuple(line.change for line in self.lines if line.taken)
        return replace(self.difference, changes=changes, refused=())


def pasted(sheet: Sheet, text: str) -> bytes:
    """Pasted text as the bytes of a file: with the headings of the list, where it came without any.

    Without headings the cells are taken in the order of the list's columns.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not text.strip():
        return b""
    rows = csv.reader(io.StringIO(text), delimiter="\t")
    try:
        first = next(rows)
    except (csv.Error, StopIteration):
        first = []
    named = [cell for cell in first if cell.strip()]
    found = len(match_headings(sheet, [cell.strip() for cell in first]).columns)
    if found >= 2 or (found and found == len(named)):
        return text.encode("utf-8", "replace")
    titles = [column.title for column in sheet.columns][: max(len(first), 1)]
    # Two-line headings of a merged table: the second line may have the names.
    second = next(rows, [])
    if len(match_headings(sheet, [cell.strip() for cell in second]).columns) >= 2:
        return text.encode("utf-8", "replace")
    return ("\t".join(titles) + "\n" + text).encode("utf-8", "replace")


def read_offer(sheet: Sheet, data: bytes, file: str, zone: ZoneInfo, mapped: Mapping[str, str]) -> ParsedSheet:
    """The rows of a file as rows of this list. Raises Unreadable when nothing in it can be taken for the list."""
    tables = [table for table in read_tables(data, file) if not table.aside and not _explains(table)]
    if not tables:
        raise Unreadable(Problem(file, "no worksheet of it has rows; a header and rows below it are expected."))
    found = [recognise(_renamed(table, sheet, mapped), [sheet]) for table in tables]
    known = [one for one in found if isinstance(one, Recognised)]
    if not known and len(tables) == 1:
        known = [Recognised(_best(tables[0], sheet, mapped), sheet)]
    if not known:
        reason = next(one.reason for one in found if isinstance(one, LeftAside))
        raise Unreadable(Problem(file, f"no worksheet of it is {sheet.title.lower()}. {reason}"))
    own = {table.sheet: table for table in tables}
    return join([
        parse(replace(one, table=own[one.table.sheet].headed_by(one.table.header_row), mapped=mapped), zone)
        for one in known
    ])  # fmt: skip


def _explains(table: Table) -> bool:
    return table.sheet.strip().casefold().startswith(NEVER_DATA)


def _renamed(table: Table, sheet: Sheet, mapped: Mapping[str, str]) -> Table:
    """The table as if its headings were those of the list, for telling which list it is."""
    titles = {heading: sheet.column(key).title for heading, key in mapped.items() if key}
    return replace(table, header=tuple(titles.get(heading, heading) for heading in table.header))


def _best(table: Table, sheet: Sheet, mapped: Mapping[str, str]) -> Table:
    """Under the header near the top that names most columns of the list."""
    best, most = table, len(match_headings(sheet, table.header, mapped).columns)
    for line in table.lines[:30]:
        other = table.headed_by(line.number)
        count = len(match_headings(sheet, other.header, mapped).columns)
        if count > most:
            best, most = other, count
    return best


def propose(
    project: ProjectLike,
    parsed: ParsedSheet,
    mapped: Mapping[str, str],
    *,
    complete: bool,
    seen: Mapping[str, str] | None = None,
    left_out: Iterable[str] | None = None,
) -> Proposal:
    """Compare the rows with the list as it is now.

    Without `seen` the rows are offered for the first time: nothing has moved, and removals are left out.
    """
    sheet = parsed.sheet
    difference = compare(sheet.store.current(project), parsed, complete=complete)
    difference = _without_strangers(project, difference)
    out = None if left_out is None else set(left_out)
    lines = []
    for change in difference.changes:
        key = f"{change.kind[0]}:{key_of(change.row.identity)}"
        taken = change.kind != "removed" if out is None else key not in out
        moved = seen is not None and seen.get(key) != fingerprint(sheet, change.before)
        if seen is not None and key not in seen and change.kind == "removed":
            taken = False  # somebody added it since: nobody has said that it is to go
        lines.append(Line(key, change, taken, moved))
    unknown = [heading for place in parsed.places for heading in place.extras]
    headings = {heading: mapped.get(heading, "") for heading in dict.fromkeys((*mapped, *unknown))}
    spoken = {key for place in parsed.places for key in place.columns}
    missing = tuple(
        column.title
        for column in sheet.columns
        if (column.required or column.key in sheet.identity) and column.key not in spoken
    )
    return Proposal(difference, tuple(lines), headings, missing)


def _without_strangers(project: ProjectLike, difference: Difference) -> Difference:
    """Rows that name what is in no list are refused here already, where the list can tell."""
    tell = getattr(difference.sheet.store, "unknown_names", None)
    problems: Sequence[Problem] = tell(project, difference.changes) if tell and difference.changes else ()
    if not problems:
        return difference
    at = {(problem.file, problem.sheet, problem.row) for problem in problems}
    rest = tuple(change for change in difference.changes if change.kind == "removed" or _place(change.row) not in at)
    return replace(difference, changes=rest, refused=(*difference.refused, *problems))


def _place(row: Row) -> tuple[str, str, int] | None:
    return (row.origin.file, row.origin.sheet, row.origin.row) if row.origin else None


def changed_rows(
    sheet: Sheet, current: Mapping[Identity, Row], rows: Iterable[tuple[Identity, Row]]
) -> tuple[RowChange, ...]:
    """What makes the stored rows say what these say; rows that say it already are no change."""
    return tuple(
        RowChange("changed", current[identity], row)
        for identity, row in rows
        if identity in current and current[identity].values != row.values
    )
