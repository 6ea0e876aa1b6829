"""Columns: how a cell becomes a value and a value a cell.

`parse` takes what a spreadsheet or a CSV file holds (spreadsheets give 3.0 for 3 and dates as dates or as text)
and returns the value, or raises ValueError with what would be accepted, worded to follow "expected".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.contracts.reading import plain
from firstlight.contracts.tables import Cell
from firstlight.kernel.sheets.moments import day_of, moment_of

Parse = Callable[[Cell, ZoneInfo], Any]
Format = Callable[[Any, ZoneInfo], Cell]

#: Words of more characters than this are typed into a box of several lines.
LINE = 500

_YES = {"yes", "y", "true", "1", "x", "ja", "oui", "si", "sí"}
_NO = {"no", "n", "false", "0", "-", "nein", "non"}
#: Excel's day 0 in the 1900 system; day 60 does not exist, which does not matter after February 1900.
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  (Excel knows no zones)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    `key` is its name in the program, `title` its heading; `aliases` are other headings it is known by.
    `explain` is what a person who fills it in is told. `empty` is the value of a blank cell. `kind` says how it is
    typed: line, lines, number, yes-no, choice, day, instant or names.
    """

    key: str
    title: str
    explain: str
    parse: Parse
    format: Format
    accepts: str
    required: bool = False
    empty: Any = None
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    example: str = ""
    kind: str = "line"

    def value(self, cell: Cell, zone: ZoneInfo) -> Any:
        """The value of a cell; `empty` for a blank one. Raises ValueError with what would be accepted."""
        if cell is None or (isinstance(cell, str) and (not cell or cell.isspace())):
            if self.required:
                raise ValueError(f"{self.accepts}; this column may not be empty")
            return self.empty
        return self.parse(cell, zone)

    def cell(self, value: Any, zone: ZoneInfo) -> Cell:
        """What is written for a value: blank for the empty value."""
        return None if value is None or value == self.empty else self.format(value, zone)

    def but(self, **changes: Any) -> Column:
        """The same column with other settings."""
        return replace(self, **changes)


