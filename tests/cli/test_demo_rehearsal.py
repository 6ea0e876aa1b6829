"""The example is in the middle of a rehearsal."""

from __future__ import annotations

import pytest

from firstlight.cutover.live.queries import board
from firstlight.cutover.models import Run, RunStep


@pytest.mark.thorough
@pytest.mark.django_db
def test_the_example_opens_on_a_moving_board() -> None:
    from django.utils import timezone

    from firstlight.cli.demo import example_project

    project = example_project()
    run = Run.objects.get(project=project)
    assert (run.mode, run.state) == ("rehearsal", "running")
    lanes = {lane: len(rows) for lane, rows in board(run, timezone.now() + project.clock_offset).lanes()}
    assert lanes["done"] > 50
    assert lanes["waiting"] > 50
    assert min(lanes["blocked"], lanes["late"], lanes["now"], lanes["next"]) >= 1, lanes
    acted = set(RunStep.objects.filter(run=run).exclude(started_by="").values_list("started_by", flat=True))
    assert len(acted) > 5
    gate = RunStep.objects.get(run=run, kind="checkpoint")
    assert gate.deciders == ["Henrik Aldag", "Margit Ohlsen", "Carl Petersen"]
    for step in RunStep.objects.filter(run=run, state="verified"):
        assert step.verified_by != step.ended_by
