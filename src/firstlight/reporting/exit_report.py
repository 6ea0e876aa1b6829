"""The exit report of a test cycle as a PDF and as a workbook."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter

from firstlight.kernel.context import ProjectLike
from firstlight.reporting.decision_pack import colours, paper_file, words
from firstlight.reporting.decision_pack.workbook import Style, add_list
from firstlight.testing.exit_report import ExitReport, kind_title
from firstlight.testing.rules.findings import FindingFacts
from firstlight.testing.rules.wording import day
from firstlight.testing.standing import DiscountedRun
from firstlight.workspace.queries import zone_of

#: Forms of the report, in the order in which they are offered.
REPORT_FORMS = ("pdf", "xlsx")
#: Passes that do not count that the paper lists; the workbook has all.
MOST_LISTED = 60

_FINDING_HEADS = (
    "Ref", "Finding", "Severity", "State", "Business impact", "Workaround", "Owner", "Expected", "Case",
)  # fmt: skip
_VOID_HEADS = ("Run", "Case", "Title", "Tester", "Role", "Why it does not count")

Rows = list[list[Any]]


def exit_file(project: ProjectLike, report: ExitReport, form: str) -> bytes:
    """The report in that form. The same report gives the same bytes."""
    return _paper(project, report) if form == "pdf" else _workbook(project, report)


def _as_of(project: ProjectLike, report: ExitReport) -> str:
    zone = zone_of(project)
    return f"{report.as_of.astimezone(zone):%Y-%m-%d %H:%M}, {zone.key}"


def _facts(report: ExitReport) -> list[tuple[str, str]]:
    cycle = report.cycle
    days = [day(one) if one else "not said" for one in (cycle.start, cycle.end)]
    facts = [
        ("Passed", f"{report.passed} of {report.whole}; {cycle.exit_pass_share} % must"),
        ("Days", f"{days[0]} to {days[1]}"),
        ("Environment", cycle.environment or "not said"),
        ("Solution version", cycle.solution_version or "not said"),
        ("Exit criteria", cycle.exit_criteria or "none written"),
    ]
    if report.out_of_order:
        told = (f"{one.sentence} ({one.source})" for one in report.out_of_order)
        facts.append(("Out of order", "\n".join(told)))
    if report.exit.reason:
        borne = "signed" if report.lenient else "not signed as it is"
        facts.append(("May end incomplete", f"{report.exit.reason} ({report.exit.asked_by}; {borne})"))
    return facts


def _paper(project: ProjectLike, report: ExitReport) -> bytes:
    title = f"Exit report {report.cycle.ref} {report.cycle.title}"
    given = {
        "title": title,
        "project": getattr(project, "name", ""),
        "kind": kind_title(report),
        "as_of": _as_of(project, report),
        "status": report.status.value,
        "headline": report.headline,
        "colours": dict(colours.LIGHT),
        "words": words.MARKS,
        "facts": [{"name": name, "value": value} for name, value in _facts(report)],
        "parts": [
            {"status": one.status.value, "title": one.title, "reasons": list(one.reasons)} for one in report.parts
        ],
        "findings": [_finding(one) for one in report.exit.findings],
        "discounted": [_discounted(one) for one in report.discounted[:MOST_LISTED]],
        "more": max(0, len(report.discounted) - MOST_LISTED),
        "footer": f"{title} · as of {_as_of(project, report)}",
    }
    return paper_file.printed("exit.typ", given, int(report.as_of.timestamp()))


def _finding(one: FindingFacts) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "title": one.title,
        "severity": one.severity.capitalize(),
        "significant": one.significant,
        "impact": one.impact,
        "owner": one.owner,
        "expected": day(one.expected) if one.expected else "",
    }


def _discounted(one: DiscountedRun) -> dict[str, Any]:
    return {
        "ref": f"{one.ref} · {one.case}",
        "title": one.title,
        "tester": one.tester,
        "role": one.role,
        "why": [guard.sentence for guard in one.guards],
    }


def _workbook(project: ProjectLike, report: ExitReport) -> bytes:
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"author": "Firstlight", "created": report.as_of.replace(tzinfo=None)})
    style = Style(book.add_format, {})
    summary: Rows = [["Cycle", f"{report.cycle.ref} {report.cycle.title}"], ["Kind", kind_title(report)]]
    summary += [["As of", _as_of(project, report)], ["Verdict", report.headline]]
    summary += [[name, value] for name, value in _facts(report)]
    reasons: Rows = [
        [words.word(one.status.value), one.title, "\n".join(one.reasons), "\n".join(link.text for link in one.records)]
        for one in report.parts
    ]
    findings: Rows = [
        [one.ref, one.title, one.severity, one.state, one.impact, one.workaround, one.owner, one.expected, one.case]
        for one in report.exit.findings
    ]
    void: Rows = [
        [one.ref, one.case, one.title, one.tester, one.role, " ".join(guard.sentence for guard in one.guards)]
        for one in report.discounted
    ]
    add_list(book, style, "Summary", ("What", "How it is"), (24, 90), summary)
    add_list(book, style, "Why", ("Status", "What", "Why", "Records"), (14, 36, 90, 60), reasons)
    add_list(book, style, "Open findings", _FINDING_HEADS, (10, 44, 12, 12, 50, 40, 24, 14, 14), findings)
    add_list(book, style, "Passes that do not count", _VOID_HEADS, (12, 12, 44, 24, 28, 80), void)
    book.close()
    return out.getvalue()
