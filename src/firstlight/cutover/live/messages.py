"""What people have to hear of a run, from where it stands: to whom, and what, once for each occasion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

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
    """A message: `key` names the occasion within the run, `to` are people, roles, or LEADS.

    `event` names its text, and `facts` are what is filled in there: words, numbers, times.
    """

    key: str
    to: tuple[str, ...]
    event: str
    facts: Mapping[str, object]


def messages_of(run: Run, now: datetime) -> tuple[Message, ...]:
    """What is to be said now; the same occasion has the same key until it is over. Empty before a run has started."""
    if run.started is None:
        return ()
    shown = board(run, now)
    found = [started(shown, run.started, run.back_from.title if run.back_from else "")]
    if run.state == Run.State.CLOSED:
        return (*found, closed(shown, run.closed_because))
    for row in shown.rows:
        found += of_step(shown, row)
    for gate in checkpoints_of(run, now):
        found += of_checkpoint(shown, gate)
    return tuple(found)


def started(shown: Board, at: datetime, back_from: str = "") -> Message:
    """The run has started; with `back_from` it is the way back of that run."""
    facts: dict[str, object] = {"run": shown.facts.title, "at": at, "end": shown.facts.expected_finish}
    if back_from:
        return Message("started", (LEADS,), "back", {**facts, "from": back_from})
    return Message("started", (LEADS,), "started", facts)


def closed(shown: Board, because: str) -> Message:
    """The run is closed; `because` may be empty."""
    return Message("closed", (LEADS,), "closed", {"run": shown.facts.title, "reason": because})


def of_step(shown: Board, row: Row) -> Iterator[Message]:
    """What is to be said of a step: that it is blocked, late, or next; that it is done only to who verifies it."""
    facts: dict[str, object] = {"run": shown.facts.title, "step": f"{row.ref} {row.title}"}
    if row.blocked_since:
        key = f"blocked:{row.ref}:{row.blocked_since.timestamp():.0f}"
        blocked = {**facts, "since": row.blocked_since, "reason": row.reason}
        yield Message(key, (row.owner, LEADS), "blocked", blocked)
    elif row.lane == "late" and row.kind != "checkpoint":
        key = f"late:{row.ref}:{'begun' if row.started else 'not begun'}"
        late = {**facts, "minutes": row.minutes_over, "planned": row.planned_end}
        yield Message(key, (row.owner, LEADS), "late", late)
    elif row.to_verify and row.ended:
        done = {**facts, "who": row.ended_by, "at": row.ended}
        yield Message(f"done:{row.ref}:{row.ended.timestamp():.0f}", (row.verifier,), "done", done)
    soon = row.expected_start <= shown.minute + AHEAD
    if row.state == "waiting" and row.kind not in ("checkpoint", "milestone") and (row.ready or (soon and _nears(row))):
        minutes = max(round((row.expected_start - shown.minute) / timedelta(minutes=1)), 0)
        planned = {**facts, "planned": row.planned_start}
        if row.ready or not minutes:
            yield Message(f"next:{row.ref}", (row.owner,), "ready", planned)
        else:
            yield Message(f"next:{row.ref}", (row.owner,), "next", {**planned, "minutes": minutes})


def _nears(row: Row) -> bool:
    """Whether a step only waits for others that run or for the time, not for a decision."""
    return row.lane == "next" and not any(one.kind == "checkpoint" for one in row.waits_for)


def of_checkpoint(shown: Board, gate: Checkpoint) -> Iterator[Message]:
    """What is to be said of a checkpoint: that it is to be decided, and what was decided."""
    facts: dict[str, object] = {"run": shown.facts.title, "step": f"{gate.row.ref} {gate.row.title}"}
    seats = tuple(seat.named for seat in gate.seats if not seat.person)
    if gate.row.ready:
        key = f"due:{gate.row.ref}:{len(gate.decisions)}"
        yield Message(key, seats, "due", {**facts, "count": len(gate.followers)})
    for number, one in enumerate(gate.decisions, start=1):
        to = (*(seat.named for seat in gate.seats), LEADS)
        outcome = "Go" if one.outcome == "go" else "No-go"
        decided = {**facts, "outcome": outcome, "at": one.at, "reason": one.reason}
        yield Message(f"decided:{gate.row.ref}:{number}", to, "decided", decided)
