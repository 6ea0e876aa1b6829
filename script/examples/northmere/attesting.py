"""What people vouched for, as it is written in `attested_*`.

cutover.roles                                      the check
  2026-11-17 14:10 cp cutover-manager met          when, who, in which role, how it stands
    All 204 steps have an owner.                   the statement
    > 2026-11-17 cutover plan v7.csv               evidence
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from northmere import attested_build, attested_data, attested_people
from northmere.timeline import at

_HEAD = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d) (\w+) ([a-z-]+) (met|partly|unmet|not-applicable)")


@dataclass(slots=True)
class Word:
    """One attestation."""

    check_ref: str
    effective: datetime
    person: str
    role: str
    state: str
    statement: str = ""
    evidence: list[str] = field(default_factory=list)


def read(text: str) -> list[Word]:
    """All attestations of a text, in its order."""
    found: list[Word] = []
    check = ""
    for line in filter(str.strip, text.splitlines()):
        words = line.strip()
        if not line.startswith(" "):
            check = words
        elif match := _HEAD.fullmatch(words):
            found.append(Word(check, at(match[1]), match[2], match[3], match[4]))
        elif words.startswith("> "):
            found[-1].evidence.append(words[2:])
        else:
            found[-1].statement = f"{found[-1].statement} {words}".strip()
    return found


def words() -> list[Word]:
    """All attestations, oldest first."""
    modules = (attested_build, attested_data, attested_people)
    return sorted((word for module in modules for word in read(module.TEXT)), key=lambda one: one.effective)
