"""A run as it stands, whole: planned against actual, what was decided and who thought otherwise, what went wrong.

While it runs that is the state for paper; once it is closed it is its report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from firstlight.cutover.live.queries import board, clock_of
from firstlight.cutover.live.rows import Row, RunFacts
from firstlight.cutover.live.said import Checkpoint, checkpoints_of, issues_of
from firstlight.cutover.models import Run, RunIssue, RunPaper
from firstlight.kernel.errors import NotFound
from firstlight.ledger.queries import head_of
from firstlight.ledger.rules import HeadFacts

_MINUTE = timedelta(minutes=1)
_DRIVERS = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A step: minutes as planned and as it took, less pauses of a rehearsal; None where it is not over."""

    row: Row
    planned: int | None
    took: int | None

    @property
    def apart(self) -> int | None:
        """How many minutes more than planned it took."""
        return None if self.planned is None or self.took is None else self.took - self.planned


@dataclass(frozen=True, slots=True)
class RunReport:
    """Everything of a run at a moment. `head` is where the ledger of the project ended then.

    `lessons` are those of its rehearsal, or of the live run. Steps are in the order of the plan, milestones and
    checkpoints among them.
    """

    facts: RunFacts
    as_of: datetime
    head: HeadFacts
    lines: tuple[Line, ...]
    checkpoints: tuple[Checkpoint, ...]
    issues: tuple[RunIssue, ...]
    closed_because: str
    lessons: str

    @property
    def ended(self) -> datetime:
        """When it ended, or is expected to: with its last step, or when it was closed before all was done."""
        facts = self.facts
        return facts.closed if facts.closed and not self.finished else facts.expected_finish

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return all(line.row.lane == "done" for line in self.lines)

    @property
    def late(self) -> tuple[Line, ...]:
        """Where delay came from, the most first: steps that were themselves late, not only waited for others."""
        found = [line for line in self.lines if line.row.originates > 0 and line.row.started]
        return tuple(sorted(found, key=lambda line: -line.row.originates)[:_DRIVERS])

    @property
    def out_of_turn(self) -> tuple[Line, ...]:
        """Steps that were begun before their turn, or left out while the run went on."""
        before = {line.row.ref for line in self.not_rehearsed}
        return tuple(
            line for line in self.lines
            if line.row.overridden or (line.row.state == "skipped" and line.row.ref not in before)
        )  # fmt: skip

    @property
    def not_rehearsed(self) -> tuple[Line, ...]:
        """Steps that are planned before the one with which a rehearsal began, so that they were no part of it."""
        begins = self.facts.begins
        return tuple(line for line in self.lines if line.row.state == "skipped" and line.row.planned_start < begins)

    @property
    def from_paper(self) -> tuple[Line, ...]:
        """Steps that were written down later than they happened."""
        return tuple(line for line in self.lines if line.row.entered_late)

    @property
    def dissent(self) -> tuple[tuple[Checkpoint, str, str], ...]:
        """Who thought otherwise, at which checkpoint, and why."""
        return tuple(
            (gate, vote.person, vote.reason or vote.outcome)
            for gate in self.checkpoints for decided in gate.decisions for vote in decided.dissent
        )  # fmt: skip


def report_of(run: Run, now: datetime) -> RunReport:
    """The run as it stands now; once it is closed, as it stood then."""
    head = head_of(run.project)
    shown = board(run, now)
    clock = clock_of(run, run.closed or now)
    rehearsal = run.rehearsal
    return RunReport(
        facts=shown.facts,
        as_of=run.closed or now,
        head=head,
        lines=tuple(
            Line(
                row,
                row.minutes,
                round((clock.to_plan(row.ended) - clock.to_plan(row.started)) / _MINUTE)
                if row.started and row.ended else None,
            )
            for row in shown.rows
        ),
        checkpoints=checkpoints_of(run, now),
        issues=tuple(issues_of(run)),
        closed_because=run.closed_because,
        lessons=rehearsal.lessons if rehearsal else run.lessons,
    )  # fmt: skip


def papers_of(run: Run) -> list[RunPaper]:
    """What was printed of a run, the newest first. One query."""
    return list(RunPaper.objects.filter(run=run))


def paper_of(run: Run, number: int) -> RunPaper:
    """What was printed of a run under that number. NotFound where there is none."""
    found = RunPaper.objects.filter(run=run, pk=number).first()
    if found is None:
        raise NotFound("There is no such paper of the run.")
    return found
