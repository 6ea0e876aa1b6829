"""The clock of the server is set while people work: what happened keeps its order, and everybody is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from firstlight.cutover.actions import open_run, tell_clock_step
from firstlight.cutover.live import clock_steps, forecasting
from firstlight.cutover.live.report import report_of
from firstlight.cutover.live.said import checkpoints_of
from firstlight.cutover.models import Decision, Plan, RunForecast, RunPaper
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Refused
from firstlight.ledger.models import Entry
from firstlight.reporting import run_papers
from firstlight.workspace.roles import CLOCK_WATCH
from tests.cast import NOW, Cast
from tests.cutover.running import Weekend, weekend

pytestmark = pytest.mark.django_db

GATES = (
    {"ref": "1", "verifier": ""},
    {"ref": "2", "kind": "checkpoint", "predecessors": ("1",), "deciders": ("Cutover manager",)},
    {"ref": "3", "kind": "checkpoint", "predecessors": ("1",), "deciders": ("Cutover manager",)},
    {"ref": "4", "predecessors": ("2", "3")},
)


def _decided(made: Weekend, ref: str, outcome: str, follows: str = "") -> None:
    made.lead("vote_at_checkpoint", ref, outcome=outcome, reason="So it is.")
    made.lead("decide_in_run", ref, outcome=outcome, reason="So it is.", follows=follows)


def _told(made: Weekend, seconds: int) -> None:
    tell_clock_step(Context(CLOCK_WATCH, made.now, made.cast.project), made.run, seconds=seconds)


def test_runs_that_go_on_are_told_once_and_the_report_says_it_for_good(cast: Cast) -> None:
    made = weekend(cast, {"ref": "1"})
    for _worker in range(2):
        assert clock_steps.tell(made.now, timedelta(seconds=-600.4)) == 1
    made.after(30)
    assert clock_steps.tell(made.now, timedelta(minutes=10)) == 1
    steps = made.board().facts.clock_steps
    assert [(one.at, one.by) for one in steps] == [
        (NOW, timedelta(minutes=-10)), (NOW + timedelta(minutes=30), timedelta(minutes=10)),
    ]  # fmt: skip
    assert Entry.objects.filter(action="cutover.run.clock-set").count() == 2
    made.lead("close_run", reason="Enough was seen.")
    assert clock_steps.tell(made.now, timedelta(minutes=10)) == 0
    made.run.refresh_from_db()
    assert report_of(made.run, made.now).facts.clock_steps == steps


def test_nobody_but_the_clock_watch_tells_of_the_clock_and_a_new_beginning_forgets_it(cast: Cast) -> None:
    made = weekend(cast, {"ref": "1"})
    with pytest.raises(Refused):
        made.lead("tell_clock_step", seconds=600)
    _told(made, 600)
    made.lead("reset_run")
    made.run.refresh_from_db()
    assert made.run.clock_steps == []
    _told(made, 600)
    assert made.board().facts.clock_steps == ()  # it has not started again


def test_what_was_decided_last_is_what_counts_though_the_clock_was_set_back(cast: Cast) -> None:
    made = weekend(cast, *GATES)
    made.done("1", minutes=20)
    _decided(made, "2", "no-go", "rollback")
    made.after(-10)
    _decided(made, "3", "go")
    with pytest.raises(Conflict, match="decided last to turn back"):
        made.lead("turn_back")
    _decided(made, "2", "go")
    gate = checkpoints_of(made.run, made.now)[0]
    assert [one.outcome for one in gate.decisions] == ["no-go", "go"]
    assert made.row("4").ready


def test_the_plan_too_knows_what_was_decided_last_in_a_live_run(cast: Cast) -> None:
    made = weekend(cast, *GATES)
    made.lead("close_run", reason="Now for real.")
    made.run = open_run(made.cast.context("cm", made.now), Plan.objects.get(project=cast.project), mode="live")
    made.now = made.run.begins
    made.lead("start_run")
    made.done("1", minutes=20)
    _decided(made, "2", "no-go", "repeat")
    made.after(-10)
    _decided(made, "2", "go")
    found = list(Decision.objects.filter(project=cast.project, task="2"))
    assert [one.outcome for one in found] == ["no-go", "go"]


def test_forecast_and_paper_are_made_anew_when_the_clock_goes_back(cast: Cast) -> None:
    made = weekend(cast, {"ref": "1"})
    forecasting.make_due(lambda: made.now, "worker")
    run_papers.make_due(lambda: made.now, "worker")
    assert not forecasting.waits(made.now)
    made.after(-10)
    assert forecasting.waits(made.now)
    assert run_papers.waits(made.now)
    forecasting.make_due(lambda: made.now, "worker")
    run_papers.make_due(lambda: made.now, "worker")
    assert RunForecast.objects.get().seen == made.now
    assert RunPaper.objects.first().seen == made.now  # type: ignore[union-attr]
    assert not forecasting.waits(made.now)
    assert not run_papers.waits(made.now)
