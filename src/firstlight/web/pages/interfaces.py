"""Interfaces as they were tried: the list, and one of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.testing.models import Interface
from firstlight.testing.rules.interfaces import (
    OUTAGE,
    InterfaceFacts,
    outage_gap,
    pattern_gap,
    peak_gap,
    systems_of,
)
from firstlight.web import wording
from firstlight.web.addresses import place
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.web.pages.registers import OWNER, REF, Address, hole

#: Why something is not shown: how it is drawn, and in words.
_GAPS = {
    "no-pattern": ("unknown", gettext_noop("no pattern recorded")),
    "not-reviewed": ("unmet", gettext_noop("not reviewed")),
    "review-unsigned": ("unmet", gettext_noop("reviewed, not said by whom or when")),
    "review-ahead": ("waiting", gettext_noop("review to come")),
    "in-doubt": ("unmet", gettext_noop("in doubt")),
    "to-change": ("unmet", gettext_noop("has to change")),
    "pattern-changed": ("stale", gettext_noop("changed since the review")),
    "no-peak": ("unknown", gettext_noop("no peak stated")),
    "not-run": ("unmet", gettext_noop("no volume run")),
    "undated": ("unmet", gettext_noop("run on an unknown day")),
    "run-ahead": ("waiting", gettext_noop("still to be run")),
    "in-production": ("unmet", gettext_noop("in production: does not count")),
    "below-peak": ("unmet", gettext_noop("below its peak")),
    "not-simulated": ("unmet", gettext_noop("not simulated")),
    "outage-ahead": ("waiting", gettext_noop("still to be simulated")),
    "outage-unsaid": ("partly", gettext_noop("not told in full")),
    "by-another": ("met", gettext_noop("shown by another interface")),
}
_WORDS = {"pattern": gettext_noop("fits"), "peak": gettext_noop("near its peak"), "outage": gettext_noop("simulated")}


@dataclass(frozen=True, slots=True)
class InterfaceRow:
    """An interface with its three gaps. `outage` is “by-another” where its system is shown by another interface."""

    facts: InterfaceFacts
    pattern: str
    peak: str
    outage: str

    @property
    def ref(self) -> str:
        return self.facts.ref

    @property
    def title(self) -> str:
        return self.facts.title

    @property
    def system(self) -> str:
        return self.facts.system

    @property
    def owner(self) -> str:
        return self.facts.owner

    @property
    def cycle(self) -> str:
        return self.facts.tried.cycle

    @property
    def critical(self) -> bool:
        return self.facts.critical

    @property
    def share(self) -> int | None:
        return self.facts.share

    @property
    def outage_on(self) -> date | None:
        return self.facts.tried.outage_on

    @property
    def pattern_open(self) -> bool:
        return bool(self.pattern)

    @property
    def peak_open(self) -> bool:
        return bool(self.peak)

    @property
    def outage_open(self) -> bool:
        return self.outage not in ("", "by-another")

    @property
    def lacking(self) -> bool:
        """Whether something of it is not shown."""
        return self.pattern_open or self.peak_open or self.outage_open


def rows_of(interfaces: Sequence[InterfaceFacts], today: date) -> list[InterfaceRow]:
    """The interfaces with their gaps, the critical ones of them first."""
    shown = {one.ref for system in systems_of(interfaces, today) if not system.gap for one in system.interfaces}
    rows = [InterfaceRow(one, pattern_gap(one, today), peak_gap(one, today), _outage(one, today, shown))
            for one in interfaces]  # fmt: skip
    return sorted(rows, key=lambda row: (not (row.lacking and row.critical), not row.lacking, row.ref))


def _outage(one: InterfaceFacts, today: date, shown: set[str]) -> str:
    gap = outage_gap(one, today)
    return "by-another" if gap and one.ref in shown else gap


@dataclass(frozen=True, slots=True)
class Total:
    """So many of so many, and where the others are."""

    words: str
    done: int
    whole: int
    query: str

    @property
    def state(self) -> str:
        """How it is drawn."""
        return "met" if self.done == self.whole else "partly" if self.done else "unmet"


def totals(rows: Sequence[InterfaceRow], today: date) -> list[Total]:
    """How much is shown of patterns, peaks and outages."""
    systems, busy = systems_of([row.facts for row in rows], today), [row for row in rows if row.facts.peak != 0]
    return [
        Total(_("patterns reviewed"), sum(not row.pattern for row in rows), len(rows), "?pattern=open"),
        Total(_("run near their peak"), sum(not row.peak for row in busy), len(busy), "?peak=open"),
        Total(_("systems switched off in a test"), sum(not one.gap for one in systems), len(systems), "?outage=open"),
    ]


class _Cells:
    """How an interface becomes cells."""

    def __init__(self, address: Address, slug: str) -> None:
        self.address, self.slug = cache(address), slug
        self.gaps = {code: (state, wording.said(words)) for code, (state, words) in _GAPS.items()}
        self.done = {key: wording.said(words) for key, words in _WORDS.items()}
        self.nobody, self.none = hole(_("nobody")), hole(_("none"))

    def __call__(self, row: InterfaceRow) -> tuple[Cell, ...]:
        tried = row.facts.tried
        return (
            Cell(row.title, place("interface", self.slug, row.ref), " · ".join(filter(None, (row.ref, row.system)))),
            self.cell("pattern", row.pattern, row.facts.pattern),
            self.cell("peak", row.peak, volume(row.facts)),
            self.cell("outage", row.outage, wording.day(tried.outage_on) if tried.outage_on else ""),
            Cell(row.cycle, self.address("cycle", row.cycle)) if row.cycle else self.none,
            Cell(row.owner) if row.owner else self.nobody,
        )

    def cell(self, what: str, gap: str, below: str) -> Cell:
        state, words = self.gaps.get(gap, ("met", self.done[what]))
        if what == "peak" and not gap and not below:
            return Cell(_("has no peak"), state="not-applicable")
        return Cell(words, state=state, sub=below)


def volume(one: InterfaceFacts) -> str:
    """Run and expected in the busiest hour: 720 of 900 an hour, 80 %."""
    if not one.peak or one.tried.peak_reached is None:
        return _("peak %(peak)s an hour") % {"peak": wording.number(one.peak)} if one.peak else ""
    facts = {"run": wording.number(one.tried.peak_reached), "peak": wording.number(one.peak), "share": one.share}
    return _("%(run)s of %(peak)s an hour, %(share)s %%") % facts


_SHOWN = (Choice("open", "Not shown", True), Choice("done", "Shown", False))


def interfaces(address: Address, slug: str, systems: Sequence[str]) -> Listed[InterfaceRow]:
    """The interfaces with what was tried of them."""
    return Listed(
        "interface",
        "interfaces",
        (
            Column("Interface", "title", wide=True), Column("Pattern", "pattern"), Column("Peak run", "share"),
            Column("Outage", "outage_on"), Column("Cycle", "cycle"), Column("Owner", "owner"),
        ),
        _Cells(address, slug),
        (
            Filter("lacking", "Missing", "lacking", (Choice("yes", "Something", True), Choice("no", "Nothing", False))),
            Filter("pattern", "Pattern", "pattern_open", _SHOWN),
            Filter("peak", "Peak run", "peak_open", _SHOWN),
            Filter("outage", "Outage", "outage_open", _SHOWN),
            Filter("critical", "Criticality", "critical", (Choice("yes", "High", True), Choice("no", "Others", False))),
            Filter("system", "Other system", "system", tuple(Choice(name, name, name) for name in systems)),
            REF, OWNER,
        ),
        ("ref", "title", "system", "owner"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three things that are tried: how it stands, and everything that was written down."""

    title: str
    state: str
    word: str
    facts: tuple[tuple[str, str], ...]


