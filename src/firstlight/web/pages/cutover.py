"""The cutover: whether its plan fits the window, what is wrong with it, and its steps as a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstlight.assurance.rules import SignatureStanding, SignatureState
from firstlight.cutover.models import Task
from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.findings import GAP, STOP, Finding
from firstlight.cutover.rules.timing import Times
from firstlight.web import wording
from firstlight.web.addresses import place
from firstlight.web.figures import day, joined, number, weekday_and_time
from firstlight.web.listing import Cell, Choice, Column, Filter, Grouping, Listed
from firstlight.web.pages.plan_findings import TITLES
from firstlight.web.pages.registers import Cells, choices_of, hole
from firstlight.web.pages.spans import duration


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether the plan fits: a status and its word, a sentence, when it ends, and how much room is left."""

    state: str
    word: str
    sentence: str
    start: datetime | None = None
    finish: datetime | None = None
    opens: datetime | None = None
    closes: datetime | None = None
    room: str = ""
    over: bool = False


def fit_of(planned: Planned) -> Fit:
    """How the plan stands to its window, if everything takes as long as planned."""
    window, table = planned.facts.window, planned.timetable
    opens, closes = (window.start, window.end) if window else (None, None)
    if not table.finish:
        sentence = _("The plan cannot be computed until what stops it is settled.")
        return Fit("unknown", _("Not known"), sentence, opens=opens, closes=closes)
    if closes is None:
        sentence = _("The plan has an end, and nobody has said by when it has to be done.")
        return Fit("unknown", _("No window"), sentence, table.start, table.finish)
    if table.finish <= closes:
        sentence = _("If every step takes as long as planned, the last one ends inside the window.")
        room = duration(table.finish, closes)
        return Fit("met", _("Fits the window"), sentence, table.start, table.finish, opens, closes, room)
    sentence = _("If every step takes as long as planned, the last one ends after the window closes.")
    room = duration(closes, table.finish)
    word = _("Does not fit the window")
    return Fit("unmet", word, sentence, table.start, table.finish, opens, closes, room, over=True)


@dataclass(frozen=True, slots=True)
class Total:
    """A figure with its word, drawn as a state, and where it leads."""

    number: int
    word: str
    state: str
    url: str


def totals(planned: Planned, slug: str) -> list[Total]:
    """How many steps there are, decide the end, stop the plan, have to be settled."""
    steps, findings = place("cutover-tasks", slug), place("cutover-findings", slug)
    work = sum(step.kind != Task.Kind.GROUP for step in planned.facts.steps)
    critical = sum(times.critical for times in planned.timetable.times.values())
    stops = sum(one.weight == STOP for one in planned.findings)
    gaps = sum(one.weight == GAP for one in planned.findings)
    return [
        Total(work, ngettext("step", "steps", work), "running", steps),
        Total(critical, ngettext("decides when it ends", "decide when it ends", critical), "running",
              f"{place('cutover-gantt', slug)}?critical=yes"),
        Total(stops, ngettext("stops the plan", "stop the plan", stops), "unmet" if stops else "met", findings),
        Total(gaps, ngettext("has to be settled", "have to be settled", gaps), "partly" if gaps else "met", findings),
    ]  # fmt: skip


def next_step(planned: Planned) -> str:
    """What to do next, in a sentence."""
    findings = planned.findings
    if not planned.facts.steps:
        return _("Paste the sheet in which the cutover is planned today.")
    stops = [one for one in findings if one.weight == STOP]
    if stops:
        return _("Settle what stops the plan: only then its end can be computed.")
    if any(one.kind == "outside" for one in findings):
        return _("Shorten what decides the end, or ask for a longer window.")
    if any(one.weight == GAP for one in findings):
        return _("Settle the findings, those with the most steps first.")
    if not planned.facts.measured:
        return _("Rehearse the plan, and bring in how long the steps took.")
    return _("Have the plan signed, and print the run sheets.")


@dataclass(frozen=True, slots=True)
class SignedLine:
    """How the plan, or its scripts, stand signed; `url` is where one looks and signs, empty for who may not."""

    title: str
    state: str
    said: str
    url: str


def signed_lines(
    found: Iterable[tuple[str, Sequence[SignatureStanding]]], slug: str, *, signs: bool
) -> list[SignedLine]:
    """What is signed, who signed it, and whether it still is what they signed: a stale signature before a valid one."""
    titles = {"cutover": _("The plan"), "cutover-scripts": _("The scripts")}
    return [_signed(titles[on], standings, place("sign", slug, on) if signs else "") for on, standings in found]


