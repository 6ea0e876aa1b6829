"""A run is closed: what it took goes back to where durations come from. A rehearsal begins anew, or once more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from firstlight.cutover.models import RunStep, Timing
from firstlight.cutover.queries import measured, planned
from firstlight.cutover.rules.learning import compared
from firstlight.kernel.errors import Conflict
from tests.cast import NOW, Cast
from tests.cutover.running import weekend

ROWS = ({"ref": "1"}, {"ref": "2", "predecessors": ("1",)}, {"ref": "3"}, {"ref": "4"},
        {"ref": "5", "kind": "milestone", "minutes": None, "predecessors": ("1",)})  # fmt: skip


@pytest.mark.django_db
def test_what_a_rehearsal_took_less_its_pauses_is_proposed_as_duration(cast: Cast) -> None:
    made = weekend(cast, *ROWS)
    made.do("start_step", "1")
    made.after(30).lead("pause_run")
    made.after(120).lead("resume_run")
    made.after(65).do("finish_step", "1", note="48,120 rows")
    made.lead("skip_step", "3", reason="Nothing to load.")
    made.do("start_step", "2")
    made.lead("close_run", reason="The environment is gone.")
    times = {one.task: one for one in Timing.objects.all()}
    assert {ref: one.outcome for ref, one in times.items()} == {"1": "done", "2": "failed", "3": "skipped"}
    assert times["1"].ended - times["1"].started == timedelta(minutes=95)
    assert "Paused for 120m" in times["1"].note
    assert measured(cast.project) == {"1": (95,)}
    steps = planned(cast.project, made.now).facts.steps
    (found,) = compared(steps, ["R1"], {("R1", "1"): 95})
    assert found.proposed == 95
    rehearsal = times["1"].rehearsal
    assert (rehearsal.started, rehearsal.ended) == (NOW, NOW + timedelta(minutes=215))
    assert made.cutover.task("1").actual_start is None


@pytest.mark.django_db
def test_what_happened_live_is_what_the_plan_says_has_happened(cast: Cast) -> None:
    made = weekend(cast, *ROWS, mode="live")
    made.done("1", minutes=70)
    made.do("start_step", "2")
    made.lead("close_run", reason="The rest is done next week.")
    one, two = made.cutover.task("1"), made.cutover.task("2")
    assert (one.actual_start, one.actual_end, one.percent) == (NOW, NOW + timedelta(minutes=70), 100)
    assert (two.actual_start, two.actual_end) == (made.now, None)
    assert made.cutover.task("5").actual_end == one.actual_end
    assert not Timing.objects.exists()


@pytest.mark.django_db
def test_a_rehearsal_begins_anew_and_a_clone_keeps_its_people(cast: Cast) -> None:
    made = weekend(cast, *ROWS)
    made.lead("reassign_step", "4", owner="Kim Park")
    made.done("1")
    made.do("raise_issue", title="The bank refuses us")
    version = made.version
    made.cutover.change("2", title="Another title")
    made.lead("reset_run")
    assert made.version == version + 1
    assert set(RunStep.objects.values_list("state", flat=True)) == {"waiting"}
    assert (made.step("4").owner, made.step("2").title) == ("Willem Oost", "Another title")
    assert {row.ref for row in made.delta(version).rows} == {"1", "2", "3", "4", "5"}
    made.lead("start_run")
    made.lead("reassign_step", "4", owner="Kim Park")
    made.lead("close_run", reason="Enough.")
    with pytest.raises(Conflict, match="Only a rehearsal that is open"):
        made.lead("reset_run")
    clone = made.lead("clone_run", title="Once more")
    assert (clone.ref, clone.rehearsal.ref, clone.title) == ("RUN-2", "R2", "Once more")
    assert clone.steps.get(ref="4").owner == "Kim Park"
    assert made.cutover.task("4").owner == "Willem Oost"
