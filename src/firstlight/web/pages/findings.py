"""What was found in tests: a register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from firstlight.kernel.context import ProjectLike
from firstlight.testing.finding_facts import facts_of
from firstlight.testing.models import Finding
from firstlight.testing.rules.findings import SEVERITIES, FindingFacts, overdue
from firstlight.web import wording
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.web.pages.registers import OWNER, REF, Address, choices_of, hole
from firstlight.web.pages.spans import day_words
from firstlight.web.pages.spans import overdue as how_late

_SEVERITY_STATES = {"critical": "unmet", "high": "unmet", "medium": "partly", "low": ""}
_STATES = {"open": "waiting", "in-work": "running", "to-retest": "waiting", "deferred": "waiting", "closed": "met",
           "withdrawn": "not-applicable"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in the register, with what it is sorted and filtered by."""

    finding: Finding
    facts: FindingFacts
    rank: int
    still_open: bool
    late: bool
    cycle: str
    case: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.finding, name)


def finding_rows(project: ProjectLike, today: date) -> list[FindingRow]:
    """Every finding, the open ones first, the heaviest of them before the others. Two queries."""
    rows = Finding.objects.filter(project_id=project.pk).select_related("cycle", "case__process", "process")
    found = list(rows.order_by("ref"))
    facts = facts_of(project, rows.order_by("ref"))
    shown = [
        FindingRow(row, one, SEVERITIES.index(one.severity), one.is_open, overdue(one, today), one.cycle, one.case)
        for row, one in zip(found, facts, strict=True)
    ]
    return sorted(shown, key=lambda row: (not row.still_open, row.rank, row.facts.expected or date.max, row.facts.ref))


class _Cells:
    """How a row of the register becomes cells; what its rows have in common is made once for all of them."""

    def __init__(self, address: Address, today: date) -> None:
        self.address, self.today = cache(address), today
        self.kinds, self.severities, self.states = (
            wording.Labels(one.choices) for one in (Finding.Kind, Finding.Severity, Finding.State)
        )
        self.nobody, self.unsaid = hole(_("nobody")), hole(_("not said"))
        self.unproven, self.until = hole(_("Closed, not retested")), _("Until then: %(workaround)s")

    def __call__(self, row: FindingRow) -> tuple[Cell, ...]:
        one = row.facts
        late = how_late(one.expected, self.today) if row.still_open else ""
        until = self.until % {"workaround": one.workaround} if one.workaround else ""
        return (
            Cell(one.title, sub=f"{one.ref} · {self.kinds[one.kind]}"),
            Cell(self.severities[one.severity], state=_SEVERITY_STATES[one.severity] if row.still_open else ""),
            self.unproven if one.unproven else Cell(self.states[one.state], state=_STATES[one.state]),
            Cell(one.impact, sub=until) if one.impact else self.unsaid,
            Cell(one.case, self.address("case", one.case), sub=one.cycle) if one.case else Cell(one.cycle),
            Cell(one.owner) if one.owner else self.nobody,
            Cell(day_words(one.expected), sub=late, late=bool(late)),
        )


def findings(address: Address, today: date) -> Listed[FindingRow]:
    """What was found, what it means for the business, who sees to it and by when."""
    return Listed(
        "finding",
        "findings",
        (
            Column("Finding", "title", wide=True, edits="title"),
            Column("Severity", "rank", edits="severity"),
            Column("State", "state", edits="state"),
            Column("Business impact", wide=True, edits="impact"),
            Column("Case", "case", whole=True, edits="case"),
            Column("Owner", "owner", edits="owner"),
            Column("Expected", "expected", edits="expected"),
        ),
        _Cells(address, today),
        (
            Filter("state", "State", "still_open", (Choice("open", "Open", True), Choice("over", "Not open", False))),
            Filter("severity", "Severity", "severity", choices_of(Finding.Severity.choices)),
            Filter("kind", "Kind", "kind", choices_of(Finding.Kind.choices)),
            Filter("late", "Late", "late", (Choice("yes", "Past its day", True),)),
            Filter("cycle", "Cycle", "cycle"), Filter("case", "Case", "case"), REF, OWNER,
        ),
        ("ref", "title", "owner", "impact", "case", "cycle"),
    )  # fmt: skip
