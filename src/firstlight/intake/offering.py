"""Rows held out to one list, read and compared: what a preview shows and what applying does."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Problem, Table, Unreadable
from firstlight.intake.comparing import Difference, compare
from firstlight.intake.parsing import ParsedSheet, join, parse
from firstlight.intake.reading import read_tables
from firstlight.intake.reading.workbook import HIDDEN
from firstlight.intake.recognising import NEVER_DATA, LeftAside, Recognised, match_headings, recognise_all
from firstlight.intake.wording import fingerprint, key_of
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.sheets import Identity, Row, RowChange, Sheet, parts_of

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
    """What offered rows would do to a list, and to the lists that are `parts` of it.

    `headings` are those of the file that the list does not know, with the column that somebody said they are;
    `remembered` those among them that somebody has said something of. `missing` are titles of columns that the list
    needs and the file has not.
    """

    difference: Difference
    lines: tuple[Line, ...]
    headings: Mapping[str, str]
    missing: tuple[str, ...]
    remembered: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Proposal, ...] = ()

    @property
    def every_line(self) -> tuple[Line, ...]:
        """The changes of the list and of its parts."""
        return tuple(chain(self.lines, *(part.lines for part in self.parts)))

    @property
    def moved(self) -> tuple[Line, ...]:
        """Changes to be made whose row is no longer what it was when the rows were offered."""
        return tuple(line for line in self.every_line if line.taken and line.moved)

    @property
    def seen(self) -> dict[str, str]:
        """For every change a digest of the row that it was made from."""
        each = (self, *self.parts)
        return {line.key: fingerprint(one.difference.sheet, line.change.before) for one in each for line in one.lines}

    @property
    def refused(self) -> tuple[Problem, ...]:
        """What was refused, in the list and in its parts."""
        return tuple(chain(self.difference.refused, *(part.difference.refused for part in self.parts)))

    def chosen(self) -> tuple[tuple[Sheet, tuple[RowChange, ...]], ...]:
        """What is to be made, list by list. A row that is not taken in does not come by its parts either."""
        changes = tuple(line.change for line in self.lines if line.taken)
        without = {line.change.row.identity[0] for line in self.lines if _new(line) and not line.taken}
        found = [(self.difference.sheet, changes)]
        for part in self.parts:
            taken = (line.change for line in part.lines if line.taken)
            found.append((part.difference.sheet, tuple(c for c in taken if c.row.identity[0] not in without)))
        return tuple(found)


def _new(line: Line) -> bool:
    return line.change.kind == "added"


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


@dataclass(frozen=True, slots=True)
class Offered:
    """A file as rows of a list and of those of its parts that it has rows of; with all its headings.

    Unless it is the `whole` list, rows that it lacks are not missing.
    """

    rows: ParsedSheet
    parts: tuple[ParsedSheet, ...] = ()
    headings: tuple[str, ...] = ()
    whole: bool = True


def columns_of(sheet: Sheet) -> dict[str, str]:
    """The columns that a heading can be, by key, with their titles: of the list and of the lists of its parts."""
    own = {column.key: column.title for column in sheet.columns}
    for part in parts_of(sheet):
        rest = (column for column in part.columns if column.key != part.identity[0])
        own |= {f"{part.ref}:{column.key}": f"{part.title}: {column.title}" for column in rest}
    return own


def read_offer(sheet: Sheet, data: bytes, file: str, zone: ZoneInfo, mapped: Mapping[str, str]) -> Offered:
    """The rows of a file as rows of this list and its parts. Raises Unreadable when nothing in it can be taken so."""
    return offered_in(sheet, tables_for(sheet, data, file, zone), file, zone, mapped)


def offered_in(
    sheet: Sheet, read: Iterable[Table], file: str, zone: ZoneInfo, mapped: Mapping[str, str]
) -> Offered:  # fmt: skip
    """The same for a file whose tables were read."""
    every = tuple(read)
    tables = [table for table in every if not table.aside and not _explains(table)]
    if not tables:
        raise Unreadable(Problem(file, "no worksheet of it has rows; a header and rows below it are expected."))
    lists = (sheet, *parts_of(sheet))
    told = [recognise_all(_renamed(table, sheet, mapped), lists) for table in tables]
    known = [one for several in told if not isinstance(several, LeftAside) for one in several]
    aside = [one for one in told if isinstance(one, LeftAside)]
    if not known and len(tables) == 1:
        known, aside = [Recognised(_best(tables[0], sheet, mapped), sheet)], []
    if not known:
        raise Unreadable(Problem(file, f"no worksheet of it is {sheet.title.lower()}. {aside[0].reason}"))
    own = {table.sheet: table for table in tables}
    parsed: dict[str, list[ParsedSheet]] = {}
    for one in known:
        # A dialect reads the headings as they were explained; a plain list names them as its file does.
        table = one.table if one.dialect else own[one.table.sheet].headed_by(one.table.header_row)
        spoken = mapped if one.sheet is sheet else {}
        parsed.setdefault(one.sheet.ref, []).append(parse(replace(one, table=table, mapped=spoken), zone))
    first = join(parsed[sheet.ref]) if sheet.ref in parsed else ParsedSheet(sheet, (), identifiable=False)
    first = replace(first, notes=(*first.notes, *_left_aside(aside), *_hidden(every)))
    parts = tuple(join(parsed[part.ref]) for part in lists[1:] if part.ref in parsed)
    headed = (own[one.table.sheet].headed_by(one.table.header_row) for one in known)
    headings = tuple(dict.fromkeys(chain.from_iterable(table.header for table in headed)))
    whole = all(one.dialect.whole for one in known if one.dialect)
    return Offered(first, parts, headings, whole)


def tables_for(sheet: Sheet, data: bytes, file: str, zone: ZoneInfo) -> tuple[Table, ...]:
    """The tables of a file that is given to a list, which may take files that are no lists."""
    other = sheet.other_file(file)
    return (other.read(data, file, zone),) if other else read_tables(data, file)


def _left_aside(aside: Sequence[LeftAside]) -> Iterator[str]:
    """Worksheets that are not read are named: nobody should believe that they count."""
    names = ", ".join(f"“{one.table.sheet}”" for one in aside[:5])
    if len(aside) == 1:
        yield f"The worksheet {names} is not read: {aside[0].reason}"
    elif aside:
        more = f" and {len(aside) - 5} more" if len(aside) > 5 else ""
        yield f"The worksheets {names}{more} are not read: their headings fit no list that is read here."


def _hidden(tables: Iterable[Table]) -> Iterator[str]:
    """The same of hidden worksheets, but for that of our own files."""
    names = [f"“{one.sheet}”" for one in tables if one.aside == HIDDEN and not _explains(one)]
    if names:
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        yield f"Hidden worksheets are not read: {', '.join(names[:5])}{more}. Show them in Excel to have them read."


def _explains(table: Table) -> bool:
    return table.sheet.strip().casefold().startswith(NEVER_DATA)


def _renamed(table: Table, sheet: Sheet, mapped: Mapping[str, str]) -> Table:
    """The table as if its headings were those of the list, for telling which list it is."""
    known = columns_of(sheet)
    titles = {heading: known[key] for heading, key in mapped.items() if key}
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
    offered: Offered,
    mapped: Mapping[str, str],
    *,
    complete: bool,
    seen: Mapping[str, str] | None = None,
    left_out: Iterable[str] | None = None,
) -> Proposal:
    """Compare the rows with the lists as they are now.

    Without `seen` the rows are offered for the first time: nothing has moved, and removals are left out. Of the parts,
    only those that belong to rows which the file speaks of can be missing in it.
    """
    parsed, out = offered.rows, None if left_out is None else set(left_out)
    difference = compare(parsed.sheet.store.current(project), parsed, complete=complete and offered.whole)
    difference = _without_strangers(project, difference)
    lines = _lines(difference, seen, out)
    coming = {line.change.row.identity[0] for line in lines if _new(line)}
    refused = {identity[0] for identity in parsed.refused if identity}
    parts = []
    for one in offered.parts:
        below = _part(project, one, coming, refused, complete=complete)
        parts.append(Proposal(below, _lines(below, seen, out, one.sheet.ref), {}, ()))
    remembered = {heading: mapped[heading] for heading in offered.headings if heading in mapped}
    unknown = (heading for place in parsed.places for heading in place.extras)
    headings = {heading: mapped.get(heading, "") for heading in dict.fromkeys((*remembered, *unknown))}
    return Proposal(difference, lines, headings, _missing(parsed), remembered, tuple(parts))


def _missing(parsed: ParsedSheet) -> tuple[str, ...]:
    """Titles of the columns that the list needs and no table of the file has."""
    spoken = {key for place in parsed.places for key in place.columns}
    needed = [one for one in parsed.sheet.columns if one.required or one.key in parsed.sheet.identity]
    told = any(place.columns or place.extras for place in parsed.places)
    return tuple(column.title for column in needed if told and column.key not in spoken)


def _lines(
    difference: Difference, seen: Mapping[str, str] | None, out: set[str] | None, part: str = ""
) -> tuple[Line, ...]:
    lines = []
    for change in difference.changes:
        key = f"{part}{change.kind[0]}:{key_of(change.row.identity)}"
        taken = change.kind != "removed" if out is None else key not in out
        moved = seen is not None and seen.get(key) != fingerprint(difference.sheet, change.before)
        if seen is not None and key not in seen and change.kind == "removed":
            taken = False  # somebody added it since: nobody has said that it is to go
        lines.append(Line(key, change, taken, moved))
    return tuple(lines)


def _part(
    project: ProjectLike, parsed: ParsedSheet, coming: set[str], refused: set[str], *, complete: bool
) -> Difference:
    """What the file would change in a list of parts. Those of rows that are refused are silent: they were told."""
    spoken = {row.identity[0] for row in parsed.rows}
    stored = {key: row for key, row in parsed.sheet.store.current(project).items() if key[0] in spoken}
    difference = compare(stored, parsed, complete=complete)
    known = {identity[0] for identity in stored} | coming
    own: list[RowChange] = []
    rest: list[RowChange] = []
    for change in difference.changes:
        whose = change.row.identity[0]
        if whose not in refused or whose in known:
            (own if whose in coming else rest).append(change)
    told = _without_strangers(project, replace(difference, changes=tuple(rest)))
    order = {change.row.identity: place for place, change in enumerate(difference.changes)}
    changes = sorted((*own, *told.changes), key=lambda change: order[change.row.identity])
    return replace(told, changes=tuple(changes))


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
