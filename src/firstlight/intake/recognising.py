"""Which list a table is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from firstlight.contracts.tables import Problem, Table, heading_text
from firstlight.intake.reading.headers import DEEPEST
from firstlight.kernel.sheets import Column, Dialect, Sheet, sheets

#: Worksheets that explain a file and never hold data, by how their name begins.
NEVER_DATA = ("about", "example", "choices")

#: The names that spreadsheets give a worksheet nobody named.
UNNAMED = re.compile(r"(sheet|tabelle|feuil|hoja|foglio|blad|ark|munka|arkusz|planilha|лист)\s?\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table, under the header that fits, and the list it is. With a dialect, that one translates it.

    `mapped` says for headings which column they are, by its key, where a person has said so; "" is none of them.
    """

    table: Table
    sheet: Sheet
    dialect: Dialect | None = None
    mapped: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftAside:
    """A table that is not read, and why, in a sentence: nobody should believe that it counted."""

    table: Table
    reason: str


@dataclass(frozen=True, slots=True)
class Headings:
    """How the headings of a table meet the columns of a sheet, all by position from 0.

    `columns` has the keys that were found. `extras` are headings the sheet does not know; `unnamed` are positions
    without a heading. `repeated` are positions whose heading stands further left already.
    """

    columns: dict[str, int]
    extras: dict[int, str]
    unnamed: tuple[int, ...]
    repeated: tuple[int, ...]


def recognise(
    table: Table, candidates: Iterable[Sheet] | None = None, *, by_header: bool = True
) -> Recognised | LeftAside:
    """The list that a table is, out of the candidates (all registered sheets, where none are given).

    A dialect that knows the header wins, then the name of the worksheet (of the file, where the worksheet has none),
    then the header that names all required columns (unless `by_header` is off, for a place where any list may lie).
    The header may stand below titles and notes. A table that could as well be two lists is left aside.
    """
    found = recognise_all(table, candidates, by_header=by_header)
    return found if isinstance(found, LeftAside) else found[0]


def recognise_all(
    table: Table, candidates: Iterable[Sheet] | None = None, *, by_header: bool = True
) -> tuple[Recognised, ...] | LeftAside:
    """The same for all lists that a table is at once: a dialect may hold rows of several, as cases with their steps."""
    known = list(candidates) if candidates is not None else [sheet for _, sheet in sheets.items()]
    if table.aside:
        return LeftAside(table, table.aside)
    if table.sheet.strip().casefold().startswith(NEVER_DATA):
        return LeftAside(table, f"“{table.sheet}” explains the file; worksheets of that name are never data.")
    translated = _by_dialect(table, known)
    if translated:
        return translated
    found = _by_name(table, known) or (_by_header(table, known) if by_header else _no_list(table, known))
    return found if isinstance(found, LeftAside) else (found,)


def match_headings(sheet: Sheet, header: Sequence[str], mapped: Mapping[str, str] | None = None) -> Headings:
    """Each column of the sheet with the heading that names it best: its title, its key, then its aliases in order.

    Case, space, punctuation and a star for "required" do not matter. A heading that is only an alias of a column
    found under a better name is an extra column like any other. What is `mapped` (heading to key) was said by a person
    and goes before all of it.
    """
    exact = [_exact(heading) for heading in header]
    loose: dict[str, list[int]] = {}
    for position, heading in enumerate(header):
        loose.setdefault(_loose(heading), []).append(position)
    said = {_exact(heading): key for heading, key in (mapped or {}).items()}
    by_hand = {position: said[words] for position, words in enumerate(exact) if words in said}
    found: dict[str, int] = {}
    taken: set[int] = set(by_hand)
    for position, key in by_hand.items():
        if any(column.key == key for column in sheet.columns):
            found.setdefault(key, position)
    for column, name in _names_in_order(sheet.columns):
        free = [position for position in loose.get(_loose(name), ()) if position not in taken]
        if column.key not in found and free:
            position = min(free, key=lambda position: exact[position] != _exact(name))
            found[column.key] = position
            taken.add(position)
    taken = set(found.values())
    repeated = _repeated(header, exact, {exact[position] for position in taken})
    extras = {
        position: heading
        for position, heading in enumerate(header)
        if exact[position] and position not in taken and position not in repeated
    }
    unnamed = tuple(position for position, heading in enumerate(exact) if not heading)
    return Headings(found, extras, unnamed, tuple(repeated))


def _repeated(header: Sequence[str], exact: Sequence[str], known: set[str]) -> list[int]:
    """Headings that stand twice. Those of extra columns are kept as written, so there “Foo” and “foo” are two."""
    seen: set[str] = set()
    repeated = []
    for position, heading in enumerate(exact):
        name = heading if heading in known else header[position]
        if name and name in seen:
            repeated.append(position)
        seen.add(name)
    return repeated


