"""The forecast of a run: a range that moves with what happens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from firstlight.cutover.live import forecasting
from firstlight.cutover.models import RunForecast
from tests.cast import NOW, Cast
from tests.cutover.running import Weekend, weekend


def _make(made: Weekend) -> RunForecast:
    assert forecasting.make_due(lambda: made.now, "worker") == 1
    return RunForecast.objects.get(run=made.run)


@pytest.mark.django_db
def test_the_range_is_kept_and_made_again_when_the_run_changes(cast: Cast) -> None:
    rows = [{"ref": str(n), "shortest": 50, "longest": 120, "predecessors": (str(n - 1),) if n > 1 else ()}
            for n in range(1, 9)]  # fmt: skip
    made = weekend(cast, *rows)
    before = _make(made)
    assert before.early < before.likely < before.late
    assert before.runs == 10_000
    assert not forecasting.waits(made.now)
    assert made.board().facts.outlook.likely == before.likely
    assert forecasting.waits(made.now + timedelta(minutes=3))
    made.do("start_step", "1")
    made.after(240).do("finish_step", "1")
    assert forecasting.waits(made.now)
    late = _make(made)
    assert late.version == made.version
    assert timedelta(hours=2.5) < late.likely - before.likely < timedelta(hours=3.2)
    assert late.late - late.early < before.late - before.early
    assert (late.chance, before.chance) == (1.0, 1.0)
    assert before.early > NOW


@pytest.mark.django_db
def test_the_way_back_has_a_latest_moment_that_moves_with_the_window(cast: Cast) -> None:
    made = weekend(cast, {"ref": "0"}, started=False)
    made.lead("close_run", reason="Only to have a plan.")
    made.cutover.plan(ref="back", title="Way back", kind="rollback")
    made.cutover.add({"ref": "B1", "plan": "back", "minutes": 120}, {"ref": "1", "minutes": 600})
    from firstlight.cutover.actions import open_run
    from firstlight.cutover.models import Plan

    plan = Plan.objects.get(project=cast.project, ref="cutover")
    made.run = open_run(cast.context("cm", made.now), plan, mode="rehearsal")
    assert made.run.way_back[1] >= 120
    made.lead("start_run")
    kept = _make(made)
    end = made.board().facts.window_end
    assert kept.last_decision is not None
    assert timedelta(hours=2) <= end - kept.last_decision < timedelta(hours=4)
