"""Durations as people write them, in minutes."""

from __future__ import annotations

import math
import re
from datetime import time, timedelta
from decimal import Decimal, InvalidOperation

#: What is read, worded to follow "expected".
ACCEPTS = "a duration such as 90m, 2h 30m or 1.5h (a number alone is minutes), at most 1,000 days"
MOST = 1000 * 24 * 60

_UNITS = {
    1: ("m", "min", "mins", "minute", "minutes", "minuten", "mn", "'"),
    60: ("h", "hr", "hrs", "hour", "hours", "std", "std.", "stunde", "stunden", "eh", "uur", "heure", "heures"),
    1440: ("d", "day", "days", "t", "tag", "tage", "ed", "dag", "jour", "jours"),
    10080: ("w", "wk", "wks", "week", "weeks", "wo", "woche", "wochen"),
}
_FACTORS = {word: minutes for minutes, words in _UNITS.items() for word in words}
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+\.?|')?\s*")
_CLOCK = re.compile(r"(\d{1,5}):([0-5]\d)(?::([0-5]\d))?(?:\s*(?:h|hrs?|hours?|std\.?|stunden))?")


def minutes_of(cell: object, unit: int = 1) -> int:
    """The minutes that a cell says: "2h", "1,5 Std", "90", "1:30", a time of Excel. Parts of a minute are rounded up.

    A number alone counts `unit` minutes. Raises ValueError with what would be accepted.
    """
    found = _seconds(cell, unit)
    if found is None or not 0 <= found <= MOST * 60:
        raise ValueError(ACCEPTS)
    return math.ceil(found / 60)


def _seconds(cell: object, unit: int) -> Decimal | None:
    if isinstance(cell, timedelta):
        return Decimal(str(cell.total_seconds()))
    if isinstance(cell, time):
        return Decimal(cell.hour * 3600 + cell.minute * 60 + cell.second)
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    words = str(cell).strip().casefold()
    if clock := _CLOCK.fullmatch(words):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return Decimal(hours * 3600 + minutes * 60 + seconds)
    return _sum(words, unit)


def _sum(words: str, unit: int) -> Decimal | None:
    """2h 30m, 1.5 h, 1 day 4 hours; a question mark behind it says that it is estimated."""
    words = words.removesuffix("?").strip()
    total, at, parts = Decimal(0), 0, 0
    while at < len(words):
        part = _PART.match(words, at)
        if part is None or part.end() == at:
            return None
        figure, word = part.groups()
        if word is None and (parts or part.end() < len(words)):
            return None
        factor = unit if word is None else _FACTORS.get(word)
        if factor is None:
            return None
        try:
            total += Decimal(figure.replace(",", ".")) * factor * 60
        except InvalidOperation:  # more digits than a context keeps
            return None
        at, parts = part.end(), parts + 1
    return total if parts else None


def written(minutes: int) -> str:
    """Minutes as they are written: 45m, 2h, 2h 30m. Hours are not made days, because a cutover runs day and night."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}m"
    return f"{hours}h {rest}m" if rest else f"{hours}h"
