"""The report of a run: figures, and its steps as a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from firstlight.cutover.live.report import Line, RunReport
from firstlight.cutover.rules import running
from firstlight.web import wording
from firstlight.web.addresses import place
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.web.pages.spans import duration, minutes_words

#: The state of a step: how it is drawn, and its word.
_STATES = {
    running.WAITING: ("waiting", noop("Waiting")), running.RUNNING: ("running", noop("Running")),
    running.BLOCKED: ("blocked", noop("Blocked")), running.DONE: ("met", noop("Done")),
    running.VERIFIED: ("met", noop("Verified")), running.SKIPPED: ("not-applicable", noop("Skipped")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step with a reason: where its page is, what was said, when it was written down."""

    ref: str
    title: str
    url: str
    owner: str
    state: str
    word: str
    reason: str
    own: str
    apart: str
    began: datetime | None
    ended: datetime | None
    written: datetime | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Planned against actual of the run as a whole. `apart` is how much later than planned it ends, or earlier."""

    planned: str
    took: str
    apart: str
    late: bool
    done: int
    steps: int
    not_rehearsed: int
    skipped: int
    begun_early: int
    entered_late: int
    paused: str


def figures(report: RunReport, *, left: bool) -> Figures:
    """The figures above the report. `left`: the run is open still and was left for its way back."""
    facts, rows = report.facts, [line.row for line in report.lines]
    end, began = report.ended, facts.started
    cut_short = left or (facts.closed is not None and not report.finished)
    minutes = 0 if cut_short else round((end - facts.planned_finish) / timedelta(minutes=1))
    before = len(report.not_rehearsed)
    paused = round(facts.paused / timedelta(minutes=1))
    return Figures(
        planned=duration(facts.begins, facts.planned_finish),
        took=duration(began, end) if began and began <= end and not left else "",
        apart=_("not finished") if cut_short else apart_words(minutes),
        late=minutes > 0,
        done=sum(row.state in (running.DONE, running.VERIFIED) for row in rows),
        steps=len(rows) - before,
        not_rehearsed=before,
        skipped=sum(row.state == running.SKIPPED for row in rows) - before,
        begun_early=sum(row.overridden for row in rows),
        entered_late=len(report.from_paper),
        paused=minutes_words(paused) if paused else "",
    )


def apart_words(minutes: int | None) -> str:
    """The same with a sign, and in words where there is no difference."""
    if minutes == 0:
        return _("as planned")
    return f"+{minutes_words(minutes)}" if minutes and minutes > 0 else minutes_words(minutes)


def step_lines(lines: Iterable[Line], run: str, slug: str) -> list[StepLine]:
    """Steps of the report that have something to be said of them."""
    return [
        StepLine(
            one.row.ref, one.row.title, place("cutover-run-step", slug, run, one.row.ref), one.row.owner,
            _STATES[one.row.state][0], wording.said(_STATES[one.row.state][1]), one.row.reason,
            minutes_words(one.row.originates), apart_words(one.apart), one.row.started, one.row.ended,
            one.row.entered_late,
        )
        for one in lines
    ]  # fmt: skip


def steps(report: RunReport, slug: str) -> Listed[Line]:
    """All steps as a list, in the order of the plan until it is sorted."""

    def cells(line: Line) -> tuple[Cell, ...]:
        row = line.row
        state, word = _STATES[row.state]
        said = " · ".join(one for one in (row.ref, row.owner, row.reason, row.note, row.warning) if one)
        return (
            Cell(row.title, place("cutover-run-step", slug, report.facts.ref, row.ref), said),
            Cell(wording.said(word), state=state),
            Cell(at=row.planned_start, both=True), Cell("–", at=row.started, both=True),
            Cell(minutes_words(line.planned)), Cell(minutes_words(line.took)),
            Cell(apart_words(line.apart), late=bool(line.apart and line.apart > 0)),
        )  # fmt: skip

    areas = sorted({line.row.area for line in report.lines if line.row.area})
    return Listed(
        noop("step"), noop("steps"),
        (
            Column(noop("Step"), "row.title", wide=True), Column(noop("State"), "row.state"),
            Column(noop("Planned"), "row.planned_start", whole=True),
            Column(noop("Began"), "row.started", whole=True),
            Column(noop("Time planned"), "planned", figure=True, whole=True),
            Column(noop("Time taken"), "took", figure=True, whole=True),
            Column(noop("More than planned"), "apart", figure=True, whole=True),
        ),
        cells,
        (
            Filter("state", noop("State"), "row.state", tuple(Choice(k, w, k) for k, (_d, w) in _STATES.items())),
            Filter("team", noop("Team"), "row.area", tuple(Choice(one, one, one) for one in areas)),
        ),
        ("row.ref", "row.title", "row.owner", "row.reason", "row.note"),
    )  # fmt: skip
