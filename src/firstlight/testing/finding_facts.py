"""Findings as plain facts, with what retests say of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Max, QuerySet

from firstlight.contracts.results import Outcome
from firstlight.kernel.context import ProjectLike
from firstlight.testing.models import Finding, Result
from firstlight.testing.rules.findings import FindingFacts
from firstlight.workspace.queries import zone_of


def findings_of(project: ProjectLike, *, kind: str = "", cycle: str = "") -> list[FindingFacts]:
    """Findings by ref: all, those of cycles of a kind, or those of one cycle. Two queries."""
    rows = Finding.objects.filter(project_id=project.pk).select_related("cycle", "case", "process")
    if kind:
        rows = rows.filter(cycle__kind=kind)
    if cycle:
        rows = rows.filter(cycle__ref=cycle)
    return facts_of(project, rows.order_by("ref"))


def facts_of(project: ProjectLike, rows: QuerySet[Finding]) -> list[FindingFacts]:
    """These findings as facts, in their order. The rows bring their cycle, case and process."""
    found = list(rows)
    passed = passed_on(project, {row.case_id for row in found if row.case_id})
    return [_facts(row, passed) for row in found]


def _facts(row: Finding, passed: Mapping[int, date]) -> FindingFacts:
    process = row.process or (row.case.process if row.case else None)
    return FindingFacts(
        row.ref,
        row.title,
        row.kind,
        row.severity,
        row.state,
        row.impact,
        row.owner,
        row.expected,
        row.root_cause,
        row.workaround,
        row.case.ref if row.case else "",
        row.cycle.ref if row.cycle else "",
        process.ref if process else "",
        row.found_on,
        row.closed_because,
        passed.get(row.case_id) if row.case_id else None,
    )


def passed_on(project: ProjectLike, cases: Iterable[int]) -> dict[int, date]:
    """By key of the case, the day in the project on which it last passed with a pass that counts. One query."""
    wanted, zone = set(cases), zone_of(project)
    if not wanted:
        return {}
    rows = Result.objects.filter(
        cycle__project_id=project.pk, case__isnull=False, outcome=Outcome.PASSED.value, discounted=""
    )
    newest = rows.order_by().values_list("case_id").annotate(Max("at"))
    return {case: at.astimezone(zone).date() for case, at in newest.iterator(chunk_size=5000) if case in wanted}
