"""The register of actions: what will be done about everything that is not met, by whom and by when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.assurance.models import ActionItem
from firstlight.web import wording
from firstlight.web.listing import Cell, Choice, Column, Filter, Grouping, Listed
from firstlight.web.pages.registers import OWNER, REF, Address, choices_of, hole
from firstlight.web.pages.spans import age_in_days, day_words, overdue

_STATES = {"open": "waiting", "under-way": "running", "done": "met", "dropped": "not-applicable"}
_KINDS = {"check": gettext_noop("Check"), "review": gettext_noop("Gate review"), "decision": gettext_noop("Decision"),
          "dependency": gettext_noop("Dependency"), "test": gettext_noop("Test"),
          "people": gettext_noop("People")}  # fmt: skip


_READS = (
    "ref", "title", "state", "still_open", "owner", "due", "priority", "risk", "blocker", "workaround", "check_ref",
    "source", "source_kind", "opened",
)  # fmt: skip

#: Letters, then a figure: the last word of a sentence is no ref.
_REF = re.compile(r"[A-Za-z].*\d")


class _Cells:
    """How a row of the register becomes cells; what its rows have in common is made once for all of them."""

    def __init__(self, address: Address, now: datetime, zone: ZoneInfo) -> None:
        self.address, self.zone = cache(address), zone
        self.today = now.astimezone(zone).date()
        self.nobody, self.unknown, self.empty = hole(_("nobody")), hole(_("unknown")), Cell()
        self.states = wording.Labels(ActionItem.State.choices)
        self.overdue, self.until = Cell(_("Late"), state="late"), _("Until then: %(workaround)s")
        rank = wording.Labels(ActionItem.Priority.choices)
        # Frozen cells of the same words are the same cell: a list says the same few over and over.
        self.rank, self.due, self.aged = cache(lambda key: Cell(rank[key])), cache(self._due), cache(self._aged)
        self.state, self.owner = cache(self._state), cache(Cell)

    def __call__(self, row: Any) -> tuple[Cell, ...]:
        due = self.due(row.due, row.still_open)
        return (
            Cell(row.title, sub=row.ref),
            self.overdue if due.late else self.state(row.state),
            self.owner(row.owner) if row.owner else self.nobody,
            due,
            self.rank(row.priority),
            self.rank(row.risk),
            self.blocker(row),
            self.source(row),
            self.open_for(row),
        )

    def _due(self, day: date | None, is_open: bool) -> Cell:
        late = overdue(day, self.today) if is_open else ""
        return Cell(day_words(day), sub=late, late=bool(late))

    def _state(self, key: str) -> Cell:
        return Cell(self.states[key], state=_STATES.get(key, ""))

    def _aged(self, opened: date) -> Cell:
        return Cell(age_in_days((self.today - opened).days))

    def blocker(self, row: Any) -> Cell:
        """What stands in the way, and how one gets by."""
        if not row.blocker and not row.workaround:
            return self.empty
        return Cell(row.blocker, sub=self.until % {"workaround": row.workaround} if row.workaround else "")

    def source(self, row: Any) -> Cell:
        """Where an action comes from, with the way there; the check it is for stands below."""
        kind = row.source_kind
        ref = row.check_ref if kind == "check" else row.source.rpartition(" ")[2]
        named = kind == "check" or (kind != "people" and _REF.search(ref))
        url = self.address(kind, ref) if named else ""
        if kind == "check" or (kind == "people" and not row.source):
            return Cell(row.check_ref or wording.said(_KINDS[kind]), url, sub=row.source if row.check_ref else "")
        return Cell(row.source, url, sub=row.check_ref)

    def open_for(self, row: Any) -> Cell:
        """How long it has been open, by the ledger; of a finished one that says nothing."""
        if not row.still_open:
            return self.empty
        return self.aged(row.opened.astimezone(self.zone).date()) if row.opened else self.unknown


def actions(address: Address, now: datetime, zone: ZoneInfo, me: Sequence[str] = ()) -> Listed[Any]:
    """What will be done about what is not met, over everything. `me` are the names under which one owns something."""
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
        _Cells(address, now, zone),
        _action_filters(me),
        ("ref", "title", "owner", "check_ref", "notes", "blocker", "workaround", "source"),
        ("-still_open", "due", "ref"),
        (Grouping("owner", "By owner", "owner", lambda row: row.owner or _("Nobody")),),
        reads=_READS,
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
