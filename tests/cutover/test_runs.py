"""A run: opened as a copy of the plan, its steps in their order, its board and what changed of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from firstlight.cutover.actions import open_run
from firstlight.cutover.live import queries
from firstlight.cutover.models import Plan, Rehearsal, Run, RunStep
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.ledger.models import Entry
from tests.cast import NOW, Cast
from tests.cutover.conftest import after
from tests.cutover.running import weekend

CHAIN = ({"ref": "1"}, {"ref": "2", "predecessors": ("1",)}, {"ref": "3", "predecessors": ("2",)})


@pytest.mark.django_db
def test_a_run_is_a_copy_that_changes_no_plan(cast: Cast) -> None:
    made = weekend(cast, *CHAIN, started=False)
    assert (made.run.ref, made.run.state, made.run.rehearsal.ref) == ("RUN-1", "prepared", "R1")
    made.lead("reassign_step", "2", owner="Kim Park")
    made.cutover.change("3", title="Another title", minutes=5)
    assert (made.step("2").owner, made.cutover.task("2").owner) == ("Kim Park", "Willem Oost")
    assert (made.step("3").title, made.step("3").minutes) == ("A step", 60)
    assert Entry.objects.filter(action="cutover.run.opened").count() == 2  # the rehearsal was made, too


@pytest.mark.django_db
def test_one_run_of_a_plan_is_open_and_a_rehearsal_is_timed_once(cast: Cast) -> None:
    made = weekend(cast, *CHAIN)
    plan = Plan.objects.get(project=cast.project)
    with pytest.raises(Conflict, match="is open; close it first"):
        open_run(cast.context("cm"), plan, mode="live")
    with pytest.raises(Invalid, match="not done: 3"):
        made.lead("close_run")
    made.lead("close_run", reason="The environment is gone.")
    with pytest.raises(Conflict, match="timed already"):
        open_run(cast.context("cm"), plan, mode="rehearsal", rehearsal="R1")
    live = open_run(cast.context("cm"), plan, mode="live")
    assert (live.ref, live.rehearsal, Rehearsal.objects.count()) == ("RUN-2", None, 1)
    with pytest.raises(Refused):
        open_run(cast.context("wo"), plan, mode="rehearsal")


@pytest.mark.django_db
def test_a_plan_that_cannot_be_computed_is_not_run(cast: Cast) -> None:
    with pytest.raises(Invalid, match="cannot be computed, so it cannot be run"):
        weekend(cast, {"ref": "1", "predecessors": ("2",)}, {"ref": "2", "predecessors": ("1",)})
    assert not Run.objects.exists()
    with pytest.raises(NotFound):
        open_run(cast.context("cm"), Plan(project_id=0, ref="x"), mode="live")


@pytest.mark.django_db
def test_a_step_waits_for_what_it_depends_on(cast: Cast) -> None:
    made = weekend(cast, *CHAIN)
    assert made.lanes() == {"next": ["1"], "waiting": ["2", "3"]}
    with pytest.raises(Conflict, match=r"cannot begin yet. It waits for “A step” \(1\)"):
        made.do("start_step", "2")
    made.do("start_step", "1")
    assert made.lanes() == {"now": ["1"], "waiting": ["2", "3"]}
    made.after(50).do("finish_step", "1", by="sl", note="Ten minutes early")
    assert made.lanes() == {"next": ["2"], "waiting": ["3"], "done": ["1"]}
    assert (made.row("1").ended_by, made.row("1").note) == ("Sami Laine", "Ten minutes early")
    assert made.row("2").expected_start == NOW + timedelta(minutes=50)
    assert made.row("2").planned_start == NOW + timedelta(minutes=60)
    assert made.board().facts.expected_finish == NOW + timedelta(minutes=170)
    with pytest.raises(Refused, match="is done by Willem Oost, Sami Laine"):
        made.do("start_step", "2", by="pc")
    with pytest.raises(Refused):
        made.do("start_step", "2", by="au")


@pytest.mark.django_db
def test_an_override_needs_the_right_and_a_reason_and_both_are_recorded(cast: Cast) -> None:
    made = weekend(cast, *CHAIN)
    with pytest.raises(Refused):
        made.do("override_step", "3", reason="We have no time.")
    with pytest.raises(Invalid, match="Give a reason"):
        made.lead("override_step", "3", reason=" ")
    made.lead("override_step", "3", reason="The vendor leaves at noon.")
    step = made.step("3")
    assert (step.state, step.overridden, step.reason) == ("running", True, "The vendor leaves at noon.")
    entry = Entry.objects.get(action="cutover.step.overridden")
    assert entry.actor_name == "Cora Mees"
    assert "The vendor leaves at noon." in (entry.after or "")
    with pytest.raises(Invalid):
        made.lead("skip_step", "2", reason="")
    made.lead("skip_step", "2", reason="Nothing to load.")
    assert made.step("2").state == "skipped"


@pytest.mark.django_db
def test_a_checkpoint_holds_back_what_follows_and_no_override_passes_it(cast: Cast) -> None:
    made = weekend(
        cast, {"ref": "1"}, {"ref": "2", "kind": "checkpoint", "predecessors": ("1",), "deciders": ("Approver",)},
        {"ref": "3", "predecessors": ("2",)}, {"ref": "4", "predecessors": ("3SS",)},
    )  # fmt: skip
    made.done("1")
    assert [one.kind for one in made.row("2").waits_for] == ["verification"]
    made.lead("reassign_step", "1", owner="Cora Mees")
    with pytest.raises(Refused, match="Somebody else verifies"):
        made.lead("verify_step", "1", evidence="I saw it.")
    with pytest.raises(Invalid, match="evidence"):
        made.do("verify_step", "1", by="pc")
    made.do("verify_step", "1", by="pc", evidence="Report 12 is empty.")
    assert made.row("2").ready
    for ref in ("3", "4"):
        with pytest.raises(Conflict, match="No override passes a checkpoint"):
            made.lead("override_step", ref, reason="We have no time.")
        with pytest.raises(Conflict, match="a go at the checkpoint"):
            made.do("start_step", ref)
    for name in ("start_step", "finish_step"):
        with pytest.raises(Conflict, match="people say go or no-go"):
            made.do(name, "2")


@pytest.mark.django_db
def test_milestones_are_reached_by_themselves_and_taken_back(cast: Cast) -> None:
    made = weekend(
        cast, {"ref": "1"}, {"ref": "3", "kind": "milestone", "minutes": None, "predecessors": ("2",)},
        {"ref": "2", "kind": "milestone", "minutes": None, "predecessors": ("1",)},
        {"ref": "4", "predecessors": ("3",)},
    )  # fmt: skip
    made.done("1")
    assert [made.step(ref).state for ref in ("2", "3")] == ["done", "done"]
    assert made.row("4").ready
    made.do("reopen_step", "1", reason="The wrong file.")
    assert [made.step(ref).state for ref in "1234"] == ["waiting"] * 4
    made.done("1")
    made.do("start_step", "4")
    with pytest.raises(Conflict, match="What follows has begun: 4"):
        made.do("reopen_step", "1", reason="Once more.")
    made.lead("reopen_step", "1", reason="Once more.")
    assert [made.step(ref).state for ref in "1234"] == ["waiting", "waiting", "waiting", "running"]


@pytest.mark.django_db
def test_different_fields_merge_and_the_same_field_shows_both(cast: Cast) -> None:
    made = weekend(cast, *CHAIN)
    seen = made.version
    made.do("note_step", "1", note="61 of 84 answer", seen=seen)
    made.do("note_step", "1", evidence="Screenshot 4", by="sl", seen=seen)
    step = made.step("1")
    assert (step.note, step.evidence) == ("61 of 84 answer", "Screenshot 4")
    with pytest.raises(Conflict) as both:
        made.do("note_step", "1", note="70 of 84 answer", by="sl", seen=seen)
    said = both.value.facts
    assert (said["theirs"], said["yours"], said["by"], said["field"]) == (
        "61 of 84 answer", "70 of 84 answer", "Willem Oost", "note",
    )  # fmt: skip
    assert both.value.code == "both-changed"
    made.do("note_step", "1", note="70 of 84 answer", by="sl", seen=made.version)
    assert made.step("1").note == "70 of 84 answer"


@pytest.mark.django_db
def test_the_board_says_what_is_late_blocked_and_whose_delay_it_is(cast: Cast) -> None:
    made = weekend(cast, *CHAIN, {"ref": "4"})
    made.do("start_step", "1")
    made.after(90)
    row = made.row("1")
    assert (row.lane, row.minutes_over, row.used, row.critical) == ("late", 30, 100, True)
    assert (row.originates, row.inherited) == (30, 0)
    assert (made.row("2").inherited, made.row("2").originates) == (30, 0)
    assert (made.row("4").lane, made.row("4").minutes_over) == ("late", 90)
    assert made.board().facts.expected_finish == NOW + timedelta(minutes=210)
    made.do("block_step", "1", reason="The certificate is refused.")
    assert made.lanes() == {"blocked": ["1", "2"], "late": ["4"], "waiting": ["3"]}
    assert made.row("1").expected_end is None
    made.do("unblock_step", "1")
    assert made.step("1").state == "running"


@pytest.mark.django_db
def test_a_rehearsal_stands_still_in_a_pause_and_a_live_run_does_not(cast: Cast) -> None:
    made = weekend(cast, *CHAIN)
    made.do("start_step", "1")
    made.after(20).lead("pause_run")
    with pytest.raises(Conflict, match="paused"):
        made.do("start_step", "2")
    made.after(600).lead("resume_run")
    row = made.row("1")
    assert (row.lane, row.used) == ("now", 33)
    assert row.planned_end == NOW + timedelta(minutes=660)
    assert made.row("1").expected_end == NOW + timedelta(minutes=660)
    assert made.board().facts.paused == timedelta(hours=10)
    made.lead("close_run", reason="Enough.")
    plan = Plan.objects.get(project=cast.project)
    made.run = open_run(cast.context("cm", made.now), plan, mode="live")
    made.now = made.run.begins
    made.lead("start_run")
    made.do("start_step", "1")
    made.after(20).lead("pause_run")
    made.after(60).lead("resume_run")
    assert (made.row("1").lane, made.row("1").minutes_over) == ("late", 20)
    assert made.row("1").planned_end == made.run.begins + timedelta(hours=1)


@pytest.mark.django_db
def test_what_paper_says_is_taken_with_its_true_times_and_a_warning(cast: Cast) -> None:
    made = weekend(cast, *CHAIN)
    made.after(300)
    made.do("enter_late", "1", started=NOW + timedelta(minutes=5), ended=NOW + timedelta(minutes=2))
    step = made.step("1")
    assert step.started == step.ended == NOW + timedelta(minutes=5)
    assert (step.state, step.entered_late) == ("done", made.now)
    assert "it ended at 08:42 UTC, before it began" in step.warning
    made.do("enter_late", "3", started=NOW + timedelta(minutes=20))
    assert "It began before its turn" in made.step("3").warning
    with pytest.raises(Invalid):
        made.do("enter_late", "2", started=made.now + timedelta(days=2))
    assert made.step("1").warning in (Entry.objects.filter(action="cutover.step.entered-late").first().after or "")


@pytest.mark.django_db
@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_clock_that_steps_loses_no_entry_and_makes_no_negative_time(cast: Cast, minutes: float) -> None:
    made = weekend(cast, *CHAIN)
    made.after(1).do("start_step", "1")
    made.after(minutes).do("finish_step", "1")
    made.do("start_step", "2")
    made.after(-10).lead("pause_run")
    made.after(-10).lead("resume_run")
    made.do("finish_step", "2")
    made.do("note_step", "3", note="Still here")
    for step in RunStep.objects.filter(run=made.run).exclude(ended=None):
        assert step.ended >= step.started
    assert bool(made.step("1").warning) is (minutes < 0)
    rows = made.board().rows
    assert all(row.minutes_over >= 0 and 0 <= row.used <= 100 for row in rows)
    order = list(Entry.objects.filter(stream=cast.project.uid).order_by("sequence").values_list("action", flat=True))
    assert order[-5:] == [
        "cutover.step.started", "cutover.run.paused", "cutover.run.resumed", "cutover.step.finished",
        "cutover.step.noted",
    ]  # fmt: skip


@pytest.mark.django_db
def test_an_update_carries_only_what_changed(cast: Cast) -> None:
    made = weekend(cast, *CHAIN, {"ref": "4"}, {"ref": "5"})
    board = made.board()
    assert made.delta(board.facts.version, board.minute).rows == ()
    made.do("note_step", "4", note="Half of it")
    update = made.delta(board.facts.version, board.minute)
    assert [row.ref for row in update.rows] == ["4"]
    made.do("start_step", "1")
    update = made.delta(board.facts.version, board.minute)
    assert {"1", "4"} <= {row.ref for row in update.rows}
    assert "5" not in {row.ref for row in update.rows}
    assert update.facts.version == board.facts.version + 2
    made.after(70)
    late = made.delta(update.facts.version, update.minute)
    assert {row.ref: row.lane for row in late.rows}["1"] == "late"
    assert made.delta(10_000).whole


@pytest.mark.django_db
@pytest.mark.parametrize("parts", [1, 499_999, 500_001, 999_999])
def test_the_first_step_is_ready_the_moment_a_rehearsal_starts(cast: Cast, parts: int) -> None:
    made = weekend(cast, {"ref": "1", "start": NOW + timedelta(days=3)}, started=False)
    made.now += timedelta(microseconds=parts)
    made.lead("start_run")
    assert made.row("1").ready
    made.do("start_step", "1")


@pytest.mark.django_db
def test_a_rehearsal_may_begin_in_the_middle_of_its_plan(cast: Cast) -> None:
    later = {"ref": "4", "predecessors": ("3FS+3d",)}
    made = weekend(cast, *CHAIN, later, first_step="2", begins=NOW)
    assert {ref: made.step(ref).state for ref in "1234"} == dict.fromkeys("234", "waiting") | {"1": "skipped"}
    assert made.step("1").reason == "Not part of this rehearsal, which begins with step 2."
    assert made.row("2").ready
    assert made.row("2").planned_start == NOW
    assert made.row("4").planned_start == NOW + timedelta(days=3, hours=2)


@pytest.mark.django_db
def test_a_rehearsal_begins_with_a_step_that_there_is_and_leaves_no_checkpoint_out(cast: Cast) -> None:
    rows = (*CHAIN, {"ref": "G", "kind": "checkpoint", "predecessors": ("1",)})
    with pytest.raises(Invalid, match="no step “9” to begin with"):
        weekend(cast, *rows, first_step="9")
    plan = Plan.objects.get(project=cast.project)
    with pytest.raises(Invalid, match=r"The checkpoint “A step” \(G\) comes before step 3"):
        open_run(cast.context("cm"), plan, mode="rehearsal", first_step="3")
    with pytest.raises(Invalid, match="leave that out"):
        open_run(cast.context("cm"), plan, mode="live", first_step="1")
    assert not Run.objects.exists()


@pytest.mark.django_db
def test_rows_that_a_change_does_not_touch_are_the_very_same_and_a_board_made_anew_says_no_other(cast: Cast) -> None:
    side = [{"ref": str(n), "predecessors": ()} for n in range(4, 30)]
    made = weekend(cast, *CHAIN, *side)
    before = {row.ref: row for row in made.board().rows}
    for ref, moved in (("1", {"1", "2", "3"}), ("9", {"9"})):
        made.after(0 if ref == "9" else 90).do("start_step", ref)
        rows = {row.ref: row for row in made.board().rows}
        if ref == "9":
            assert {one for one, row in rows.items() if row is not before[one]} == moved
        queries._boards.clear()
        queries._made.clear()
        queries._stored.clear()
        assert {row.ref: row for row in made.board().rows} == rows
        before = {row.ref: row for row in made.board().rows}


@pytest.mark.django_db
def test_a_checkpoint_whose_appointed_time_passed_is_expected_now_and_what_follows_after_it(cast: Cast) -> None:
    gate = {"ref": "2", "kind": "checkpoint", "minutes": 30, "start": after(1), "fixed": True,
            "predecessors": ("1",), "deciders": ("Cutover manager",)}  # fmt: skip
    made = weekend(cast, {"ref": "1", "verifier": ""}, gate, {"ref": "3", "predecessors": ("2",)})
    made.done("1", minutes=90)
    made.after(60)
    assert made.row("2").expected_start == made.now
    assert made.row("3").expected_start == made.row("2").expected_end == made.now + timedelta(minutes=30)
