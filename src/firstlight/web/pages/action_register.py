"""The register of actions: what will be done about everything that is not met, by whom and by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.assurance.models import ActionItem
from firstlight.web import wording
from firstlight.web.listing import Cell, Choice, Column, Filter, Grouping, Listed
from firstlight.web.pages.registers import OWNER, REF, Address, choices_of, words_or
from firstlight.web.pages.spans import age, day_words, overdue

_STATES = {"open": "waiting", "under-way": "running", "done": "met", "dropped": "not-applicable"}
_KINDS = {"check": gettext_noop("Check"), "review": gettext_noop("Gate review"), "decision": gettext_noop("Decision"),
          "dependency": gettext_noop("Dependency"), "test": gettext_noop("Test"),
          "people": gettext_noop("People")}  # fmt: skip


def _source(row: Any, address: Address) -> Cell:
    """Where an action comes from, with the way there; the check it is for stands below."""
    kind = row.source_kind
    ref = row.check_ref if kind == "check" else row.source.rpartition(" ")[2]
    url = address(kind, ref) if kind != "people" else ""
    if kind == "check" or (kind == "people" and not row.source):
        return Cell(row.check_ref or wording.said(_KINDS[kind]), url, sub=row.source if row.check_ref else "")
    return Cell(row.source, url, sub=row.check_ref)


def _trouble(row: ActionItem) -> Cell:
    """What stands in the way, and how one gets by until then."""
    return Cell(
        row.blocker, sub=_("Until then: %(workaround)s") % {"workaround": row.workaround} if row.workaround else ""
    )


def _open_for(row: Any, now: datetime, zone: ZoneInfo) -> Cell:
    """How long it has been open, by the ledger; of a finished one that says nothing."""
    if not row.is_open:
        return Cell()
    return Cell(age(now, row.opened, zone)) if row.opened else Cell(_("unknown"), state="unknown")


def actions(address: Address, now: datetime, zone: ZoneInfo, me: Sequence[str] = ()) -> Listed[Any]:
    """What will be done about what is not met, over everything. `me` are the names under which one owns something."""
    today = now.astimezone(zone).date()

    def cells(row: Any) -> tuple[Cell, ...]:
        late = overdue(row.due, today) if row.is_open else ""
        return (
            Cell(row.title, sub=row.ref),
            Cell(
                _("Late") if late else wording.said(row.get_state_display()),
                state="late" if late else _STATES.get(row.state, ""),
            ),
            words_or(row.owner, _("nobody")),
            Cell(day_words(row.due), sub=late, late=bool(late)),
            Cell(wording.said(row.get_priority_display())),
            Cell(wording.said(row.get_risk_display())),
            _trouble(row),
            _source(row, address),
            _open_for(row, now, zone),
        )

    return Listed(
        "action",
        "actions",
        (
            Column("What will be done", "title", wide=True, edits="title"),
            Column("State", "state", edits="state"),
            Column("Owner", "owner", edits="owner"),
            Column("Due", "due", edits="due"),
            Column("Priority", "priority_rank", edits="priority"),
            Column("Risk level", "risk_rank", edits="risk"),
            Column("Blocker", "blocker", edits="blocker"),
            Column("Source", "source_kind"),
            Column("Open for", "opened"),
        ),
        cells,
        _action_filters(me),
        ("ref", "title", "owner", "check_ref", "notes", "blocker", "workaround", "source"),
        ("-still_open", "due", "ref"),
        (Grouping("owner", "By owner", "owner", lambda row: row.owner or _("Nobody")),),
    )


def _action_filters(me: Sequence[str]) -> tuple[Filter, ...]:
    return (
        Filter("state", "State", "still_open", (
            Choice("open", "Not finished", True), Choice("over", "Finished", False),
        )),
        Filter("due", "Due", "due_group", (
            Choice("overdue", "Overdue", "overdue"), Choice("in-time", "In time", "in-time"),
            Choice("no-date", "Without a date", "no-date"),
        )),
        Filter("priority", "Priority", "priority", choices_of(ActionItem.Priority.choices)),
        Filter("risk", "Risk level", "risk", choices_of(ActionItem.Priority.choices)),
        Filter("source", "Source", "source_kind", tuple(Choice(key, words, key) for key, words in _KINDS.items())),
        Filter("mine", "Mine", "owner__in", (Choice("yes", "Mine", list(me)),)),
        Filter("blocked", "Blocked", "is_blocked", (Choice("yes", "Blocked", True),)),
        Filter("check", "Check", "check_ref"), REF, OWNER,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quick:
    """A question of every stand-up, one click away."""

    words: str
    url: str
    count: int
    on: bool


_QUICK = (
    (gettext_noop("Mine"), "mine", {"state": "open", "mine": "yes"}),
    (gettext_noop("Overdue"), "overdue", {"due": "overdue"}),
    (gettext_noop("High priority"), "high", {"state": "open", "priority": "high"}),
    (gettext_noop("Blocked"), "blocked", {"blocked": "yes"}),
)


def quick_filters(path: str, counts: Mapping[str, int], asked: Mapping[str, str]) -> tuple[Quick, ...]:
    """The filters above the register, each with how many it leaves; pressed again, one is taken away."""
    group = {"group": asked["group"]} if asked.get("group") else {}
    found = []
    for title, key, query in _QUICK:
        on = all(asked.get(name) == value for name, value in query.items())
        rest = urlencode({**({"view": "all"} if on else query), **group})
        found.append(Quick(wording.said(title), f"{path}?{rest}", counts.get(key, 0), on))
    return tuple(found)
