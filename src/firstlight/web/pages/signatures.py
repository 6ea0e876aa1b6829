"""Signatures as rows: who, when, what they cover, and what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firstlight.reporting.decision_pack import words
from firstlight.web.pages.frozen import instant

#: So many differences stand open; the rest unfold.
MOST = 5

_STATES = {"valid": ("met", "Valid"), "stale": ("stale", "Stale"), "missing": ("unknown", "Not signed yet")}


@dataclass(frozen=True, slots=True)
class Change:
    """A thing that differs from what was signed; `before` or `after` is empty where it is new or gone."""

    what: str
    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """A signature that was asked for or given."""

    on: str
    title: str
    state: str
    word: str
    who: str
    role: str
    statement: str
    signed: datetime | None
    delegated_by: str
    covers: str
    changes: tuple[Change, ...]
    immaterial: str = ""
    refused: str = ""

    @property
    def first_changes(self) -> tuple[Change, ...]:
        """Those that stand open."""
        return self.changes[:MOST]

    @property
    def more_changes(self) -> tuple[Change, ...]:
        """Those that unfold."""
        return self.changes[MOST:]


def signature_rows(signatures: Iterable[Mapping[str, Any]]) -> list[SignatureRow]:
    """Signatures of a document, in its order."""
    return [_row(one) for one in signatures]


def _row(one: Mapping[str, Any]) -> SignatureRow:
    state, word = _STATES.get(one["state"], ("unknown", one["state"]))
    refused, said = one.get("refused") or "", one.get("immaterial")
    if refused:
        state, word = "unmet", "Does not sign"
    changes = tuple(_change(change) for change in one["changes"])
    covers = f"covers {words.count(one['covers'], 'line')}" if one["covers"] else ""
    if one["state"] == "valid" and covers and not changes:
        covers += ", none changed since"
    elif one["state"] == "stale":
        count = len(changes)
        covers = f"covered {words.count(one['covers'], 'line')}; {count:,} {'is' if count == 1 else 'are'} no longer so"
    return SignatureRow(
        one["on"],
        one["title"],
        state,
        word,
        one["person"] or one["role_title"],
        one["role_title"] if one["person"] else "",
        one["statement"] or "",
        instant(one["signed"]),
        one["delegated_by"] or "",
        covers,
        changes,
        f"{said['by']} declared the change immaterial: {said['because']}" if said else "",
        refused,
    )


def _change(one: Mapping[str, Any]) -> Change:
    return change(one["key"], one["label"], one["before"], one["after"])


def change(key: str, label: str, before: str | None, after: str | None) -> Change:
    """One difference as it is drawn."""
    what = "Added" if before is None else "Withdrawn" if after is None else "Changed"
    return Change(label, f"{what} · {key}", before or "", after or "")
