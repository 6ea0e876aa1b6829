"""Rows of sheets as programs read and send them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.api.problems import Changed
from firstlight.contracts.reading import plain
from firstlight.contracts.tables import Problem
from firstlight.kernel.canonical import canonical
from firstlight.kernel.errors import Invalid, NotFound
from firstlight.kernel.sheets import Column, Identity, Row, Sheet, cell_text, sheets


def sheet_named(ref: str) -> Sheet:
    """The list of that name. NotFound naming the lists there are."""
    found = sheets.get(ref)
    if found is None:
        raise NotFound("There is no such list.", known=sorted(sheets))
    return found


def row_id(identity: Identity) -> str:
    """What names a row in an address: its ref, or the parts of its identity with a tilde between them."""
    return "~".join(identity)


def row_of(rows: Mapping[Identity, Row], wanted: str) -> Row | None:
    """The row of that id, or None."""
    return rows.get((wanted,)) or next((row for identity, row in rows.items() if row_id(identity) == wanted), None)


def version_of(row: Row) -> str:
    """What says whether a row is still the same: the value of its ETag."""
    text = canonical({"values": {key: told(value) for key, value in row.values.items()}, "extras": dict(row.extras)})
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def etag(row: Row) -> str:
    """The version as it stands in a header."""
    return f'"{version_of(row)}"'


def told(value: Any) -> Any:
    """A value as JSON."""
    if isinstance(value, tuple):
        return [told(part) for part in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return plain(value) if isinstance(value, Decimal) else value


def body_of(row: Row) -> dict[str, Any]:
    """A row as it is answered."""
    values = {key: told(value) for key, value in row.values.items()}
    return {"id": row_id(row.identity), "version": version_of(row), "values": values, "extras": dict(row.extras)}


def read_values(sheet: Sheet, given: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """What was sent, as the columns read it. Raises Invalid naming every column, value and what would do."""
    columns = {column.key: column for column in sheet.columns}
    values, problems = {}, []
    for key, cell in given.items():
        column = columns.get(key)
        if column is None:
            accepted = f"expected one of: {', '.join(columns)}."
            problems.append(Problem("", accepted, column=str(key)[:100], value=_shown(cell)))
            continue
        try:
            values[key] = _read(column, cell, zone)
        except (ValueError, ArithmeticError, OverflowError) as error:
            problems.append(Problem("", f"expected {error}.", column=key, value=_shown(cell)))
    if problems:
        raise Invalid("Some values cannot be accepted.", problems=tuple(problems))
    return values


def _read(column: Column, cell: Any, zone: ZoneInfo) -> Any:
    if isinstance(cell, list) and all(isinstance(part, str) for part in cell):
        cell = "; ".join(cell)
    if cell is not None and not isinstance(cell, str | int | float | bool):
        raise ValueError(column.accepts)
    if isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) > 10**15:
        raise ValueError(column.accepts)
    return column.value(cell, zone)


def _shown(cell: Any) -> str:
    words = cell_text(cell) if isinstance(cell, str | int | float | bool | None) else str(cell)
    return words[:100]


def complete_row(sheet: Sheet, values: Mapping[str, Any], extras: Mapping[str, str]) -> Row:
    """A whole row; what was not sent is empty. Raises Invalid for a required column that is missing."""
    problems = tuple(
        Problem("", f"expected {column.accepts}; this column may not be empty.", column=column.key)
        for column in sheet.columns
        if (column.required or column.key in sheet.identity) and values.get(column.key) in (None, "")
    )
    if problems:
        raise Invalid("Some columns may not be empty.", problems=problems)
    complete = {column.key: values.get(column.key, column.empty) for column in sheet.columns}
    return Row(sheet.identify(complete), complete, dict(extras))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a change says of the row it was made from: a version, or the values that it saw."""

    if_match: str = ""
    was: Mapping[str, Any] | None = None

    def check(self, row: Row, sent: Mapping[str, Any]) -> None:
        """Raises Changed with each column that differs: what is there, what was sent, what it was thought to be."""
        if self.if_match and self.if_match.strip() != "*":
            tags = [tag.strip().removeprefix("W/") for tag in self.if_match.split(",")]
            if etag(row) not in tags:
                raise _changed(row, sent, {key for key in sent if row.values.get(key) != sent[key]}, {})
        if self.was is not None:
            moved = {key for key, value in self.was.items() if _text(row.values.get(key)) != _text(value)}
            if moved:
                raise _changed(row, sent, moved, self.was)


def _text(value: Any) -> Any:
    """Empty is empty, however it was written."""
    return None if value in (None, "", (), []) else told(value)


def _changed(row: Row, sent: Mapping[str, Any], keys: Iterable[str], was: Mapping[str, Any]) -> Changed:
    fields = [
        {"column": key, "now": told(row.values.get(key)), "sent": told(sent.get(key)), "was": told(was.get(key))}
        for key in sorted(keys)
    ]
    sentence = f"“{row_id(row.identity)}” was changed since you read it. Read it again and decide column by column."
    return Changed(sentence, version=version_of(row), fields=fields)
