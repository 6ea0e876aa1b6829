"""Signatures as rows: who, when, what they cover, and what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from firstlight.web import wording
from firstlight.web.pages.frozen import instant

#: So many differences stand open; the rest unfold.
MOST = 5

#: What stands between the facts of one line of signed content.
_FACTS = "; "

_STATES = {
    "valid": ("met", gettext_noop("Valid")),
    "stale": ("stale", gettext_noop("Stale")),
    "missing": ("unknown", gettext_noop("Not signed yet")),
}


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
    role_ref: str = ""
    declare: int = 0

    @property
    def first_changes(self) -> tuple[Change, ...]:
        """Those that stand open."""
        return self.changes[:MOST]

    @property
    def more_changes(self) -> tuple[Change, ...]:
        """Those that unfold."""
        return self.changes[MOST:]


def signature_rows(
    signatures: Iterable[Mapping[str, Any]], stale: Mapping[tuple[str, str], int] | None = None
) -> list[SignatureRow]:
    """Signatures of a document, in its order.

    `stale` has the numbers of those whose change the viewer may declare immaterial, by person and role.
    """
    rows = [_row(one) for one in signatures]
    return [
        replace(row, declare=stale.get((row.who, row.role_ref), 0)) if stale and row.state == "stale" else row
        for row in rows
    ]


def _row(one: Mapping[str, Any]) -> SignatureRow:
    state, code = _STATES.get(one["state"], ("unknown", one["state"]))
    word = wording.said(code)
    refused, said = one.get("refused") or "", one.get("immaterial")
    if refused:
        state, word = "unmet", _("Does not sign")
    changes = tuple(_change(change) for change in one["changes"])
    return SignatureRow(
        one["on"],
        wording.said(one["title"]),
        state,
        word,
        one["person"] or wording.role(one["role"]),
        wording.role(one["role"]) if one["person"] else "",
        one["statement"] or "",
        instant(one["signed"]),
        one["delegated_by"] or "",
        _covers(one["state"], one["covers"], len(changes)),
        changes,
        _("%(by)s declared the change immaterial: %(because)s") % said if said else "",
        refused,
        one["role"] or "",
    )


def _covers(state: str, lines: int, changed: int) -> str:
    """What it covers and how much of that is no longer so: covers 24 lines, none changed since."""
    what = ngettext("%(count)s line", "%(count)s lines", lines) % {"count": wording.number(lines)}
    if state == "stale":
        said = ngettext(
            "covered %(lines)s; %(count)s is no longer so", "covered %(lines)s; %(count)s are no longer so", changed
        )
        return said % {"lines": what, "count": wording.number(changed)}
    if not lines:
        return ""
    if state == "valid" and not changed:
        return _("covers %(lines)s, none changed since") % {"lines": what}
    return _("covers %(lines)s") % {"lines": what}


def _change(one: Mapping[str, Any]) -> Change:
    return change(one["key"], one["label"], one["before"], one["after"])


def change(key: str, label: str, before: str | None, after: str | None) -> Change:
    """One difference as it is drawn."""
    what = _("Added") if before is None else _("Withdrawn") if after is None else _("Changed")
    named = label.startswith(key.rpartition(":")[2])
    was, now = map(wording.value, _apart(before or "", after or ""))
    return Change(wording.said(label), what if named else f"{what} · {key}", was, now)


def _apart(before: str, after: str) -> tuple[str, str]:
    """Of two lists of facts those that differ; other texts as they are."""
    was, now = before.split(_FACTS), after.split(_FACTS)
    gone, come = [one for one in was if one not in now], [one for one in now if one not in was]
    if not (before and after) or len(was) + len(now) < 3 or not (gone or come):
        return before, after
    return _FACTS.join(gone), _FACTS.join(come)
