"""Run sheets: the steps of a plan on paper, for everyone or for one person, to tick off when the network is down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.cutover.queries import planned
from firstlight.cutover.rules.codes import codes_of
from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.facts import CHECKPOINT, GROUP, MILESTONE, PlanFacts, Step
from firstlight.cutover.rules.findings.people import same_person
from firstlight.cutover.rules.timing import Times, Timetable
from firstlight.cutover.run_sheets import countdowns_of, refs_of
from firstlight.cutover.stores import CUTOVER
from firstlight.kernel import clocks
from firstlight.reporting.decision_pack import colours, paper_file, words
from firstlight.reporting.qr_codes import picture_of
from firstlight.reporting.run_sheet_words import ENGLISH, Speech
from firstlight.workspace.models import Project

_KINDS = {CHECKPOINT: "checkpoint", MILESTONE: "milestone", "communication": "communication", "load": "load"}
#: Texts on paper; the workspace has all of them.
_LONGEST = 2_500


@dataclass(frozen=True, slots=True)
class Printing:
    """What a run sheet says besides the plan: the project, when it was printed, for whom ("" everyone), go-live.

    `codes` are those of steps by ref, and `address` leads to the page of a code; without an address there are neither
    codes nor pictures, since nothing could be found by them. Of a run `marks` say how steps stand that have begun, and
    `over` how many are left out since they are over; None for a plan, which nobody carries out.
    """

    project: str
    made: datetime
    owner: str = ""
    go_live: datetime | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    address: Callable[[str], str] | None = None
    countdowns: Mapping[str, str] = field(default_factory=dict)
    speech: Speech = ENGLISH
    marks: Mapping[str, str] = field(default_factory=dict)
    over: int | None = None


def run_sheet_of(
    project: Project, now: datetime, ref: str = CUTOVER, *, owner: str = "", address: Callable[[str], str],
    speech: Speech = ENGLISH,
) -> bytes:  # fmt: skip
    """The run sheet of a plan as it stands; the address is that of the page to which a code leads."""
    found = planned(project, now, ref)
    codes = codes_of(project.uid, refs_of(project))
    countdowns = countdowns_of(project, ref)
    printing = Printing(project.name, now, owner, project.go_live, codes, address, countdowns, speech)
    return run_sheet(found.facts, found.timetable, printing)


def run_sheet(plan: PlanFacts, timetable: Timetable, printing: Printing) -> bytes:
    """The PDF. The same plan, printed at the same time for the same person, gives the same bytes."""
    return paper_file.printed("run_sheet.typ", view(plan, timetable, printing), int(printing.made.timestamp()))


def view(plan: PlanFacts, timetable: Timetable, printing: Printing) -> dict[str, Any]:
    """Everything that the template prints, in finished words."""
    named = printing.speech.words()
    steps = [
        step for step in plan.steps
        if step.kind != GROUP and (not printing.owner or parts_in(step, printing.owner, printing.speech))
    ]  # fmt: skip
    steps.sort(key=lambda step: _place(step, timetable, plan))
    whom = printing.owner or named["everyone"]
    as_of = _moment(printing.made, plan.zone, printing.speech)
    return {
        "title": f"{named['sheet']}: {plan.title}",
        "project": printing.project,
        "whom": whom,
        "as_of": as_of,
        "zone": plan.zone.key,
        "language": printing.speech.language,
        "colours": dict(colours.LIGHT),
        "words": words.MARKS,
        "named": named,
        "facts": [{"name": name, "value": value} for name, value in _facts(plan, timetable, steps, printing)],
        "codes": printing.address("CODE") if printing.address else "",
        "days": list(_days(steps, plan, timetable, printing)),
        "footer": f"{plan.title} · {whom} · {named['as_of'].replace('#1', as_of)}",
    }


def parts_in(step: Step, person: str, speech: Speech = ENGLISH) -> tuple[str, ...]:
    """What somebody has to do with a step, in words."""
    named = speech.words()
    parts = ((step.owner, "do"), (step.backup, "step_in"), (step.verifier, "verify"))
    return tuple(named[word] for name, word in parts if name and same_person(name, person))


def _place(step: Step, timetable: Timetable, plan: PlanFacts) -> tuple[int, datetime]:
    times = timetable.times.get(step.ref)
    return (0, times.start) if times else (1, plan.begins)


def _facts(
    plan: PlanFacts, timetable: Timetable, steps: Sequence[Step], printing: Printing
) -> Iterator[tuple[str, str]]:
    named = printing.speech.words()

    def span(start: datetime, end: datetime) -> str:
        first, last = (_moment(at, plan.zone, printing.speech) for at in (start, end))
        return named["span"].replace("#1", first).replace("#2", last)

    if plan.window:
        yield named["window"], span(plan.window.start, plan.window.end)
    if timetable.start and timetable.finish:
        word = "planned" if printing.over is None else "expected"
        yield named[word], span(timetable.start, timetable.finish)
    yield named["steps"], str(len(steps))
    if printing.over:
        yield named["over"], str(printing.over)
    for one in plan.closed:
        yield named["blackout"], f"{span(one.start, one.end)}: {one.reason}"


def _days(steps: Sequence[Step], plan: PlanFacts, timetable: Timetable, printing: Printing) -> Iterator[dict[str, Any]]:
    groups = {step.ref: step.title for step in plan.steps if step.kind == GROUP}
    days: dict[str, list[dict[str, Any]]] = {}
    for step in steps:
        times = timetable.times.get(step.ref)
        day = _day(times.start, plan.zone, printing.speech) if times else printing.speech.words()["no_day"]
        days.setdefault(day, []).append(_step(step, times, plan, printing, groups))
    for day, listed in days.items():
        yield {"day": day, "steps": listed}


def _step(
    step: Step, times: Times | None, plan: PlanFacts, printing: Printing, groups: Mapping[str, str]
) -> dict[str, Any]:
    named = printing.speech.words()
    code = printing.codes.get(step.ref, "") if printing.address else ""
    picture = picture_of(printing.address(code)) if printing.address and code else None
    people = {"owner": step.owner or step.skill, "backup": step.backup, "verifier": step.verifier}
    where = (groups.get(step.group, step.group), step.system, step.environment)
    kind = (named.get(_KINDS.get(step.kind, ""), ""), named.get(printing.marks.get(step.ref, ""), ""))
    return {
        "ref": step.ref,
        "code": code,
        "title": step.title,
        "kind": " · ".join(one for one in kind if one),
        "you": ", ".join(parts_in(step, printing.owner, printing.speech)) if printing.owner else "",
        "start": _clock(times.start, plan.zone) if times else "",
        "end": _clock(times.end, plan.zone) if times and times.end > times.start else "",
        "end_day": _other_day(times, plan.zone, printing.speech) if times else "",
        "takes": written(step.takes) if step.takes is not None and step.kind != MILESTONE else "",
        "countdown": _countdown(step, times, plan, printing),
        "critical": bool(times and times.critical),
        "where": " · ".join(one for one in where if one),
        "people": [{"name": named[name], "value": value} for name, value in people.items() if value],
        "waits": ", ".join(step.predecessors),
        "instruction": words.cut(step.instruction, _LONGEST),
        "verification": words.cut(step.verification, _LONGEST),
        "rollback": words.cut(step.rollback, _LONGEST),
        "documents": "; ".join(step.documents),
        "picture": {"size": picture.size, "path": picture.path} if picture else None,
    }


def _countdown(step: Step, times: Times | None, plan: PlanFacts, printing: Printing) -> str:
    """How long before go-live it begins, counted; and as people call it."""
    at = printing.go_live or (plan.window.end if plan.window else None)
    counted = counted_down(times.start, at) if times and at else ""
    said = printing.countdowns.get(step.ref, "")
    return " · ".join(dict.fromkeys(one for one in (counted, said) if one))


def counted_down(start: datetime, at: datetime) -> str:
    """T−53:30, in hours and minutes; T+0:15 after it."""
    minutes = round((start - at) / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    return f"T{'+' if minutes > 0 else '−'}{hours}:{rest:02}"


def _day(at: datetime, zone: ZoneInfo, speech: Speech) -> str:
    return speech.day(at.astimezone(zone))


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return clocks.shown(at.astimezone(zone))


def _other_day(times: Times, zone: ZoneInfo, speech: Speech) -> str:
    """The day on which it ends, where that is another one than it starts on."""
    end = _day(times.end, zone, speech)
    return "" if _day(times.start, zone, speech) == end else end


def _moment(at: datetime, zone: ZoneInfo, speech: Speech) -> str:
    there = at.astimezone(zone)
    return f"{speech.day(there)}, {there:%H:%M} {words.zone_word(there, zone.key)}"
