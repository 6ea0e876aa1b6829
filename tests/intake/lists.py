"""A list with a column of every kind, kept in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.intake.comparing import Difference, compare
from firstlight.intake.parsing import ParsedSheet, parse
from firstlight.intake.reading import read_tables
from firstlight.intake.recognising import Recognised, recognise
from firstlight.kernel.sheets import (
    Identity,
    Row,
    RowChange,
    Sheet,
    choice,
    day,
    flag,
    instant,
    integer,
    names,
    number,
    text,
)

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass
class Memory:
    """A store whose rows are a dictionary."""

    rows: dict[Identity, Row] = field(default_factory=dict)

    def current(self, project: object) -> Mapping[Identity, Row]:
        return self.rows

    def write(self, context: object, project: object, changes: Sequence[RowChange]) -> int:
        for change in changes:
            if change.after is None:
                del self.rows[change.row.identity]
            else:
                self.rows[change.row.identity] = change.after
        return len(changes)


COLUMNS = (
    text("ref", "Ref", "A short name.", required=True, aliases=("id", "number"), most=60, example="T-1"),
    text("title", "Title", "What it is.", required=True, aliases=("name", "description"), most=4000),
    choice("state", "State", "How it stands.", {"open": "Open", "done": "Done, or dropped"}, empty="open"),
    integer("effort", "Effort", "In hours.", least=-1000, most=10**9),
    number("cost", "Cost %", "Share.", least=-(10**6)),
    number("money", "Cost", "Amount."),
    flag("active", "Active", "Whether it counts.", empty=False),
    day("due", "Due date", "By when.", aliases=("due",)),
    instant("begins", "Begins", "When it starts."),
    names("people", "People", "Who does it."),
    text("notes", "Notes", "Anything else.", most=30_000),
)


def make_list(*, ref: str = "work.tasks", title: str = "Tasks", stem: str = "tasks", **settings: Any) -> Sheet:
    """A list of tasks with a store of its own."""
    store = Memory()
    settings = {"order": 10, "columns": COLUMNS, "examples": ({"ref": "T-1", "title": "An example"},), **settings}
    return Sheet(
        ref=ref, stem=stem, title=title, about="What there is to do.", store=store, apply=store.write, **settings
    )


def values_of(sheet: Sheet, **given: Any) -> dict[str, Any]:
    """All values of a row, those not given empty."""
    return {column.key: given.get(column.key, column.empty) for column in sheet.columns}


def row_of(sheet: Sheet, extras: Mapping[str, str] | None = None, **given: Any) -> Row:
    """A row made without a file."""
    values = values_of(sheet, **given)
    return Row(sheet.identify(values), values, extras or {})


def parsed_file(data: bytes, sheet: Sheet, file: str = "tasks.csv", zone: ZoneInfo = BERLIN) -> ParsedSheet:
    """The rows of the first table of a file that is this list."""
    for table in read_tables(data, file):
        found = recognise(table, [sheet])
        if isinstance(found, Recognised):
            return parse(found, zone)
    raise AssertionError(f"no table of {file} is {sheet.title}")


def parsed_csv(words: str, sheet: Sheet | None = None) -> ParsedSheet:
    """The rows of a CSV file of these words."""
    return parsed_file(words.encode(), sheet or make_list())


def sentences(parsed: ParsedSheet) -> list[str]:
    """All problems as people read them."""
    return [str(problem) for problem in parsed.problems]


def difference(sheet: Sheet, words: str, *, complete: bool = True) -> Difference:
    """What a CSV file would change in the rows that the list has."""
    return compare(sheet.store.current(None), parsed_csv(words, sheet), complete=complete)  # type: ignore[arg-type]
