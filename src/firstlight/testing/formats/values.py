"""Values as test tools write them: durations, times, counts, messages."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from firstlight.contracts.results import CaseResult, Outcome

#: Messages are first words, not logs.
MESSAGE = 500
#: Seven years. Whatever claims to have taken longer is not a duration in seconds.
LONGEST = 220_000_000.0

#: Surefire's schema: groups of three digits, then an optional fraction. Elsewhere a comma is a decimal sign.
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_GERMAN_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+,\d+")
_CLOCK = re.compile(r"(?:(\d{1,6})\.)?(\d{1,6}):(\d{1,2}):(\d{1,2}(?:[.,]\d{1,9})?)")
_COUNT = re.compile(r"\d{1,3}(,\d{3})+|\d{1,9}")


class Doubts:
    """Values of one file that could not be read, so that one sentence tells of all of a kind."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._example: dict[str, str] = {}

    def note(self, kind: str, value: str) -> None:
        """Remember an unreadable value; `kind` is a noun with a regular plural."""
        self._seen[kind] += 1
        self._example.setdefault(kind, value.strip()[:60])

    def sentences(self) -> list[str]:
        """One for each kind."""
        return [
            f"{plural(number, kind, f'{kind}s')} cannot be read and {'is' if number == 1 else 'are'} left out (for "
            f"example “{self._example[kind]}”)."
            for kind, number in self._seen.items()
        ]


def seconds(text: str | None, doubts: Doubts) -> float | None:
    """A duration in seconds, or None where there is none or it cannot be read.

    Reads `1.5`, `1,234.5` and `1,234` (thousands, as Surefire's schema has it), `0,5` and `12,34` (decimal comma),
    and clock durations such as `00:00:01.2500000`.
    """
    if not text or text.isspace():
        return None
    try:
        value: float | None = float(text)
    except ValueError:
        value = _number(text.strip())
    if value is None or not 0.0 <= value < LONGEST:
        doubts.note("duration", text)
        return None
    return value


def _number(text: str) -> float | None:
    if clock := _CLOCK.fullmatch(text):
        days, hours, minutes, rest = clock.groups()
        return int(days or 0) * 86_400 + int(hours) * 3_600 + int(minutes) * 60 + float(rest.replace(",", "."))
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    elif _GERMAN_THOUSANDS.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    else:
        text = text.replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None


def moment(text: str | None, doubts: Doubts) -> datetime | None:
    """An instant, or None. A time without a zone is no instant: it is left out without a word, being so common.

    Reads ISO 8601 as Python does, a trailing `UTC` or `GMT`, and the dates of mail headers. Years that only say "not
    set" (0001, 1970) are left out as well.
    """
    if not text or text.isspace():
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        try:
            when = _other_instant(text.strip())
        except (ValueError, OverflowError):
            doubts.note("time", text)
            return None
    return when if when.tzinfo and 1980 <= when.year < 9999 else None


def _other_instant(text: str) -> datetime:
    if text.endswith((" UTC", " GMT")) and text[:1].isdigit():
        return datetime.fromisoformat(text[:-4]).replace(tzinfo=UTC)
    if text[:1].isdigit() and text[:4].isdigit():
        return datetime.fromisoformat(text)
    try:
        return parsedate_to_datetime(text)
    except (TypeError, IndexError) as error:
        raise ValueError(text) from error


def count(text: str | None) -> int | None:
    """A count that a file claims, or None where it is missing or not a whole number."""
    text = text.strip() if text else ""
    return int(text.replace(",", "")) if _COUNT.fullmatch(text) and text.isascii() else None


def total(counts: list[int | None]) -> int | None:
    """The sum of those that are there, or None where none is."""
    there = [number for number in counts if number is not None]
    return sum(there) if there else None


def first_words(*texts: str | None) -> str:
    """The first of the texts that says something, stripped and cut to 500 characters."""
    for text in texts:
        if text and (words := text.strip()):
            return words[:MESSAGE].rstrip()
    return ""


def plural(number: int, one: str, many: str) -> str:
    """The number with the noun that fits it."""
    return f"{number} {one if number == 1 else many}"


def case(
    name: str,
    suite: str,
    outcome: Outcome,
    seconds: float | None,
    message: str,
    at: datetime | None,
    says: str = "",
) -> CaseResult:
    """A case result whose texts are what they promise to be."""
    return CaseResult(name, suite, outcome, seconds, first_words(message), at, says=says)
