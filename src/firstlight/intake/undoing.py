"""What takes a change of a list back, and what stands in the way. Plain values, no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from firstlight.intake.wording import Kept, blank_row, words_of
from firstlight.kernel.sheets import Identity, Row, RowChange, Sheet

_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A field that somebody changed after the change: what undoing expects there, what stands there now."""

    identity: Identity
    title: str
    expected: str
    now: str


@dataclass(frozen=True, slots=True)
class Inverse:
    """The changes that take a change back; while something is in the way, none of them are made."""

    changes: tuple[RowChange, ...]
    in_the_way: tuple[InTheWay, ...]


def inverse(sheet: Sheet, current: Mapping[Identity, Row], changes: Iterable[Kept]) -> Inverse:
    """What makes each row what it was before the changes, in the fields that they changed.

    Fields that others changed since stay as they are, unless they are the same ones. An added row is taken out only
    while nobody has touched it; a removed one is put back only while nobody has put in another of its name.
    """
    made: list[RowChange] = []
    clashes: list[InTheWay] = []
    for one in changes:
        row = current.get(one.identity)
        if one.kind == "removed":
            if row is None:
                made.append(RowChange("added", None, _row(sheet, blank_row(sheet), one.before, one.extras_before)))
            else:
                clashes.append(InTheWay(one.identity, "Row", "not there", "added again"))
            continue
        if row is None:
            clashes.append(InTheWay(one.identity, "Row", "there", "removed"))
            continue
        found = _touched(sheet, row, one)
        clashes += found
        if found:
            continue
        if one.kind == "added":
            made.append(RowChange("removed", row, None))
        else:
            dropped = {heading: "" for heading in one.extras_after if heading not in one.extras_before}
            back = _row(sheet, row, one.before, {**dropped, **one.extras_before})
            made.append(RowChange("changed", row, back))
    return Inverse(tuple(made), tuple(clashes))


def _touched(sheet: Sheet, row: Row, one: Kept) -> list[InTheWay]:
    """The fields of the change that no longer say what it made them say; of an added row, all fields count."""
    now = words_of(sheet, row)
    wanted = {key: one.after.get(key, "") for key in now} if one.kind == "added" else one.after
    found = [
        InTheWay(one.identity, sheet.column(key).title, words, now[key])
        for key, words in wanted.items()
        if key in now and now[key] != words
    ]
    headings = {*one.extras_before, *one.extras_after} | (set(row.extras) if one.kind == "added" else set())
    found += [
        InTheWay(one.identity, heading, one.extras_after.get(heading, ""), row.extras.get(heading, ""))
        for heading in sorted(headings)
        if row.extras.get(heading, "") != one.extras_after.get(heading, "")
    ]
    return found


def _row(sheet: Sheet, row: Row, words: Mapping[str, str], extras: Mapping[str, str]) -> Row:
    values = dict(row.values)
    for key, text in words.items():
        column = sheet.column(key)
        values[key] = column.value(text, _UTC) if text else column.empty
    merged = {heading: text for heading, text in {**row.extras, **extras}.items() if text}
    return Row(sheet.identify(values), values, merged)