def _signed(title: str, standings: Sequence[SignatureStanding], url: str) -> SignedLine:
    if not standings:
        return SignedLine(title, "unknown", _("Nobody has signed it yet."), url)
    stale = [one for one in standings if one.state is SignatureState.STALE]
    who = joined(one.person for one in stale or standings)
    signed = min(one.signed for one in stale or standings if one.signed)
    if not stale:
        said = _("%(who)s signed it on %(day)s, and it is what was signed.")
        return SignedLine(title, "met", said % {"who": who, "day": day(signed)}, url)
    count = max(len(one.changes) for one in stale)
    said = ngettext(
        "%(who)s signed it on %(day)s; %(count)s thing has changed since.",
        "%(who)s signed it on %(day)s; %(count)s things have changed since.",
        count,
    )
    return SignedLine(title, "stale", said % {"who": who, "day": day(signed), "count": number(count)}, url)


@dataclass(frozen=True, slots=True)
class Way:
    """A page beside this one."""

    title: str
    about: str
    url: str


def ways(slug: str, *, signs: bool) -> list[Way]:
    """The other pages of the cutover; that of its signature for who may sign."""
    found = [
        Way(_("Runs"), _("Carrying the plan out, as a rehearsal or live: the board that everybody works on."),
            place("cutover-runs", slug)),
        Way(_("Steps"), _("Every step with owner, times and links; edited in place, out to Excel and back."),
            place("cutover-tasks", slug)),
        Way(_("Checkpoints"), _("Who says go or no-go by what, and what waits for it."),
            place("cutover-checkpoints", slug)),
        Way(_("Rollback"), _("Until when one can turn back, what makes one turn back, and by which plan."),
            place("cutover-rollback", slug)),
        Way(_("Forecast"), _("How likely the plan fits, what drives it, and how that is computed."),
            place("cutover-forecast", slug)),
        Way(_("Chart"), _("The steps over time, with links and what decides the end."), place("cutover-gantt", slug)),
        Way(_("Graph"), _("What waits for what, as a whole or around one step."), place("cutover-graph", slug)),
        Way(_("People"), _("Who is busy when, and what runs in each hour."), place("cutover-people", slug)),
        Way(_("Rehearsals"), _("Planned against what rehearsals took, with durations to take over."),
            place("cutover-rehearsals", slug)),
        Way(_("Calendar"), _("The steps as a file for Outlook and telephones."), place("cutover-calendar", slug)),
        Way(_("Run sheets"),
            _("The steps on paper, with room for times and initials; for one person from the page of people."),
            place("cutover-run-sheet", slug)),
        Way(_("MS Project"), _("The plan as XML that Project opens, with all that it had when it came from there."),
            place("cutover-project", slug)),
        Way(_("Shifts"), _("Who is there when."), place("list", slug, "cutover.shifts")),
        Way(_("Black-outs"), _("When nothing may start or end."), place("list", slug, "cutover.blackouts")),
        Way(_("Plans"), _("The cutover and the way back, each with its window."), place("list", slug, "cutover.plans")),
    ]  # fmt: skip
    sign = (
        Way(_("Sign the plan"), _("Exactly what is signed, step by step."), place("sign", slug, "cutover")),
        Way(_("Sign the scripts"), _("How each step is done and how one sees that it worked."),
            place("sign", slug, "cutover-scripts")),
    )  # fmt: skip
    return [*found, *sign] if signs else found


def tasks(plans: Mapping[str, Planned], zone: ZoneInfo) -> Listed[Task]:
    """The steps of all plans, by their refs; times are said by the clock of the zone."""
    findings = [one for plan in plans.values() for one in plan.findings]
    return Listed(
        "step", "steps",
        (
            Column("Task", "title", wide=True, edits="title"), Column("Owner", "owner", edits="owner"),
            Column("Backup owner", "backup", edits="backup"), Column("Verified by", "verifier", edits="verifier"),
            Column("Predecessors", edits="predecessors"), Column("Duration", "minutes", figure=True, edits="minutes"),
            Column("Starts", "start", edits="start"), Column("Float", figure=True),
        ),
        _cells(plans, zone),
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
