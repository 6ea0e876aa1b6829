"""What a file would change, before anything is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Problem
from firstlight.intake.parsing import ParsedSheet, Place
from firstlight.kernel.sheets import Identity, Row, RowChange, Sheet, cell_text

_BLANK: tuple[Any, ...] = (None, "", ())


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One cell of a preview, as it would stand in a file: "" for a blank one."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file would do to a list: new and changed rows in the order of the file, then those that would go.

    `same` counts rows that stay as they are. While `refused` has a problem, nothing of it can be applied.
    """

    sheet: Sheet
    file: str
    table: str
    changes: tuple[RowChange, ...]
    same: int
    refused: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def added(self) -> int:
        """How many rows are new."""
        return self._count("added")

    @property
    def changed(self) -> int:
        """How many rows say something else than is stored."""
        return self._count("changed")

    @property
    def removed(self) -> int:
        """How many stored rows are no longer in the file."""
        return self._count("removed")

    @property
    def refused_rows(self) -> int:
        """How many rows of the file have a problem."""
        return len({(problem.file, problem.sheet, problem.row) for problem in self.refused if problem.row})

    def _count(self, kind: str) -> int:
        return sum(1 for change in self.changes if change.kind == kind)

    def fields(self, change: RowChange, zone: ZoneInfo) -> tuple[FieldChange, ...]:
        """What changes within a row, column by column, extra columns after the known ones."""
        before, after = change.before, change.after
        found = []
        for key in change.fields():
            column = self.sheet.column(key)
            texts = [
                cell_text(column.cell(row.values.get(key, column.empty), zone)) if row else ""
                for row in (before, after)
            ]
            if texts[0] != texts[1]:
                found.append(FieldChange(column.title, *texts))
        old, new = (before.extras if before else {}), (after.extras if after else {})
        for heading in dict.fromkeys((*old, *new)):
            if old.get(heading, "") != new.get(heading, ""):
                found.append(FieldChange(heading, old.get(heading, ""), new.get(heading, "")))
        return tuple(found)


def compare(current: Mapping[Identity, Row], parsed: ParsedSheet, *, complete: bool) -> Difference:
    """What the file would change in the current rows.

    Of a row that is there already, only the columns that the file has are compared; the others keep their value. Rows
    that the file lacks would be removed only when the file is the `complete` list. A row that is refused is not
    missing, and where no row could be identified, none is.
    """
    places = {(place.file, place.sheet): place for place in parsed.places}
    changes = []
    same = 0
    for row in parsed.rows:
        before = current.get(row.identity)
        if before is None:
            changes.append(RowChange("added", None, row))
            continue
        if row.values == before.values and row.extras == before.extras:
            same += 1
            continue
        after = _merged(before, row, places.get((row.origin.file, row.origin.sheet)) if row.origin else None)
        if after is None:
            same += 1
        else:
            changes.append(RowChange("changed", before, after))
    if complete and parsed.identifiable:
        named = {row.identity for row in parsed.rows} | parsed.refused
        changes += [RowChange("removed", row, None) for identity, row in current.items() if identity not in named]
    return Difference(parsed.sheet, parsed.file, parsed.table, tuple(changes), same, parsed.problems, parsed.notes)


def _merged(before: Row, row: Row, place: Place | None) -> Row | None:
    """The stored row with what the file says of it; None when that is nothing new.

    A row made without a file says something of every column. A store may keep nothing where a column has an empty
    text; that is no change.
    """
    values, news = dict(before.values), False
    for key, value in row.values.items():
        if key not in values:
            values[key] = value
        elif (place is None or key in place.columns) and not _alike(values[key], value):
            values[key], news = value, True
    kept = {} if place is None else {h: words for h, words in before.extras.items() if h not in place.extras}
    extras = {**kept, **row.extras}
    return Row(row.identity, values, extras, row.origin) if news or extras != before.extras else None


def _alike(old: Any, new: Any) -> bool:
    return bool(old == new) or (old in _BLANK and new in _BLANK)
