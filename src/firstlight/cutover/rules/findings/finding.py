"""A finding, and how it is put into words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

#: It keeps the plan from being computed; it has to be settled before the cutover; it is worth a look.
STOP, GAP, HINT = "stop", "gap", "hint"

#: Steps named one by one in a sentence; the list of refs is always complete.
NAMED = 8


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: its kind, how much it matters, the refs of all steps it is about, and a sentence."""

    kind: str
    weight: str
    steps: tuple[str, ...]
    sentence: str


def listed(refs: Sequence[str]) -> str:
    """Refs in a sentence; of many only the first."""
    shown = ", ".join(refs[:NAMED])
    return f"{shown} and {len(refs) - NAMED:,} more" if len(refs) > NAMED else shown


def about(kind: str, weight: str, refs: Sequence[str], sentence: str) -> Iterator[Finding]:
    """A finding about these steps; nothing where there are none."""
    if refs:
        yield Finding(kind, weight, tuple(refs), sentence)


def day(when: date) -> str:
    """14 Nov 2026."""
    return f"{when.day} {when:%b %Y}"
