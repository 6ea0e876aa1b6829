"""Changes of lists, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from firstlight.intake.models import ListChange
from firstlight.intake.wording import Kept
from firstlight.kernel.sheets import Sheet, sheets
from firstlight.web import wording

#: So many cells of a change are shown; its rows are all in the ledger.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of a list in the list of changes."""

    title: str
    way: str
    source: str
    rows: int
    who: str
    at: datetime
    url: str
    state: str
    may_undo: bool


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A cell that a change touched."""

    row: str
    kind: str
    title: str
    before: str
    after: str


def change_line(change: ListChange, sheet: Sheet, url: str, may: bool) -> ChangeLine:
    """The change as a line."""
    state = (
        _("undone by %(number)s") % {"number": change.undone_by}
        if change.undone
        else _("never undone")
        if sheet.lasting
        else ""
    )
    parts = tuple(change.parts.all())
    titles = [one.title for part in parts if (one := sheets.get(part.sheet))]
    return ChangeLine(
        ", ".join(wording.said(title) for title in (sheet.title, *titles)),
        wording.said(change.get_way_display()),
        change.source,
        change.count + sum(part.count for part in parts),
        change.actor_name,
        change.made,
        url,
        state,
        may and not state,
    )


def change_fields(change: ListChange) -> list[ChangedField]:
    """The cells that the change and its parts touched, the first of them."""
    found: list[ChangedField] = []
    for one in (change, *change.parts.order_by("pk")):
        sheet = sheets.get(one.sheet)
        titles = {column.key: wording.said(column.title) for column in sheet.columns} if sheet else {}
        for row in map(Kept.of_json, one.rows):
            found += _fields(row, titles)
            if len(found) >= SHOWN:
                return found[:SHOWN]
    return found


def _fields(one: Kept, titles: dict[str, str]) -> Iterator[ChangedField]:
    name = " / ".join(one.identity)
    pairs = ((one.before, one.after), (one.extras_before, one.extras_after))
    for before, after in pairs:
        for key in dict.fromkeys((*before, *after)):
            yield ChangedField(name, one.kind, titles.get(key, key), before.get(key, ""), after.get(key, ""))
