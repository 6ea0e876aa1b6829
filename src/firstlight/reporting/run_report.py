"""A run on paper and as a workbook: its whole state while it runs, its report once it is closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from firstlight.cutover.live.report import Line, RunReport
from firstlight.cutover.rules.durations import written
from firstlight.kernel import clocks
from firstlight.kernel.context import ProjectLike
from firstlight.reporting.decision_pack import colours, paper_file, words
from firstlight.reporting.decision_pack.workbook import Style, add_list
from firstlight.reporting.run_annex import NOTHING, Annex, Contact, Instruction

FORMS = ("pdf", "xlsx")
_STEP_HEADS = (
    "Step", "Title", "Kind", "Group", "Owner", "Backup", "Verifier", "State", "Planned start", "Planned end",
    "Expected or actual start", "Expected or actual end", "Minutes planned", "Minutes taken", "More than planned",
    "Late in all", "Of that its own", "Entered late", "Reason", "Note", "Evidence", "Verified by", "Warning",
)  # fmt: skip
_STEP_WIDTHS = (8, 44, 14, 24, 24, 24, 24, 12, *(18,) * 4, *(12,) * 5, 18, 36, 36, 36, 20, 36)
Rows = list[list[Any]]


def run_file(project: ProjectLike, report: RunReport, form: str, annex: Annex = NOTHING) -> bytes:
    """The state or the report in that form, with what goes along. The same gives the same bytes."""
    return _paper(project, report, annex) if form == "pdf" else _workbook(project, report, annex)


def _title(report: RunReport) -> str:
    what = "Report" if report.facts.state == "closed" else "State"
    return f"{what} of {report.facts.ref} · {report.facts.title}"


def _at(moment: datetime | None, zone: ZoneInfo) -> str:
    return clocks.shown(moment.astimezone(zone), "%Y-%m-%d %H:%M") if moment else ""


def _minutes(found: int | None) -> str:
    if found is None:
        return ""
    return f"-{written(-found)}" if found < 0 else written(found)


def _facts(report: RunReport) -> Iterator[tuple[str, str]]:
    facts, zone = report.facts, ZoneInfo(report.facts.time_zone)
    yield "Mode", "Rehearsal" if facts.is_rehearsal else "Live"
    yield "Where it stands", facts.state.capitalize()
    yield "Started", _at(facts.started, zone) or "not yet"
    if facts.closed:
        yield "Closed", _at(facts.closed, zone)
    yield "Planned to end", _at(facts.planned_finish, zone)
    if not facts.closed or report.finished:
        yield "Ended" if facts.closed else "Expected to end", _at(report.ended, zone)
    if facts.window_end:
        yield "Window ends", _at(facts.window_end, zone)
    if facts.paused:
        yield "Paused", written(round(facts.paused.total_seconds() / 60))
    for one in facts.clock_steps:
        way = "back" if one.by < timedelta() else "ahead"
        minutes = written(round(abs(one.by).total_seconds() / 60))
        yield "Clock of the server", f"set {way} by {minutes}, to {_at(one.at, zone)}; entries keep their order"
    if facts.outlook and not facts.closed:
        yield "Eight of ten forecasts end", f"{_at(facts.outlook.early, zone)} to {_at(facts.outlook.late, zone)}"
        if facts.outlook.last_decision:
            yield "Latest decision to turn back", _at(facts.outlook.last_decision, zone)
    yield "Steps", ", ".join(f"{count} {lane}" for lane, count in facts.counts.items() if count)
    if report.closed_because:
        yield "Closed before all was done, because", report.closed_because
    yield "Ledger", f"entry {report.head.sequence:,}, {report.head.digest}"


def _paper(project: ProjectLike, report: RunReport, annex: Annex) -> bytes:
    zone = ZoneInfo(report.facts.time_zone)
    as_of = f"{_at(report.as_of, zone)}, {zone.key}"
    given = {
        "title": _title(report),
        "project": project.name,
        "as_of": as_of,
        "colours": dict(colours.LIGHT),
        "words": words.MARKS,
        "facts": [{"name": name, "value": value} for name, value in _facts(report)],
        "decisions": [list(row[:-1]) for row in _decisions(report, zone)],
        "issues": [list(row) for row in _issues(report, zone)],
        "late": [list(row) for row in _late(report)],
        "turns": [[line.row.ref, line.row.title, line.row.state, line.row.reason] for line in report.out_of_turn],
        "papers": [list(row) for row in _from_paper(report, zone)],
        "lessons": report.lessons,
        "steps": [_step(line, zone) for line in report.lines],
        "contacts": [list(_reached(one)) for one in annex.contacts or ()],
        "runbook": [_worded(one) for one in annex.runbook],
        "footer": f"{_title(report)} · as of {as_of} · ledger {report.head.sequence} {report.head.digest[:12]}",
    }
    return paper_file.printed("run_report.typ", given, int(report.as_of.timestamp()))


def _decisions(report: RunReport, zone: ZoneInfo) -> Iterator[tuple[str, ...]]:
    for gate in report.checkpoints:
        for one in gate.decisions:
            said = "Go" if one.outcome == "go" else f"No-go, {'turn back' if one.follows == 'rollback' else 'again'}"
            dissent = "; ".join(f"{vote.person}: {vote.reason or vote.outcome}" for vote in one.dissent)
            votes = "; ".join(f"{vote.seat}: {vote.outcome} ({vote.person})" for vote in one.votes)
            yield f"{gate.row.ref} {gate.row.title}", said, _at(one.at, zone), one.reason, dissent, votes


def _issues(report: RunReport, zone: ZoneInfo) -> Iterator[tuple[str, ...]]:
    for one in report.issues:
        how, agreed = one.resolution or one.decision, ", ".join(one.agreed_by)
        yield str(one.number), one.title, one.state.capitalize(), one.owner, ", ".join(one.stops), how, agreed


def _late(report: RunReport) -> Iterator[tuple[str, ...]]:
    for line in report.late:
        yield line.row.ref, line.row.title, line.row.owner, _minutes(line.row.originates), _minutes(line.apart)


def _from_paper(report: RunReport, zone: ZoneInfo) -> Iterator[tuple[str, ...]]:
    for line in report.from_paper:
        row = line.row
        yield row.ref, row.title, _at(row.started, zone), _at(row.ended, zone), _at(row.entered_late, zone)


def _step(line: Line, zone: ZoneInfo) -> dict[str, str]:
    row = line.row
    done = bool(row.ended)
    return {
        "ref": row.ref,
        "title": row.title,
        "who": row.owner,
        "state": row.state,
        "planned": f"{_short(row.planned_start, zone)} – {_short(row.planned_end, zone)}",
        "actual": f"{_short(row.expected_start, zone)} – {_short(row.expected_end, zone)}",
        "said": "left out" if row.state == "skipped" else "done" if done else "running" if row.started else "expected",
        "took": f"{_minutes(line.took)} of {_minutes(line.planned)}" if line.took is not None else "",
        "words": " · ".join(one for one in (row.reason, row.note, row.evidence, row.warning) if one)[:400],
    }


def _short(moment: datetime | None, zone: ZoneInfo) -> str:
    return clocks.shown(moment.astimezone(zone), "%a %H:%M") if moment else "not known"


def _reached(one: Contact) -> tuple[str, ...]:
    what = "; ".join(dict.fromkeys(words for words in (one.job, *one.roles) if words))
    where = ", ".join(words for words in (one.party, one.place) if words)
    nobody = "" if one.known else "not in the list of people"
    return one.name, what or nobody, "; ".join(one.does), one.mail, one.phone, where


def _worded(one: Instruction) -> dict[str, Any]:
    told = (("How one sees that it worked", one.verification), ("If it goes wrong", one.rollback),
            ("Documents", ", ".join(one.documents)), ("After", ", ".join(one.after)))  # fmt: skip
    people = (("Owner", one.owner), ("Backup", one.backup), ("Verified by", one.verifier))
    return {
        "ref": one.ref,
        "title": one.title,
        "people": " · ".join(f"{name}: {who}" for name, who in people if who),
        "instruction": one.instruction,
        "told": [{"name": name, "value": value} for name, value in told if value],
    }


def _workbook(project: ProjectLike, report: RunReport, annex: Annex) -> bytes:
    out, zone = BytesIO(), ZoneInfo(report.facts.time_zone)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"author": "Firstlight", "created": report.as_of.replace(tzinfo=None)})
    style = Style(book.add_format, {})
    top = [["Run", _title(report)], ["Project", project.name], ["As of", f"{_at(report.as_of, zone)}, {zone.key}"]]
    steps: Rows = [_cells(line, zone) for line in report.lines]
    decisions = [list(row) for row in _decisions(report, zone)]
    issues = [list(row) for row in _issues(report, zone)]
    summary = [*top, *([name, value] for name, value in _facts(report))]
    if report.lessons:
        summary.append(["Lessons", report.lessons])
    add_list(book, style, "Summary", ("What", "How it is"), (32, 90), summary)
    add_list(book, style, "Steps", _STEP_HEADS, _STEP_WIDTHS, steps)
    decided = ("Checkpoint", "Decided", "When", "Why", "Dissent", "Votes")
    add_list(book, style, "Decisions", decided, (44, 20, 18, 60, 60, 60), decisions)
    heads = ("Issue", "What", "State", "Owner", "Stopped", "How it was settled", "Agreed by")
    add_list(book, style, "Issues", heads, (8, 50, 12, 24, 20, 60, 40), issues)
    _add_annex(book, style, annex)
    book.close()
    return out.getvalue()


def _add_annex(book: Any, style: Style, annex: Annex) -> None:
    if annex.runbook:
        heads = ("Step", "Title", "Owner", "Backup", "Verifier", "After", "Instruction", "How one sees that it worked",
                 "If it goes wrong", "Documents")  # fmt: skip
        add_list(book, style, "Runbook", heads, (8, 44, 24, 24, 24, 16, 70, 50, 50, 30), [
            [one.ref, one.title, one.owner, one.backup, one.verifier, ", ".join(one.after), one.instruction,
             one.verification, one.rollback, ", ".join(one.documents)]
            for one in annex.runbook
        ])  # fmt: skip
    if annex.contacts:
        reached = ("Name", "What they are", "In this run", "Mail", "Telephone", "Where")
        add_list(book, style, "Contacts", reached, (32, 40, 60, 40, 24, 32), [_reached(one) for one in annex.contacts])


def _cells(line: Line, zone: ZoneInfo) -> list[Any]:
    row = line.row
    times = (row.planned_start, row.planned_end, row.expected_start, row.expected_end)
    return [
        row.ref, row.title, row.kind, row.group_title, row.owner, row.backup, row.verifier, row.state,
        *(_at(one, zone) for one in times), line.planned, line.took, line.apart, row.delayed, row.originates,
        _at(row.entered_late, zone), row.reason, row.note, row.evidence, row.verified_by, row.warning,
    ]  # fmt: skip