def cell_text(cell: Cell) -> str:
    """A cell as a person reads it: 3.0 is "3", a date is ISO, true is "yes", nothing is ""."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return plain(Decimal(repr(cell))) if cell == cell and abs(cell) != float("inf") else str(cell)
    if isinstance(cell, (datetime, date, time)):
        return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return "" if cell is None else str(cell)


def text(key: str, title: str, explain: str, *, most: int = 500, **settings: Any) -> Column:
    """Words. Line breaks are kept, space around them is not."""

    def parse(cell: Cell, zone: ZoneInfo) -> str:
        words = (cell if isinstance(cell, str) else cell_text(cell)).strip()
        if "\r" in words:
            words = words.replace("\r\n", "\n")
        if "\x00" in words or not words.isascii():
            check_storable(words)
        if len(words) > most:
            raise ValueError(f"at most {most} characters, these are {len(words)}")
        return words

    settings = {"empty": "", "kind": "lines" if most > LINE else "line", **settings}
    return Column(key, title, explain, parse, lambda value, zone: str(value), "text", **settings)


#: Halves of characters, which no encoding can write, and two codes that no workbook may hold; a null character is
#: the other thing a database refuses.
_HALF = re.compile("[\ud800-\udfff\ufffe\uffff]")


def check_storable(words: str) -> None:
    """Raises ValueError, with what is expected, for text that no database and no workbook takes."""
    if "\x00" in words or (not words.isascii() and _HALF.search(words)):
        raise ValueError("text without null characters and halves of characters")


def integer(key: str, title: str, explain: str, *, least: int = 0, most: int = 10**9, **settings: Any) -> Column:
    """A whole number. 1,200 and 1 200 are read as 1200; 3.5 is refused."""
    accepts = f"a whole number from {least} to {most}"

    def parse(cell: Cell, zone: ZoneInfo) -> int:
        amount = _decimal(cell, accepts)
        if amount != amount.to_integral_value() or not least <= amount <= most:
            raise ValueError(accepts)
        return int(amount)

    return Column(key, title, explain, parse, lambda value, zone: int(value), accepts, **{"kind": "number", **settings})


def number(key: str, title: str, explain: str, *, least: int = 0, most: int = 10**12, **settings: Any) -> Column:
    """A number with a decimal point or comma."""
    accepts = f"a number from {least} to {most}"

    def parse(cell: Cell, zone: ZoneInfo) -> Decimal:
        amount = _decimal(cell, accepts)
        if not least <= amount <= most:
            raise ValueError(accepts)
        return amount.normalize() + 0

    return Column(key, title, explain, parse, lambda value, zone: plain(Decimal(value)), accepts,
                  **{"kind": "number", **settings})  # fmt: skip


def _decimal(cell: Cell, accepts: str) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, (int, float, str)):
        raise ValueError(accepts)
    words = re.sub(r"[\s\u00a0\u202f'’_]", "", cell_text(cell))
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", words):
        words = words.replace(",", "")
    elif re.fullmatch(r"[+-]?\d{1,3}(\.\d{3}){2,}(,\d+)?", words) or re.fullmatch(r"[+-]?\d+(\.\d{3})*,\d+", words):
        words = words.replace(".", "").replace(",", ".")
    try:
        amount = Decimal(words)
    except InvalidOperation:
        raise ValueError(accepts) from None
    # 1e-999999 is a number too, of a million characters when it is written out; and 28 digits are kept, no more.
    if not amount.is_finite() or (amount and abs(amount.adjusted()) > 30) or len(amount.as_tuple().digits) > 28:
        raise ValueError(accepts)
    return amount


def flag(key: str, title: str, explain: str, **settings: Any) -> Column:
    """Yes or no."""
    accepts = "yes or no"

    def parse(cell: Cell, zone: ZoneInfo) -> bool:
        if isinstance(cell, bool):
            return cell
        word = cell_text(cell).strip().lower()
        if word in _YES:
            return True
        if word in _NO:
            return False
        raise ValueError(accepts)

    settings = {"choices": ("yes", "no"), "kind": "yes-no", **settings}
    return Column(key, title, explain, parse, lambda value, zone: "yes" if value else "no", accepts, **settings)


def choice(key: str, title: str, explain: str, options: Mapping[str, str] | tuple[str, ...], **settings: Any) -> Column:
    """One of a few words. `options` maps the stored word to the shown one; both are read, in any case."""
    shown = dict(options) if isinstance(options, Mapping) else {word: word for word in options}
    known = {_loose(word): stored for stored, word in shown.items()} | {_loose(stored): stored for stored in shown}
    accepts = "one of: " + ", ".join(shown.values())

    def parse(cell: Cell, zone: ZoneInfo) -> str:
        found = known.get(_loose(cell_text(cell)))
        if found is None:
            raise ValueError(accepts)
        return found

    settings = {"choices": tuple(shown.values()), "kind": "choice", **settings}
    return Column(key, title, explain, parse, lambda value, zone: shown[value], accepts, **settings)


def _loose(word: str) -> str:
    return re.sub(r"[\s_–—-]+", "-", word.strip().lower())


def day(key: str, title: str, explain: str, **settings: Any) -> Column:
    """A date without a time: 2026-12-07, 7.12.2026, 7 Dec 2026. Refused: 7/12/2026, which has two readings."""
    accepts = "a date such as 2026-12-07 or 7 Dec 2026"

    def parse(cell: Cell, zone: ZoneInfo) -> date:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, str):
            found = day_of(cell.strip())
            if found:
                return found
        raise ValueError(accepts)

    return Column(key, title, explain, parse, lambda value, zone: value, accepts, **{"kind": "day", **settings})


def instant(key: str, title: str, explain: str, **settings: Any) -> Column:
    """A date with a time. Without an offset it is meant in the project's time zone; a date alone is its start.

    A time that the zone skips or repeats at a change of the clocks is refused: it needs its offset.
    """
    accepts = "a date and time such as 2026-12-07 05:00 or 2026-12-07T05:00+01:00"

    def parse(cell: Cell, zone: ZoneInfo) -> datetime:
        moment = _instant_of(cell, accepts)
        if not 1 < moment.year < 9999:  # in another zone it could fall outside the calendar
            raise ValueError(accepts)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        local = moment.replace(tzinfo=zone)
        if local.utcoffset() != local.replace(fold=1).utcoffset():
            raise ValueError(f"{accepts}; at that time the clocks change in {zone.key}, so the offset must be given")
        return local.astimezone(UTC)

    def write(value: Any, zone: ZoneInfo) -> Cell:
        whole = not value.second and not value.microsecond
        return str(value.astimezone(zone).isoformat(sep=" ", timespec="minutes" if whole else "auto"))

    return Column(key, title, explain, parse, write, accepts, **{"kind": "instant", **settings})


def _instant_of(cell: Cell, accepts: str) -> datetime:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and 20_000 <= cell <= 80_000:
        return _EXCEL_EPOCH + timedelta(seconds=round(cell * 86_400))
    if isinstance(cell, str):
        found = moment_of(cell.strip())
        if found:
            return found
    raise ValueError(accepts)


def names(key: str, title: str, explain: str, *, most: int = 200, commas: bool = True, **settings: Any) -> Column:
    """Several refs or words in one cell, split by semicolons or line breaks; a tuple, in order, once each.

    Commas split them too, unless they may stand within a name, as in file names and addresses.
    """
    accepts = "one or more names, split by semicolons"
    between = re.compile(r"[;,\n]" if commas else r"[;\n]")

    def parse(cell: Cell, zone: ZoneInfo) -> tuple[str, ...]:
        words = cell_text(cell)
        check_storable(words)
        found = tuple(dict.fromkeys(part for one in between.split(words) if (part := one.strip())))
        if len(found) > most or any(len(part) > 200 for part in found):
            raise ValueError(f"{accepts}; at most {most} of them, 200 characters each")
        return found

    settings = {"empty": (), "kind": "names", **settings}
    return Column(key, title, explain, parse, lambda value, zone: "; ".join(value), accepts, **settings)
