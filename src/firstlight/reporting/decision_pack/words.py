"""Statuses, times and counts as a sponsor reads them aloud. The same on every machine: no locale is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from firstlight.contracts.standing import Word
from firstlight.kernel import clocks

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: Every mark a check can have, the heaviest first, with its word.
MARKS: dict[str, str] = {
    "unmet": "Unmet",
    "unknown": "Unknown",
    "stale": "Stale",
    "partly": "Partly",
    "met": "Met",
    "not-applicable": "Not applicable",
}

#: Where only text can stand, the glyph beside the word.
GLYPHS: dict[str, str] = {
    "unmet": "✕",
    "unknown": "?",
    "stale": "↺",
    "partly": "◐",
    "met": "✓",
    "not-applicable": "–",
    "valid": "✓",
    "missing": "?",
}

VERDICTS: dict[str, str] = {one.value: one.aloud for one in Word}
STATES: dict[str, str] = {"valid": "Valid", "stale": "Stale", "missing": "Missing"}
ACTION_STATES: dict[str, str] = {"open": "Open", "under-way": "Under way", "done": "Done", "dropped": "Dropped"}
BASES: dict[str, str] = {"measured": "Measured", "attested": "Attested, a person's word"}
OBLIGATIONS: dict[bool, str] = {True: "Mandatory", False: "Recommended"}
PRODUCTS: dict[str, str] = {
    "finance-operations": "Finance and operations apps",
    "customer-engagement": "Customer engagement apps",
}
APPROACHES: dict[str, str] = {"big-bang": "Big bang", "phased": "Phased"}


def word(mark: str) -> str:
    """The word of a mark; an unknown one as it is written."""
    return MARKS.get(mark, mark.replace("-", " ").capitalize())


def named(names: Mapping[str, str], code: str) -> str:
    """The name of a code; a code that is not known as it is written."""
    return names.get(code, code)


def inside(name: str) -> str:
    """A name as it stands inside a sentence: executive sponsor, but IT administrator."""
    return name if name[1:2].isupper() else f"{name[:1].lower()}{name[1:]}"


def any_word(state: str) -> str:
    """The word of a verdict, of a mark or of the state of a signature; empty for none."""
    return VERDICTS.get(state) or STATES.get(state) or (word(state) if state else "")


def count(number: int, one: str, many: str = "") -> str:
    """1 check, 1,284 checks."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def instant(iso: str) -> datetime:
    """The aware instant of a document, in the zone it was written in."""
    return datetime.fromisoformat(iso)


def day(iso: str | None) -> str:
    """20 Nov 2026, of an instant or a date; empty for none."""
    if not iso:
        return ""
    given = date.fromisoformat(iso[:10])
    return f"{given.day} {_MONTHS[given.month - 1]} {given.year}"


def moment(iso: str | None, zone: str) -> str:
    """Fri 20 Nov 2026, 09:40 CET; empty for none."""
    if not iso:
        return ""
    given = instant(iso)
    return f"{_DAYS[given.weekday()]} {day(iso)}, {given:%H:%M} {zone_word(given, zone)}"


def short_moment(iso: str | None) -> str:
    """20 Nov 2026, 09:40; the zone stands in the heading of the table. Empty for none."""
    return f"{day(iso)}, {instant(iso):%H:%M}" if iso else ""


def zone_word(given: datetime, zone: str) -> str:
    """How people of that zone call its time at that instant: CET. UTC+01:00 where they have no letters for it."""
    try:
        local = given.astimezone(ZoneInfo(zone))
    except (ValueError, OSError):  # not a zone that is known here
        return clocks.offset_name(given)
    return clocks.zone_name(local if local.utcoffset() == given.utcoffset() else given)


def days_between(start: str, end: str) -> int:
    """Calendar days from one instant to another, each by its own clock."""
    return (instant(end).date() - instant(start).date()).days


def countdown(days: int) -> str:
    """In 17 days, tomorrow, today, 3 days ago."""
    if days in (0, 1):
        return ("today", "tomorrow")[days]
    return f"in {days:,} days" if days > 0 else f"{count(-days, 'day')} ago"


def joined(parts: Iterable[str], last: str = "and") -> str:
    """One, two and three. Empty parts are left out."""
    given = [part for part in parts if part]
    if len(given) < 2:
        return "".join(given)
    return f"{', '.join(given[:-1])} {last} {given[-1]}"


def cut(words: str, most: int) -> str:
    """The words, shortened at a space where one is near, with an ellipsis for what is left out."""
    if len(words) <= most:
        return words
    kept = words[: most - 1]
    space = kept.rfind(" ")
    return f"{kept[: space if space > most * 0.6 else len(kept)].rstrip(' ,;:')}…"


def counts(numbers: dict[str, int]) -> str:
    """2 unmet, 5 unknown: by mark, the heaviest first, without those that are none."""
    return ", ".join(f"{numbers[mark]:,} {name.lower()}" for mark, name in MARKS.items() if numbers.get(mark))
