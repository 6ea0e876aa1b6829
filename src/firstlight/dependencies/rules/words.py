"""What a provider may say, and what it moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from firstlight.dependencies.rules.standing import day

STANDS, MOVED, DELIVERED = "stands", "moved", "delivered"
KINDS = (STANDS, MOVED, DELIVERED)
#: A promise lies no further ahead; what does is a slip of the keys.
MOST_DAYS = 5 * 366
#: Words about it are no longer.
LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class Said:
    """What is said: which of the three, the new day where the date moves, the day where it is there."""

    kind: str
    day: date | None = None
    note: str = ""


def amiss(said: Said, promised: date | None, today: date) -> tuple[str, str]:
    """What cannot be said: the field and a sentence; two empty strings where it can."""
    if said.kind not in KINDS:
        return "kind", f"“{said.kind}” is no answer; expected one of: {', '.join(KINDS)}."
    if len(said.note) > LONGEST_NOTE:
        return "note", f"At most {LONGEST_NOTE:,} characters, these are {len(said.note):,}."
    if said.kind == STANDS:
        return _amiss_standing(promised, today)
    if said.day is None:
        return "day", "Say the day." if said.kind == DELIVERED else "Say the new day."
    if said.kind == DELIVERED:
        coming = f"{day(said.day)} is still to come; say the day on which it was there."
        return ("day", coming) if said.day > today else ("", "")
    if said.day < today:
        return "day", f"{day(said.day)} has passed; say the day on which it will be there."
    if (said.day - today).days > MOST_DAYS:
        return "day", f"{day(said.day)} is more than five years away; expected a day before that."
    if said.day == promised:
        return "day", f"{day(said.day)} is the date already; say that it stands, or another day."
    return "", ""


def _amiss_standing(promised: date | None, today: date) -> tuple[str, str]:
    if promised is None:
        return "kind", "No date has been said yet that could stand; say the day."
    if promised < today:
        return "kind", f"{day(promised)} has passed; say that it is delivered, or a new day."
    return "", ""


def day_of(said: Said, promised: date | None) -> date:
    """The day that a word is about. Raises ValueError for what `amiss` would have refused."""
    found = promised if said.kind == STANDS else said.day
    if found is None:
        raise ValueError("a word that can be said has a day")
    return found


def promise_after(said: Said, promised: date | None) -> date | None:
    """The day that is promised after the word. What is there was promised for when it was promised."""
    if said.kind == MOVED or promised is None:
        return said.day
    return promised


def next_ref(dependency: str, refs: Iterable[str]) -> str:
    """D-04-W3: the name of the next word on a dependency, after those there are."""
    begin = f"{dependency}-W"
    numbers = [int(ref.removeprefix(begin)) for ref in refs if ref.removeprefix(begin).isdecimal()]
    return f"{begin}{max(numbers, default=0) + 1}"
