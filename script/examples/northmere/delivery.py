"""How the scope stood against what was delivered, its baselines, and why it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from northmere.evidence_tests import IN_PART
from northmere.people import rows
from northmere.timeline import Entry, at

#: The two comparisons that were made; the second one took in everything but the requirements, too.
FIRST, SECOND = at("2026-10-26 15:00"), at("2026-11-17 16:00")

#: Ref of a gap: priority and level of risk. Those that are not here were named without either at first.
_WEIGHTS = {
    "R-109": ("medium", "medium"),
    "R-175": ("medium", "high"),
    "R-208": ("low", "low"),
    "R-270": ("high", "high"),
}
#: When a gap of the second comparison was closed.
_CLOSED = {"R-109": at("2026-11-25 15:00"), "R-175": at("2026-11-24 16:00"), "R-270": at("2026-11-24 17:00")}
#: What could not be compared until its other side was there.
_WAITED = {"I-12": at("2026-11-27 12:00")}
#: The process that its open requirement holds up.
_PROCESS_IN_PART = {"65.30.010": "R-270"}

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
    """The row with how it stood at each time. Only what is in scope was compared, and requirements before the rest."""
    if not entry.values["in_scope"] or (kind == "process" and entry.values["level"] != 3):
        return entry
    ref = entry.values["ref"]
    moments: list[tuple[datetime, Mapping[str, Any]]] = []
    if kind == "requirement":
        if entry.since is None:
            moments.append((FIRST, _found(ref, FIRST)))
        moments.append((SECOND, _found(ref, SECOND)))
        if ref in _CLOSED:
            moments.append((_CLOSED[ref], _delivered(_CLOSED[ref])))
    elif ref in _PROCESS_IN_PART:
        gap = _PROCESS_IN_PART[ref]
        moments += [(SECOND, _found(gap, SECOND)), (_CLOSED[gap], _delivered(_CLOSED[gap]))]
    else:
        when = _WAITED.get(ref, SECOND)
        moments.append((when, _delivered(when)))
    changes = sorted([*entry.changes, *moments], key=lambda change: change[0])
    return Entry({**entry.values, **_NONE}, entry.since, tuple(changes), entry.extras)


def _found(ref: str, when: datetime) -> dict[str, Any]:
    parts = {row[0]: row for row in rows(IN_PART[f"{when:%Y-%m-%d}"])}
    if ref not in parts:
        return _delivered(when)
    _, _, owner, day = parts[ref]
    priority, risk = _WEIGHTS.get(ref, ("", ""))
    return {
        "delivered": "partial",
        "gap_priority": priority,
        "gap_risk": risk,
        "gap_owner": owner,
        "expected": date.fromisoformat(day) if day else None,
        "compared_on": when.date(),
    }


def _delivered(when: datetime) -> dict[str, Any]:
    return {**_NONE, "delivered": "delivered", "compared_on": when.date()}


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
