"""What people have to hear of a run, from where it stands: to whom, in prepared words, once for each occasion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from firstlight.cutover.live.clock import said_at
from firstlight.cutover.live.queries import board
from firstlight.cutover.live.rows import Board, Row
from firstlight.cutover.live.said import Checkpoint, checkpoints_of
from firstlight.cutover.models import Run

#: Who does a step hears of it so long before.
AHEAD = timedelta(minutes=20)
#: To whoever leads the run.
LEADS = "leads"


@dataclass(frozen=True, slots=True)
class Message:
    """A message: `key` names the occasion within the run, `to` are people, roles, or LEADS."""

    key: str
    to: tuple[str, ...]
    subject: str
    body: str


def messages_of(run: Run, now: datetime) -> tuple[Message, ...]:
    """What is to be said now; the same occasion has the same key until it is over. Empty before a run has started."""
    if run.started is None:
        return ()
    shown, zone = board(run, now), ZoneInfo(run.time_zone)
    found = [started(shown, run.started, zone)]
    if run.state == Run.State.CLOSED:
        return (*found, closed(shown, run.closed_because))
    for row in shown.rows:
        found += of_step(shown, row, zone)
    for gate in checkpoints_of(run, now):
        found += of_checkpoint(shown, gate, zone)
    return tuple(found)


def started(shown: Board, at: datetime, zone: ZoneInfo) -> Message:
    """The run has started."""
    return _whole(shown, "started", f"The run started on {_at(at, zone)}.")


def closed(shown: Board, because: str) -> Message:
    """The run is closed; `because` may be empty."""
    words = f"The run is closed. {because}".strip()
    return Message("closed", (LEADS,), _subject(shown, f"{shown.facts.title} closed"), words)


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return f"{said_at(moment, zone)} ({zone.key})"


def _subject(shown: Board, words: str) -> str:
    """A rehearsal says so before anything else."""
    return f"{'Rehearsal: ' if shown.facts.is_rehearsal else ''}{words}"


def _whole(shown: Board, key: str, body: str) -> Message:
    ends = f"Expected to end {_at(shown.facts.expected_finish, ZoneInfo(shown.facts.time_zone))}."
    return Message(key, (LEADS,), _subject(shown, f"{shown.facts.title} {key}"), f"{body}\n{ends}")


def of_step(shown: Board, row: Row, zone: ZoneInfo) -> Iterator[Message]:
    """What is to be said of a step: that it is blocked, late, or next."""
    named = f"{row.ref} {row.title}"
    if row.blocked_since:
        body = f"“{named}” is blocked since {_at(row.blocked_since, zone)}: {row.reason}"
        key = f"blocked:{row.ref}:{row.blocked_since.timestamp():.0f}"
        yield Message(key, (row.owner, LEADS), _subject(shown, f"Blocked: {named}"), body)
    elif row.lane == "late" and row.kind != "checkpoint":
        body = f"“{named}” is {row.minutes_over} min over its time; it was planned to end {_at(row.planned_end, zone)}."
        key = f"late:{row.ref}:{'begun' if row.started else 'not begun'}"
        yield Message(key, (row.owner, LEADS), _subject(shown, f"Late: {named}"), body)
    soon = row.expected_start <= shown.minute + AHEAD
    if row.state == "waiting" and row.kind not in ("checkpoint", "milestone") and (row.ready or (soon and _nears(row))):
        minutes = max(round((row.expected_start - shown.minute) / timedelta(minutes=1)), 0)
        when = "now" if row.ready or not minutes else f"in about {minutes} minutes"
        body = f"You are next {when}: “{named}”, planned for {_at(row.planned_start, zone)}."
        yield Message(f"next:{row.ref}", (row.owner,), _subject(shown, f"You are next {when}: {named}"), body)


def _nears(row: Row) -> bool:
    """Whether a step only waits for others that run or for the time, not for a decision."""
    return row.lane == "next" and not any(one.kind == "checkpoint" for one in row.waits_for)


def of_checkpoint(shown: Board, gate: Checkpoint, zone: ZoneInfo) -> Iterator[Message]:
    """What is to be said of a checkpoint: that it is to be decided, and what was decided."""
    named = f"{gate.row.ref} {gate.row.title}"
    seats = tuple(seat.named for seat in gate.seats if not seat.person)
    rounds = len(gate.decisions)
    if gate.row.ready:
        many = len(gate.followers)
        waiting = "1 step waits" if many == 1 else f"{many} steps wait"
        body = f"“{named}” is to be decided: go or no-go. {waiting} for it."
        yield Message(f"due:{gate.row.ref}:{rounds}", seats, _subject(shown, f"Go or no-go: {named}"), body)
    for number, one in enumerate(gate.decisions, start=1):
        said = "Go" if one.outcome == "go" else "No-go"
        body = f"{said} at “{named}”, {_at(one.at, zone)}: {one.reason}"
        to = (*(seat.named for seat in gate.seats), LEADS)
        yield Message(f"decided:{gate.row.ref}:{number}", to, _subject(shown, f"{said}: {named}"), body)
