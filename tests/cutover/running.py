"""A run of a small cutover, made in few words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.cast import NOW, Cast
from tests.cutover.conftest import Cutover

#: Who does, steps in for and verifies a step unless said otherwise: names of the cast.
DOES, STEPS_IN, VERIFIES = "Willem Oost", "Sami Laine", "Kim Park"


@dataclass
class Weekend:
    """A run and the clock beside it. `now` is a time of the clock; each action happens at it."""

    cast: Cast
    cutover: Cutover
    run: Any
    now: datetime = NOW

    def after(self, minutes: float) -> Weekend:
        """Let time pass, or with a negative number set the clock back."""
        self.now += timedelta(minutes=minutes)
        return self

    def do(self, name: str, *args: Any, by: str = "wo", **given: Any) -> Any:
        """An action on the run or on one of its steps, by one of the cast."""
        from firstlight.cutover import actions

        return getattr(actions, name)(self.cast.context(by, self.now), self.run, *args, **given)

    def lead(self, name: str, *args: Any, **given: Any) -> Any:
        return self.do(name, *args, by="cm", **given)

    def done(self, *refs: str, minutes: float = 60) -> Weekend:
        """Steps done one after the other, each in so many minutes."""
        for ref in refs:
            self.do("start_step", ref)
            self.after(minutes).do("finish_step", ref)
        return self

    def step(self, ref: str) -> Any:
        from firstlight.cutover.models import RunStep

        return RunStep.objects.get(run=self.run, ref=ref)

    def board(self) -> Any:
        from firstlight.cutover.live.queries import board, run_named

        return board(run_named(self.cast.project, self.run.ref), self.now)

    def delta(self, since: int, at: datetime | None = None) -> Any:
        from firstlight.cutover.live.queries import delta, run_named

        return delta(run_named(self.cast.project, self.run.ref), self.now, since, at)

    def lanes(self) -> dict[str, list[str]]:
        """The refs by lane, empty lanes left out."""
        return {lane: [row.ref for row in rows] for lane, rows in self.board().lanes() if rows}

    def row(self, ref: str) -> Any:
        return next(row for row in self.board().rows if row.ref == ref)

    @property
    def version(self) -> int:
        from firstlight.cutover.models import Run

        return int(Run.objects.get(pk=self.run.pk).version)


def steps(*rows: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Steps of the cast, an hour each."""
    usual = {"owner": DOES, "backup": STEPS_IN, "verifier": VERIFIES}
    return tuple({**usual, **row} for row in rows)


def weekend(cast: Cast, *rows: dict[str, Any], mode: str = "rehearsal", started: bool = True, **given: Any) -> Weekend:
    """A run of a plan of these steps, started unless said otherwise."""
    from firstlight.cutover.actions import open_run
    from firstlight.cutover.models import Plan

    cutover = Cutover(cast.project, cast.machine)
    cutover.add(*steps(*rows))
    plan = Plan.objects.get(project=cast.project, ref="cutover")
    run = open_run(cast.context("cm"), plan, mode=mode, **given)
    found = Weekend(cast, cutover, run)
    if started:
        found.lead("start_run")
    return found


#: A load that takes too long, a checkpoint with dissent, a step behind it, and one that is left out.
ARGUED = (
    {"ref": "1", "title": "Load open invoices", "verifier": ""},
    {"ref": "2", "title": "Data accepted", "kind": "checkpoint", "predecessors": ("1",),
     "deciders": ("Executive sponsor", "Anna Prahl", "Cutover manager")},
    {"ref": "3", "title": "Open the gates", "predecessors": ("2",)},
    {"ref": "4", "title": "Print labels"},
)  # fmt: skip


def argued(cast: Cast, *more: dict[str, Any], **given: Any) -> Weekend:
    """A run in which people disagreed: go against one vote, an issue, a step skipped."""
    made = weekend(cast, *ARGUED, *more, **given)
    made.done("1", minutes=95)
    made.do("vote_at_checkpoint", "2", by="ap", outcome="no-go", reason="118 invoices are missing.")
    for by in ("es", "cm"):
        made.do("vote_at_checkpoint", "2", by=by, outcome="go")
    made.lead("decide_in_run", "2", outcome="go", reason="They are known.")
    made.do("raise_issue", title="23 scanners do not answer", owner="Kim Park")
    made.lead("skip_step", "4", reason="No labels today.")
    return made
