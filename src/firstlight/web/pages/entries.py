"""Entries of the ledger as a person reads them: who did what, and what was before and after."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firstlight.ledger.models import Entry

#: A value is shown up to so many letters; the export holds the whole.
_LONGEST = 2000
_MISSING: Any = object()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: what it was and what it is. Empty where it was not there."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry."""

    sequence: int
    at: datetime
    actor: str
    machine: bool
    label: str
    action: str
    kind: str
    subject: str
    subject_id: str
    changes: tuple[FieldChange, ...]
    digest: str


def entry_lines(entries: Iterable[Entry]) -> list[EntryLine]:
    """Entries in their order."""
    return [
        EntryLine(
            one.sequence,
            one.at,
            one.actor_name,
            one.actor_kind != "person",
            one.label,
            one.action,
            one.subject_kind.replace("-", " "),
            one.subject_text or one.subject_id,
            one.subject_id,
            field_changes(one.before, one.after),
            one.digest,
        )
        for one in entries
    ]


def field_changes(before: str | None, after: str | None) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of their names. Both are canonical JSON of facts, or None."""
    old, new = _facts(before), _facts(after)
    return tuple(
        FieldChange(name.replace("_", " "), said(old.get(name, _MISSING)), said(new.get(name, _MISSING)))
        for name in sorted(old.keys() | new.keys())
        if old.get(name, _MISSING) != new.get(name, _MISSING)
    )


def _facts(text: str | None) -> Mapping[str, Any]:
    facts = json.loads(text) if text else {}
    return facts if isinstance(facts, dict) else {"value": facts}


def said(value: Any) -> str:
    """A value in words: yes, no, a list by commas; nothing for what is not there."""
    if value is _MISSING or value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        words = ", ".join(said(one) for one in value)
    elif isinstance(value, dict):
        words = "; ".join(f"{name}: {said(one)}" for name, one in value.items())
    else:
        words = str(value)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
