"""Days and times of day as people write them, without a zone."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta

_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%b %d, %Y", "%Y/%m/%d")
_WEEKDAY = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|mo|di|mi|do|fr|sa|so|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend)\.?,?\s+(?=\S)",
    re.IGNORECASE,
)
#: Months as only Germans write them; all others are known by the forms above.
_GERMAN = {"januar": 1, "jänner": 1, "februar": 2, "märz": 3, "mrz": 3, "mär": 3, "april": 4, "mai": 5, "juni": 6,
           "juli": 7, "august": 8, "september": 9, "oktober": 10, "okt": 10, "november": 11, "dezember": 12,
           "dez": 12, "jan": 1, "feb": 2, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
           "nov": 11}  # fmt: skip
_NAMED = re.compile(r"(\d{1,2})\.\s*([^\W\d_]+)\.?\s+(\d{4})")
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:(?P<sign>[:.])(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?\s*(?P<word>am|pm|a\.m\.|p\.m\.|uhr|h)?",
    re.IGNORECASE,
)
#: No day with its time of day is longer.
_LONGEST = 80
#: What stands behind a day: a space, a comma or the T of the standard, then a time of day.
_PARTS = re.compile(
    r"(?P<day>.*?\d)(?:,?\s+|,|(?<=\d\d)T)(?P<clock>\d{1,2}(?:[:.]\d\d(?::\d\d)?)?\s*[a-z.]*)", re.IGNORECASE
)


def day_of(words: str) -> date | None:
    """A day: 2026-12-07, 7.12.2026, Mon 7 Dec 2026, 7. Dezember 2026; None for anything else, such as 7/12/2026."""
    if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})([T ]00:00(:00)?(\.0+)?Z?)?", words):
        words = match.group(1)
    words = _WEEKDAY.sub("", words, count=1) if _WEEKDAY.match(words) else words
    for form in _FORMS:
        with suppress(ValueError):
            return datetime.strptime(words, form).date()  # noqa: DTZ007  (a day has no zone)
    if found := _NAMED.fullmatch(words):
        month = _GERMAN.get(found[2].casefold())
        return _made(int(found[3]), month, int(found[1])) if month else None
    return None


def _made(year: int, month: int, day: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, day)
    return None


def moment_of(words: str) -> datetime | None:
    """A day with a time of day, which may be 24:00, 8:00 PM or 18.30 Uhr; a day alone is its start."""
    with suppress(ValueError):
        return datetime.fromisoformat(words)
    if found := _PARTS.fullmatch(words) if len(words) <= _LONGEST else None:
        clock = _clock_of(found["clock"])
        day = day_of(found["day"].strip()) if clock is not None else None
        if day and clock is not None:
            with suppress(OverflowError):
                return datetime.combine(day, time()) + clock
    whole = day_of(words)
    return datetime.combine(whole, time()) if whole else None


def _clock_of(words: str) -> timedelta | None:
    """The time of day since midnight; 24:00 is the end of the day."""
    found = _CLOCK.fullmatch(words.strip())
    if not found or not (found["minute"] or found["word"]):
        return None
    word = (found["word"] or "").casefold().replace(".", "")
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if found["sign"] == "." and word != "uhr":
        return None
    if word in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if word == "pm" else 0)
    if hour > 23 and (hour, minute, second) != (24, 0, 0):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)
