"""How the scope stood against what was delivered, its baselines, and why it changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from northmere.people import rows
from northmere.timeline import Entry, at

#: The two comparisons that were made, and the day on which the open gaps of the first got an answer.
FIRST, ANSWERED, SECOND = at("2026-10-26 15:00"), at("2026-11-09 11:00"), at("2026-11-17 16:00")

#: What was delivered in part, at each of these times: ref, what is missing, priority, risk, owner, expected.
GAPS = {
    FIRST: """
R-109 | the step after a credit note | medium | medium | Georg Amsel | 2026-11-13
R-143 | the statement by shop | | | Friederike Thomsen |
R-175 | the message to the order desk | medium | high | Marco Bianchi | 2026-11-13
R-182 | the report of three years | | | Ayla Demir |
R-208 | glass and film | | | Priya Nair |
R-232 | weights of wine | | | Priya Nair |
I-12 | the new layout of the journal of wages | medium | low | Priya Nair | 2026-11-27
""",
    ANSWERED: """
R-143 | the statement by shop | medium | low | Friederike Thomsen | 2026-11-16
R-182 | the report of three years | medium | medium | Ayla Demir | 2026-11-13
R-208 | glass and film | low | low | Priya Nair | 2026-11-16
R-232 | weights of wine | low | medium | Priya Nair | 2026-11-13
""",
    SECOND: """
R-109 | the step after a credit note | medium | medium | Georg Amsel | 2026-11-25
R-175 | the message to the order desk | medium | high | Marco Bianchi | 2026-11-24
R-270 | the price of the day at counters | high | high | Priya Nair | 2026-11-24
65.30.010 | the price of the day at counters (R-270) | high | medium | Jonas Riedel | 2026-11-24
I-12 | the new layout of the journal of wages | medium | low | Priya Nair | 2026-11-27
""",
}
#: When a gap of the second comparison was closed.
_CLOSED = {
    "R-109": at("2026-11-25 15:00"), "R-175": at("2026-11-24 16:00"), "R-270": at("2026-11-24 17:00"),
    "65.30.010": at("2026-11-24 17:00"), "I-12": at("2026-11-27 12:00"),
}  # fmt: skip

#: Sizes of the own developments.
SIZES = {"P-09": "medium", "P-10": "medium", "P-11": "large", "P-12": "small", "P-13": "small", "P-14": "small"}
#: Time zones and languages of the rollouts.
PLACES = {
    "W1": (("Europe/Berlin",), ("German", "Polish")),
    "W2": (("Europe/Amsterdam", "Europe/Brussels"), ("Dutch", "French")),
    "W3": (("Europe/Copenhagen",), ("Danish",)),
}

#: Number, when, who froze it, name, why.
BASELINES = (
    (1, "2026-11-12 15:35", "Paula Lindner", "Scope of wave 1 as agreed", "Committee of 12 November."),
    (2, "2026-11-24 09:50", "Paula Lindner", "Scope of wave 1 with change request 41",
     "The eleven requirements of change request 41 are agreed."),
)  # fmt: skip

_NONE = {"delivered": "", "gap_priority": "", "gap_risk": "", "gap_owner": "", "expected": None, "compared_on": None}


def compared(entry: Entry, kind: str) -> Entry:
    """The row with how it stood at each time. Only what is in scope was compared."""
    if not entry.values["in_scope"] or (kind == "process" and entry.values["level"] != 3):
        return entry
    ref, notes = entry.values["ref"], entry.values.get("notes", "")
    times = [SECOND] if entry.since else [FIRST, SECOND]
    moments = [(when, _found(ref, when) or _delivered(when, notes)) for when in times]
    moments += [(when, gap) for when in (ANSWERED,) if (gap := _found(ref, when))]
    if ref in _CLOSED:
        moments.append((_CLOSED[ref], _delivered(_CLOSED[ref], notes)))
    changes = sorted([*entry.changes, *moments], key=lambda change: change[0])
    return Entry({**entry.values, **_NONE}, entry.since, tuple(changes), entry.extras)


def _found(ref: str, when: datetime) -> dict[str, Any] | None:
    """The gap that was found then; None where there was none."""
    gap = next((cells for cells in rows(GAPS[when]) if cells[0] == ref), None)
    if gap is None:
        return None
    _, what, priority, risk, owner, day = gap
    return {
        "delivered": "partial",
        "gap_priority": priority,
        "gap_risk": risk,
        "gap_owner": owner,
        "expected": date.fromisoformat(day) if day else None,
        "compared_on": when.date(),
        "notes": f"Missing: {what}.",
    }


def _delivered(when: datetime, notes: str) -> dict[str, Any]:
    return {**_NONE, "delivered": "delivered", "compared_on": when.date(), "notes": notes}


def reasons(requirements: Iterator[Entry]) -> Iterator[Entry]:
    """Why the scope differs from the first baseline: one row for each requirement of the change request."""
    for entry in requirements:
        if entry.extras.get("Change request") == "CR-41":
            yield Entry(
                {
                    "baseline": 1,
                    "item": f"requirement:{entry.values['ref']}",
                    "reason": "Change request 41: the chain Alsterkauf buys weighed goods from 1 January on.",
                    "agreed_by": "Henrik Aldag",
                    "agreed_on": date(2026, 11, 17),
                },
                at("2026-11-17 10:00"),
            )
