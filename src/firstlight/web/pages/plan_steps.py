"""The steps of all plans as a list: what they wait for and when they are, and all else that is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.cutover.models import Task
from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.findings import Finding
from firstlight.cutover.rules.timing import Times
from firstlight.cutover.sheets import TASKS
from firstlight.web import wording
from firstlight.web.figures import weekday_and_time
from firstlight.web.listing import Cell, Choice, Column, Filter, Grouping, Listed
from firstlight.web.pages.plan_findings import TITLES
from firstlight.web.pages.registers import Cells, choices_of, hole

#: Columns of the sheet beside those that are usually seen, by the key of their set; between them they are all.
FURTHER: Mapping[str, tuple[str, ...]] = {
    "how": ("instruction", "verification", "documents"),
    "where": ("kind", "group", "area", "environment", "system", "countdown", "plan"),
    "spread": ("end", "fixed", "shortest", "longest", "dry_run_minutes", "skill"),
    "back": ("risky", "rollback", "final", "deciders", "criteria"),
    "done": ("percent", "actual_start", "actual_end", "notes"),
}
#: How the sets are called.
SETS = {
    "": gettext_noop("Who and when"),
    "how": gettext_noop("How it is done"),
    "where": gettext_noop("Where it belongs"),
    "spread": gettext_noop("Spread and fixed times"),
    "back": gettext_noop("Way back and decisions"),
    "done": gettext_noop("What happened"),
}
_USUAL = (
    Column("Task", "title", wide=True, edits="title"),
    Column("Owner", "owner", edits="owner"),
    Column("Backup owner", "backup", edits="backup"),
    Column("Verified by", "verifier", edits="verifier"),
    Column("Predecessors", edits="predecessors"),
    Column("Duration", "minutes", figure=True, edits="minutes"),
    Column("Starts", "start", edits="start"),
    Column("Float", figure=True),
)
#: Letters of a long text that a cell shows; what is edited is all of it.
_LETTERS = 140


def further(columns: str) -> Iterator[Column]:
    """The task, and the columns of a set as the sheet calls them."""
    yield Column("Task", "title", wide=True, edits="title")
    for key in FURTHER[columns]:
        yield Column(TASKS.column(key).title, edits=key)


def _written_cells(keys: Sequence[str]) -> Cells:
    """Cells that say what was written, without anything that is computed."""

    def cells(row: Task) -> tuple[Cell, ...]:
        first = Cell(row.title, sub=" · ".join(part for part in (row.ref, row.group) if part))
        return first, *(_written(key, row.plan.ref if key == "plan" else getattr(row, key)) for key in keys)

    return cells


def _written(key: str, value: Any) -> Cell:
    if value is None or value == "" or value == []:
        return Cell()
    if isinstance(value, datetime):
        return Cell(at=value)
    if isinstance(value, bool):
        return Cell(wording.said("yes") if value else "")
    if isinstance(value, int):
        return Cell(f"{value} %" if key == "percent" else written(value))
    if isinstance(value, list):
        return Cell("; ".join(value))
    words = str(Task.Kind(value).label) if key == "kind" else value
    return Cell(wording.said(words) if key == "kind" else _shortened(words))


def _shortened(words: str) -> str:
    return words if len(words) <= _LETTERS else f"{words[:_LETTERS].rstrip()}…"


def tasks(plans: Mapping[str, Planned], zone: ZoneInfo, columns: str = "") -> Listed[Task]:
    """The steps of all plans, by their refs, with the columns of one set; times are said by the clock of the zone."""
    findings = [one for plan in plans.values() for one in plan.findings]
    return Listed(
        "step", "steps",
        tuple(further(columns)) if columns in FURTHER else _USUAL,
        _written_cells(FURTHER[columns]) if columns in FURTHER else _cells(plans, zone),
        (
            Filter("finding", "Finding", "ref__in", _by_finding(findings)),
            Filter("plan", "Plan", "plan__ref", tuple(Choice(ref, one.facts.title, ref) for ref, one in plans.items())),
            Filter("kind", "Kind", "kind", choices_of(Task.Kind.choices)),
            Filter("critical", "Critical", "ref__in", (Choice("yes", "Decides the end", _critical(plans)),)),
            Filter("waits", "Waits for", "ref__in", _by_gate(plans)),
            Filter("ref", "Step", "ref"), Filter("owner", "Owner", "owner"), Filter("group", "Group", "group"),
            Filter("area", "Area", "area"),
        ),
        ("ref", "title", "owner", "backup", "verifier", "system", "area", "group"),
        ("position", "pk"),
        (Grouping("group", "By group", "group", lambda row: row.group),
         Grouping("owner", "By owner", "owner", lambda row: row.owner)),
        sets=(("", SETS[""]), *((key, SETS[key]) for key in FURTHER)),
    )  # fmt: skip


def _cells(plans: Mapping[str, Planned], zone: ZoneInfo) -> Cells:
    kinds = wording.Labels(Task.Kind.choices)
    nobody, unknown, critical = hole(_("nobody")), hole(_("unknown")), _("critical")

    def cells(row: Task) -> tuple[Cell, ...]:
        plan = plans.get(row.plan.ref)
        times = plan.timetable.times.get(row.ref) if plan else None
        gate = plan.held.get(row.ref) if plan else None
        work = row.kind not in (Task.Kind.GROUP, Task.Kind.MILESTONE)
        slack = Cell()
        if times and row.kind != Task.Kind.GROUP:
            slack = Cell(critical, state="running") if times.critical else Cell(_slack(times.slack))
        kind = "" if row.kind == Task.Kind.TASK else kinds[row.kind]
        return (
            Cell(row.title, sub=" · ".join(part for part in (row.ref, kind, row.group) if part)),
            Cell(row.owner) if row.owner or not work else nobody,
            Cell(row.backup) if row.backup or not work else nobody,
            Cell(row.verifier),
            Cell(", ".join(row.predecessors), sub=_("waits for %(gate)s") % {"gate": gate.step.ref} if gate else ""),
            Cell(written(row.minutes)) if row.minutes is not None else unknown if work else Cell(),
            Cell(at=times.start, sub=_until(times, zone)) if times else Cell(),
            slack,
        )

    return cells


def _until(times: Times, zone: ZoneInfo) -> str:
    """When it ends; with the day where that is another one. A mark has no end of its own."""
    if times.start == times.end:
        return ""
    start, end = times.start.astimezone(zone), times.end.astimezone(zone)
    said = f"{end:%H:%M}" if start.date() == end.date() else weekday_and_time(end)
    return _("until %(time)s") % {"time": said}


def _by_finding(findings: Sequence[Finding]) -> tuple[Choice, ...]:
    refs: dict[str, list[str]] = {}
    for one in findings:
        if one.steps:
            refs.setdefault(one.kind, []).extend(one.steps)
    return tuple(Choice(kind, TITLES[kind], found) for kind, found in refs.items())


def _critical(plans: Mapping[str, Planned]) -> list[str]:
    return [ref for plan in plans.values() for ref, times in plan.timetable.times.items() if times.critical]


def _by_gate(plans: Mapping[str, Planned]) -> tuple[Choice, ...]:
    """The steps behind each checkpoint."""
    gates = [gate for plan in plans.values() for gate in plan.gates if gate.followers]
    return tuple(Choice(gate.step.ref, f"{gate.step.ref} {gate.step.title}"[:60], gate.followers) for gate in gates)


def _slack(slack: timedelta) -> str:
    minutes = round(slack.total_seconds() / 60)
    return f"-{written(-minutes)}" if minutes < 0 else written(minutes)