def parts(row: InterfaceRow, slug: str) -> list[Part]:
    """The three of an interface in full. What nobody said is there too, without words."""
    tried, cells = row.facts.tried, _Cells(lambda kind, ref: "", slug)(row)
    reviews = wording.Labels(Interface.Review.choices)
    day = wording.day
    told = {
        _("Pattern"): (
            (_("Pattern in the scope"), row.facts.pattern),
            (_("Pattern as reviewed"), tried.reviewed_pattern),
            (_("Review"), reviews[tried.review] if tried.review else ""),
            (_("Reviewed by"), tried.reviewed_by),
            (_("Reviewed on"), day(tried.reviewed_on) if tried.reviewed_on else ""),
            (_("Result of review"), tried.review_result),
        ),
        _("Peak run"): (
            (_("Run in the busiest hour"), volume(row.facts)),
            (_("Peak run on"), day(tried.peak_on) if tried.peak_on else ""),
        ),
        _("Outage"): (
            (_("Simulated on"), day(tried.outage_on) if tried.outage_on else ""),
            *((wording.said(_OUTAGE_TITLES[key]), tried.outage.get(key, "")) for key in OUTAGE),
        ),
    }
    return [
        Part(title, cell.state, cell.text, facts) for (title, facts), cell in zip(told.items(), cells[1:4], strict=True)
    ]


_OUTAGE_TITLES = {
    "happened": gettext_noop("What happened"),
    "told": gettext_noop("How users were told"),
    "seen": gettext_noop("What users saw"),
    "plan": gettext_noop("Plan"),
}
