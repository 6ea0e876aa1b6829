"""Rows as texts of their cells, and back: how a form shows them and how a change is kept until it can be undone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Problem
from firstlight.kernel.sheets import Column, Identity, Row, RowChange, Sheet, cell_text

_UTC = ZoneInfo("UTC")


def key_of(identity: Identity) -> str:
    """An identity as one text that can stand in an address: its parts between slashes, "A-12" for a single one."""
    return "/".join(part.replace("~", "~0").replace("/", "~1") for part in identity)


def identity_of(key: str) -> Identity:
    """The identity that `key_of` was given."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in key.split("/"))


def words_of(sheet: Sheet, row: Row, zone: ZoneInfo = _UTC) -> dict[str, str]:
    """The cells of a row as a person reads and types them. What a blank cell would mean is written out, too."""
    return {column.key: words_in(column, row.values.get(column.key, column.empty), zone) for column in sheet.columns}


def words_in(column: Column, value: Any, zone: ZoneInfo = _UTC) -> str:
    """A value as it is read and typed; "" for nothing."""
    return "" if value is None or value in ("", ()) else cell_text(column.format(value, zone))


def value_of(column: Column, words: str, zone: ZoneInfo) -> Any:
    """The value of a cell that was typed. Raises ValueError with a sentence."""
    try:
        return column.value(words, zone)
    except (ValueError, ArithmeticError) as error:
        shown = words if len(words) <= 80 else words[:79] + "…"
        if words.strip():
            raise ValueError(f"“{shown}” is not accepted; expected {error}.") from None
        raise ValueError(f"This may not be empty; expected {column.accepts}.") from None


def with_words(sheet: Sheet, row: Row, words: Mapping[str, str], zone: ZoneInfo) -> tuple[Row, tuple[Problem, ...]]:
    """The row with these cells typed over, and a problem for each that is not accepted."""
    values, problems = dict(row.values), []
    for key, typed in words.items():
        column = sheet.column(key)
        try:
            values[key] = value_of(column, typed, zone)
        except ValueError as error:
            problems.append(Problem("", str(error), column=key, value=typed[:100]))
    return Row(sheet.identify(values), values, dict(row.extras)), tuple(problems)


def blank_row(sheet: Sheet) -> Row:
    """A row in which nothing is filled in yet."""
    return Row((), {column.key: column.empty for column in sheet.columns})


def fingerprint(sheet: Sheet, row: Row | None) -> str:
    """A short digest of a stored row; "" where there is none."""
    if row is None:
        return ""
    text = json.dumps([words_of(sheet, row), sorted(row.extras.items())], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Kept:
    """One row's change in words: only the fields that changed. Extra columns stand under their headings."""

    kind: Literal["added", "changed", "removed"]
    identity: Identity
    before: Mapping[str, str]
    after: Mapping[str, str]
    extras_before: Mapping[str, str]
    extras_after: Mapping[str, str]

    def as_json(self) -> list[Any]:
        """In a form that can be stored."""
        return [self.kind, list(self.identity), *map(dict, (self.before, self.after)),
                *map(dict, (self.extras_before, self.extras_after))]  # fmt: skip

    @classmethod
    def of_json(cls, given: Sequence[Any]) -> Kept:
        """From its stored form."""
        kind, identity, before, after, extras_before, extras_after = given
        return cls(cast(Any, kind), tuple(identity), before, after, extras_before, extras_after)


def kept(sheet: Sheet, change: RowChange) -> Kept:
    """A change in words."""
    before, after = change.before, change.after
    fields = frozenset(change.fields())
    columns = [column for column in sheet.columns if column.key in fields]
    headings = {
        heading
        for heading in {**(before.extras if before else {}), **(after.extras if after else {})}
        if (before.extras if before else {}).get(heading, "") != (after.extras if after else {}).get(heading, "")
    }
    return Kept(
        change.kind,
        change.row.identity,
        _words(columns, before),
        _words(columns, after),
        {heading: before.extras[heading] for heading in sorted(headings) if before and heading in before.extras},
        {heading: after.extras[heading] for heading in sorted(headings) if after and heading in after.extras},
    )


def _words(columns: Sequence[Column], row: Row | None) -> dict[str, str]:
    return {one.key: words_in(one, row.values.get(one.key, one.empty)) for one in columns} if row else {}
