"""Entries of the ledger as a person reads them: who did what, and what was before and after."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstlight.ledger.models import Entry
from firstlight.web import wording
from firstlight.web.pages.lines import Clock, moment
from firstlight.web.pages.recorded import field

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
            one.actor_name if one.actor_kind == "person" else wording.said(one.actor_name),
            one.actor_kind != "person",
            wording.said(one.label),
            one.action,
            wording.kind(one.subject_kind),
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
        FieldChange(field(name), said(old.get(name, _MISSING)), said(new.get(name, _MISSING)))
        for name in sorted(old.keys() | new.keys())
        if old.get(name, _MISSING) != new.get(name, _MISSING)
    )


def written(entries: Iterable[EntryLine], clock: Clock) -> SafeString:
    """Entries as items of a list, without a template: a page of the ledger has hundreds of words."""
    words = _Words()
    return mark_safe("\n".join([words.entry(one, clock) for one in entries]))  # noqa: S308  (every text is escaped)


class _Words:
    """What every entry says, looked up once for all of them."""

    def __init__(self) -> None:
        self.program, self.entry_number = escape(_("(program)")), escape(_("of entry %(number)s"))
        self.before, self.after = (
            f'<span class="visually-hidden">{escape(said)} </span>' for said in (_("Before:"), _("After:"))
        )

    def entry(self, one: EntryLine, clock: Clock) -> str:
        program = f" {self.program}" if one.machine else ""
        return (
            f'<li><span class="fl-code">{one.sequence}</span><div><div><b>{escape(one.label)}</b> '
            f'<span class="fl-text-2">{escape(one.kind)}: {escape(one.subject)}</span>'
            f'<div class="sub">{moment(one.at, clock)} · {escape(one.actor)}{program}</div></div>'
            f"{self.changes(one) if one.changes else ''}</div></li>"
        )

    def changes(self, one: EntryLine) -> str:
        count = len(one.changes)
        fields = escape(ngettext("%(fields)s field", "%(fields)s fields", count) % {"fields": count})
        number = self.entry_number % {"number": one.sequence}
        lines = "".join([
            f"<div><dt>{escape(change.name)}</dt><dd>"
            + (f"<del>{self.before}{escape(change.before)}</del> " if change.before else "")
            + (f"<ins>{self.after}{escape(change.after)}</ins>" if change.after else "")
            + "</dd></div>"
            for change in one.changes
        ])  # fmt: skip
        return (
            f'<details class="fl-more"><summary>{fields}<span class="visually-hidden"> {number}</span></summary>'
            f'<dl class="fl-diff">{lines}</dl></details>'
        )


def _facts(text: str | None) -> Mapping[str, Any]:
    facts = json.loads(text) if text else {}
    return facts if isinstance(facts, dict) else {"value": facts}


def said(value: Any) -> str:
    """A value in words: yes, no, a list by commas; nothing for what is not there."""
    if value is _MISSING or value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        words = ", ".join(said(one) for one in value)
    elif isinstance(value, dict):
        words = "; ".join(f"{name}: {said(one)}" for name, one in value.items())
    else:
        words = str(value)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