def _names_in_order(columns: Sequence[Column]) -> list[tuple[Column, str]]:
    named = [
        (rank, column, name)
        for column in columns
        for rank, name in enumerate((column.title, column.key, *column.aliases))
    ]
    return [(column, name) for _, column, name in sorted(named, key=lambda entry: entry[0])]


def _exact(heading: str) -> str:
    return " ".join(heading.replace("*", " ").casefold().split())


def _loose(heading: str) -> str:
    """Letters, digits and the signs that tell “Cost” from “Cost %”."""
    if len(heading) > 200:  # a sentence above the table, not a heading
        return heading
    kept = "".join(sign for sign in heading.casefold() if sign.isalnum() or sign in "%#€$&+")
    return kept or _exact(heading)


def missing_columns(sheet: Sheet, headings: Headings) -> list[Column]:
    """Columns that a table of this list must have and this one has not."""
    needed = [column for column in sheet.columns if column.required or column.key in sheet.identity]
    return [column for column in needed if column.key not in headings.columns]


def missing_problem(table: Table, sheet: Sheet, column: Column) -> Problem:
    """The problem of a table without a column that it must have."""
    seen = ", ".join(f"“{heading}”" for heading in table.header if heading) or "none"
    also = f" (also read: {', '.join(column.aliases[:4])})" if column.aliases else ""
    sentence = f"the column “{column.title}” is missing{also}; the headings found are {seen[:300]}."
    return Problem(table.file, sentence, sheet=table.sheet, row=table.header_row, column=column.title)


def _by_dialect(table: Table, known: Sequence[Sheet]) -> tuple[Recognised, ...]:
    """Each list with the first of its dialects that knows the header: the highest row that any of them knows."""
    dialects = [(sheet, dialect) for sheet in known for dialect in sheet.dialects]
    for number, header in _possible_headers(table) if dialects else ():
        found: dict[str, Recognised] = {}
        for sheet, dialect in dialects:
            if sheet.ref not in found and dialect.recognises(header):
                headed = table.headed_by(number)
                if dialect.fits is None or dialect.fits(headed):
                    found[sheet.ref] = Recognised(headed, sheet, dialect)
        if found:
            return tuple(found.values())
    return ()


def _by_name(table: Table, known: Sequence[Sheet]) -> Recognised | None:
    name = table.sheet.strip()
    if not name or UNNAMED.fullmatch(name):
        name = PurePosixPath(table.file).stem
    wanted = _loose(name)
    stems = [sheet.stem for sheet in known]
    for sheet in known:
        names = [sheet.title, sheet.ref, sheet.ref.rpartition(".")[2], *sheet.aliases]
        if stems.count(sheet.stem) == 1:
            names.append(PurePosixPath(sheet.stem).name)
        if wanted in {_loose(known_name) for known_name in names}:
            return Recognised(_best_header(table, sheet)[0], sheet)
    return None


def _by_header(table: Table, known: Sequence[Sheet]) -> Recognised | LeftAside:
    found: list[tuple[int, Recognised]] = []
    for sheet in known:
        headed, headings = _best_header(table, sheet)
        if len(headings.columns) >= min(2, len(sheet.columns)) and not missing_columns(sheet, headings):
            found.append((len(headings.columns), Recognised(headed, sheet)))
    most = max((count for count, _ in found), default=0)
    best = [recognised for count, recognised in found if count == most]
    if len(best) == 1:
        return best[0]
    if best:
        titles = " or ".join(f"“{recognised.sheet.title}”" for recognised in best)
        return LeftAside(table, f"Its headings fit more than one list; name the worksheet {titles}.")
    return _no_list(table, known)


def _no_list(table: Table, known: Sequence[Sheet]) -> LeftAside:
    seen = ", ".join(f"“{heading}”" for heading in table.header if heading)
    lists = ", ".join(f"“{sheet.title}”" for sheet in known[:8]) or "none"
    return LeftAside(table, f"Its headings ({seen[:300]}) fit no list that is read here ({lists}).")


def _best_header(table: Table, sheet: Sheet) -> tuple[Table, Headings]:
    """The table under the header that names most columns of the sheet; the reader's guess wins a tie."""
    best, headings = table, match_headings(sheet, table.header)
    for number, header in _possible_headers(table):
        other = match_headings(sheet, header)
        if len(other.columns) > len(headings.columns):
            best, headings = table.headed_by(number), other
    return best, headings


def _possible_headers(table: Table) -> list[tuple[int, tuple[str, ...]]]:
    """The reader's guess, then every row near the top."""
    others = [
        (line.number, tuple(heading_text(cell) for cell in line.cells))
        for line in table.lines[:DEEPEST]
        if line.number != table.header_row
    ]
    return [(table.header_row, table.header), *others]
