"""The messages that are prepared for the events of a run, each with an example from the run itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from firstlight.cutover.live import messages
from firstlight.cutover.live.messages import AHEAD, Message
from firstlight.cutover.live.queries import board
from firstlight.cutover.live.rows import DONE, LATE, NEXT, Board, Row
from firstlight.cutover.live.said import Checkpoint, Decided, Seat, checkpoints_of
from firstlight.cutover.models import Run
from firstlight.cutover.rules import running

#: What stands in an example for words that somebody will say.
SAID = "…"
#: The example of a step that is late is so many minutes over its time.
_OVER = 15


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would be written at an event. `example` is the step or checkpoint that it speaks of, "" for the run."""

    example: str
    message: Message


def prepared_of(run: Run, now: datetime) -> tuple[Prepared, ...]:
    """What is said at each event, as it would be now: of the step, and of the checkpoint, that come next.

    It is made by what writes the letters. Events of steps or checkpoints are missing where the plan has none.
    """
    shown = board(run, now)
    back_from = run.back_from.title if run.back_from else ""
    found = [Prepared("", messages.started(shown, run.started or now, back_from))]
    if not back_from:
        found.append(Prepared("", messages.started(shown, now, run.title)))
    work = [row for row in shown.rows if row.kind not in ("checkpoint", "milestone", "group")]
    if work:
        found += _of_step(shown, _coming(work))
    gates = checkpoints_of(run, now)
    if gates:
        found += _of_checkpoint(shown, next((one for one in gates if one.row.ended is None), gates[-1]))
    return (*found, Prepared("", messages.closed(shown, SAID)))


def _coming(rows: list[Row]) -> Row:
    """The step that begins next, else the last one."""
    waiting = [row for row in rows if row.state == running.WAITING]
    return min(waiting, key=lambda row: row.expected_start) if waiting else rows[-1]


def _of_step(shown: Board, row: Row) -> Iterator[Prepared]:
    minute = shown.minute
    plain = replace(row, state=running.WAITING, lane=NEXT, ready=False, waits_for=(), blocked_since=None,
                    expected_start=minute + AHEAD)  # fmt: skip
    for case in (
        plain,
        replace(plain, ready=True),
        replace(plain, state=running.BLOCKED, blocked_since=minute, reason=SAID),
        replace(plain, state=running.RUNNING, lane=LATE, minutes_over=_OVER, started=minute - timedelta(hours=1)),
        replace(plain, state=running.DONE, lane=DONE, to_verify=True, started=minute, ended=minute,
                ended_by=row.owner or SAID),
    ):  # fmt: skip
        (message,) = messages.of_step(shown, case)
        yield Prepared(row.ref, message)


def _of_checkpoint(shown: Board, gate: Checkpoint) -> Iterator[Prepared]:
    seats = tuple(Seat(seat.named) for seat in gate.seats)
    due = replace(gate, row=replace(gate.row, ready=True), seats=seats, decisions=())
    (message,) = messages.of_checkpoint(shown, due)
    yield Prepared(gate.row.ref, message)
    said = Decided("go", "", SAID, shown.minute, "", (), ())
    (message,) = messages.of_checkpoint(shown, replace(due, row=replace(gate.row, ready=False), decisions=(said,)))
    yield Prepared(gate.row.ref, message)
