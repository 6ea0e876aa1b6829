"""What people said in a run: at its checkpoints, and of what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from firstlight.cutover.live.queries import board, structure_of
from firstlight.cutover.live.rows import Row
from firstlight.cutover.models import Run, RunDecision, RunIssue, RunStep, RunVote
from firstlight.cutover.rules.checkpoints import AGAIN, BACK, GO, OPEN
from firstlight.cutover.rules.votes import Vote as Voted
from firstlight.cutover.rules.votes import outcome_of, quorum_of, seats_of


@dataclass(frozen=True, slots=True)
class Seat:
    """Who is named at a checkpoint, and what was said for them in this round; nothing yet where `person` is ""."""

    named: str
    person: str = ""
    outcome: str = ""
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided in a round. `votes` as they were then, `dissent` those that said otherwise."""

    outcome: str
    follows: str
    reason: str
    at: datetime
    recorded_by: str
    unmet: tuple[str, ...]
    votes: tuple[Voted, ...]

    @property
    def dissent(self) -> tuple[Voted, ...]:
        """Who said otherwise."""
        return tuple(one for one in self.votes if one.outcome != self.outcome)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint of a run. `state`: open, go, again (decide again), back (turn back). `followers` wait for it.

    `leaning` is what the votes come to so far, "" while fewer have spoken than `quorum` asks for.
    """

    row: Row
    state: str
    criteria: tuple[str, ...]
    seats: tuple[Seat, ...]
    quorum: int
    leaning: str
    decisions: tuple[Decided, ...]
    followers: tuple[str, ...]


def checkpoints_of(run: Run, now: datetime) -> tuple[Checkpoint, ...]:
    """The checkpoints of a run in the order of the plan. Three queries more than its board."""
    rows = {row.ref: row for row in board(run, now).rows if row.kind == "checkpoint"}
    gates = structure_of(run).gates
    steps = {step.ref: step for step in RunStep.objects.filter(run=run, kind="checkpoint")}
    said: dict[str, list[RunDecision]] = {}
    for one in RunDecision.objects.filter(run=run):
        said.setdefault(one.step, []).append(one)
    votes: dict[tuple[str, int], list[RunVote]] = {}
    for vote in RunVote.objects.filter(run=run):
        votes.setdefault((vote.step, vote.round), []).append(vote)
    return tuple(
        _checkpoint(
            row, steps[ref], said.get(ref, []), votes.get((ref, len(said.get(ref, []))), []),
            tuple(one for one, before in gates.items() if ref in before),
        )
        for ref, row in rows.items()
    )  # fmt: skip


def _checkpoint(
    row: Row, step: RunStep, said: list[RunDecision], votes: list[RunVote], followers: tuple[str, ...]
) -> Checkpoint:
    named = seats_of(step.deciders, step.owner, step.skill)
    by_seat = {one.seat: one for one in votes}
    seats = tuple(
        Seat(seat, one.person, one.outcome, one.reason, one.at) if (one := by_seat.get(seat)) else Seat(seat)
        for seat in named
    )
    spoken = [Voted(one.seat, one.person, one.outcome, one.reason) for one in votes]
    last = said[-1] if said else None
    state = GO if row.lane == "done" else OPEN if last is None else BACK if last.follows == "rollback" else AGAIN
    criteria = tuple(step.criteria) or ((step.verification,) if step.verification else ())
    return Checkpoint(
        row=row,
        state=state,
        criteria=criteria,
        seats=seats,
        quorum=quorum_of(named),
        leaning=outcome_of(spoken) if len(spoken) >= quorum_of(named) else "",
        decisions=tuple(
            Decided(
                one.outcome, one.follows, one.reason, one.at, one.recorded_by, tuple(one.unmet),
                tuple(Voted(*vote) for vote in one.votes),
            )
            for one in said
        ),
        followers=followers,
    )  # fmt: skip


def issues_of(run: Run, *, since: int = 0) -> list[RunIssue]:
    """The issues of a run, or those that changed after a version: open ones first, the newest first."""
    rows = RunIssue.objects.filter(run=run, changed__gt=since).order_by("-number")
    return sorted(rows, key=lambda one: (RunIssue.State.OPEN, RunIssue.State.DEFERRED, "resolved").index(one.state))
