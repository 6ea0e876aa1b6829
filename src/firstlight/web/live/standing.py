"""Where a run stands, for what is above and beside the table of its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from firstlight.cutover.live.rows import Board, Outlook, Row, RunFacts
from firstlight.cutover.live.said import Decided, Seat, checkpoints_of, issues_of
from firstlight.cutover.models import Run, RunIssue
from firstlight.kernel import clocks
from firstlight.ledger.models import Entry
from firstlight.ledger.queries import touching
from firstlight.web import wording
from firstlight.web.addresses import place
from firstlight.web.live.fragments import Saying, waits
from firstlight.web.live.notices import Notice, notices_of, way_back_of
from firstlight.web.pages.clock_words import clock_words
from firstlight.web.pages.spans import duration

#: Entries of the ledger beside the board.
_ENTERED = 6
#: So long the board says that the clock was set; the report says it for good.
_CLOCK_TOLD = timedelta(hours=1)
_KINDS = ("run-step", "run-issue")


@dataclass(frozen=True, slots=True)
class Range:
    """The forecast as a drawing: places from the left in per cent of the time until the end, at most a bit beyond."""

    early: str
    width: str
    likely: str
    now: str
    end: str
    decide: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The next checkpoint: what it waits for, what was decided there last, and what was said there since."""

    row: Row
    url: str
    waits: str
    until: str
    last: Decided | None
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """A step that is blocked, and why. What an issue stops stands with the issue."""

    row: Row
    url: str


@dataclass(frozen=True, slots=True)
class Entered:
    """Something that was just entered."""

    at: str
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything above and beside the table. `back`: the run was left for its way back, and has no forecast."""

    facts: RunFacts
    notices: tuple[Notice, ...]
    back: bool
    time: str
    zone: str
    gone: str
    outlook: Outlook | None
    chance: str
    left: str
    passed: bool
    drawn: Range | None
    checkpoint: Checkpoint | None
    issues: tuple[RunIssue, ...]
    issues_url: str
    stops: tuple[Stop, ...]
    entered: tuple[Entered, ...]
    clock: tuple[str, ...]
    now: datetime


def standing_of(run: Run, board: Board, now: datetime, saying: Saying) -> Standing:
    """Where the run stands now, or stood when it was closed. Two queries, and three more where a checkpoint is open."""
    facts, zone = board.facts, ZoneInfo(saying.zone)
    now, back = facts.closed or now, way_back_of(run)
    issues = [one for one in issues_of(run) if one.state != RunIssue.State.RESOLVED]
    stopped = {ref for one in issues if one.state == RunIssue.State.OPEN for ref in one.stops}
    written = touching(run.project, (), [(kind, f"{run.ref}/") for kind in _KINDS], most=_ENTERED)
    there = now.astimezone(zone)
    found = None if facts.closed or back else facts.outlook
    decide = found.last_decision if found else None
    return Standing(
        facts=facts,
        notices=tuple(notices_of(run, back, saying.slug)),
        back=back is not None,
        time=f"{there:%H:%M}",
        zone=clocks.zone_name(there),
        gone=_gone(facts, now),
        outlook=found,
        chance=f"{found.chance * 100:.0f} %" if found and found.chance is not None else "",
        left=duration(now, decide) if decide and decide > now else "",
        passed=bool(decide and decide <= now),
        drawn=_drawn(facts, found, now) if found else None,
        checkpoint=None if facts.closed or back else _checkpoint(run, board.rows, now, saying),
        issues=tuple(issues),
        issues_url=place("cutover-run-issues", saying.slug, saying.run),
        stops=tuple(
            Stop(row, place("cutover-run-step", saying.slug, saying.run, row.ref))
            for row in board.rows if row.state == "blocked" and row.ref not in stopped
        ),
        entered=tuple(_entered(one, zone) for one in written),
        clock=tuple(clock_words(one, zone) for one in facts.clock_steps if abs(now - one.at) < _CLOCK_TOLD),
        now=now,
    )  # fmt: skip


def _gone(facts: RunFacts, now: datetime) -> str:
    start, end = facts.window_start or facts.started, facts.window_end or facts.planned_finish
    if not start or now < start or end <= start:
        return ""
    return _("%(gone)s of %(whole)s gone") % {"gone": duration(start, min(now, end)), "whole": duration(start, end)}


def _drawn(facts: RunFacts, found: Outlook, now: datetime) -> Range:
    """Between now and the later of the window's end and the latest forecast."""
    ends = [found.late, *([facts.window_end] if facts.window_end else [])]
    span = max(max(ends) - now, timedelta(minutes=1))

    def at(then: datetime | None) -> float:
        return min(max(100 * ((then or now) - now) / span, 0.0), 100.0)

    def words(share: float) -> str:
        return f"{share:.1f}%"

    return Range(
        early=words(at(found.early)),
        width=words(max(at(found.late) - at(found.early), 0.5)),
        likely=words(at(found.likely)),
        now=words(1.2),
        end=words(at(facts.window_end)) if facts.window_end and facts.window_end > now else "",
        decide=words(at(found.last_decision)) if found.last_decision and found.last_decision > now else "",
    )


def _checkpoint(run: Run, rows: Sequence[Row], now: datetime, saying: Saying) -> Checkpoint | None:
    open_ones = [row for row in rows if row.kind == "checkpoint" and row.lane != "done"]
    if not open_ones:
        return None
    row = min(open_ones, key=lambda one: one.expected_start)
    left = duration(now, row.expected_start) if row.expected_start > now else ""
    gate = next((one for one in checkpoints_of(run, now) if one.row.ref == row.ref), None)
    seats, decisions = (gate.seats, gate.decisions) if gate else ((), ())
    url = place("cutover-run-step", saying.slug, saying.run, row.ref)
    return Checkpoint(row, url, waits(row.waits_for), left, decisions[-1] if decisions else None, seats)


def _entered(entry: Entry, zone: ZoneInfo) -> Entered:
    return Entered(
        clocks.shown(entry.at.astimezone(zone), "%H:%M:%S"),
        entry.actor_name,
        f"{wording.said(entry.label)}: {entry.subject_text}",
    )
