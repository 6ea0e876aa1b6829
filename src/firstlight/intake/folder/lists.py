"""The lists of a folder: every workbook and CSV file, recognised, parsed and joined by list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Problem, Table, TableRow, Unreadable
from firstlight.intake.folder.scanning import PROJECT_FILE, Found, Ignored
from firstlight.intake.parsing import ParsedSheet, join, parse
from firstlight.intake.reading import read_tables
from firstlight.intake.recognising import NEVER_DATA, LeftAside, Recognised, recognise_all
from firstlight.kernel.documents import Document
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import Sheet, sheets
from firstlight.workspace.sheets import PEOPLE


@dataclass(slots=True)
class Lists:
    """What was read: one parsed sheet a list, and everything that was not."""

    parsed: list[ParsedSheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_lists(found: Found, document: Document | None, zone: ZoneInfo) -> Lists:
    """Read all lists. Never raises for what is in a file: it is in `problems`."""
    lists = Lists()
    by_sheet: dict[str, list[ParsedSheet]] = {}
    tables = [*_tables(found, lists), *_people_of(document)]
    for table in tables:
        recognised = _recognised(table)
        if isinstance(recognised, LeftAside):
            if not table.sheet.strip().casefold().startswith(NEVER_DATA):
                where = f"{table.file}, sheet “{table.sheet}”" if table.sheet else table.file
                lists.ignored.append(Ignored(where, recognised.reason))
            continue
        for one in (parse(found_as, zone) for found_as in recognised):
            by_sheet.setdefault(one.sheet.ref, []).append(one)
    for parts in by_sheet.values():
        # An empty list of a template beside a filled one says nothing.
        filled = [part for part in parts if part.rows or part.problems] or parts[:1]
        lists.parsed.append(join(filled))
        lists.problems += lists.parsed[-1].problems
        lists.notes += lists.parsed[-1].notes
    return lists


def _tables(found: Found, lists: Lists) -> Iterable[Table]:
    for path in found.spreadsheets:
        try:
            tables = read_tables(found.read(path), str(path))
        except Unreadable as error:
            lists.problems.append(error.problem)
            continue
        except Invalid as error:
            lists.problems += error.problems
            continue
        for table in tables:
            lists.notes += [f"{path}: {note}" for note in table.notes]
            yield table


def _recognised(table: Table) -> tuple[Recognised, ...] | LeftAside:
    """By the name of the file first; else by what is unmistakable, so that a stray list is never taken for another."""
    stem = str(PurePosixPath(table.file).with_suffix(""))
    candidates = [sheet for _, sheet in sheets.items() if stem in _stems(sheet)]
    if candidates:
        found = recognise_all(table, candidates)
        if not isinstance(found, LeftAside):
            return found
    elsewhere = recognise_all(table, by_header=False)
    return elsewhere if not isinstance(elsewhere, LeftAside) or not candidates else found


def _stems(sheet: Sheet) -> tuple[str, str]:
    """scope.csv or requirements.csv, tests/cases.xlsx or tests/cycles.csv."""
    folder = sheet.stem.rpartition("/")[0]
    own = sheet.ref.rpartition(".")[2]
    return sheet.stem, f"{folder}/{own}" if folder else own


def _people_of(document: Document | None) -> Iterable[Table]:
    """People that project.yaml names, as the table they would be."""
    people = document.data.get("people") if document else None
    if document is None or not isinstance(people, list):
        return
    keys = [column.key for column in PEOPLE.columns]
    header = tuple(column.title for column in PEOPLE.columns)
    rows = []
    for number, one in enumerate(people):
        given = one if isinstance(one, dict) else {}
        cells = (given.get(key) for key in keys)
        plain = tuple("; ".join(map(str, cell)) if isinstance(cell, list) else cell for cell in cells)
        rows.append(TableRow(document.lines.get(f"people.{number}", 1), plain))
    yield Table(PROJECT_FILE, PEOPLE.title, header, tuple(rows))
