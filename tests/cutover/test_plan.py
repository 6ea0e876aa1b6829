"""Changing the plan: what is stored, what is found later, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from firstlight.cutover.models import Plan, Task
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.ledger.models import Entry
from tests.cast import Cast, added
from tests.cutover.conftest import Cutover, after


def test_the_plan_of_the_cutover_is_made_with_its_first_step(cutover: Cutover) -> None:
    cutover.add({"ref": "1"})
    assert [(plan.ref, plan.title, plan.kind) for plan in Plan.objects.all()] == [("cutover", "Cutover", "cutover")]
    codes = Entry.objects.filter(action="cutover.tasks.changed").values_list("subject_kind", flat=True)
    assert sorted(codes) == ["cutover-plan", "cutover-task"]


def test_steps_keep_the_order_of_their_list_and_new_ones_find_their_place(cutover: Cutover) -> None:
    cutover.add({"ref": "2"}, {"ref": "10"}, {"ref": "12"})
    cutover.add({"ref": "11"}, {"ref": "1"}, {"ref": "20"})
    assert cutover.order() == ["1", "2", "10", "11", "12", "20"]


def test_links_to_steps_that_are_not_there_are_kept_and_not_refused(cutover: Cutover) -> None:
    cutover.add({"ref": "1", "predecessors": ("99FS+30m",)})
    assert cutover.task("1").predecessors == ["99FS+30m"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"start": after(2), "end": after(1)}, "it ends before it begins"),
        ({"fixed": True}, "it is fixed, and has no start"),
        ({"actual_end": after(1)}, "it ended and has not begun"),
        ({"actual_start": after(2), "actual_end": after(1)}, "it ended before it began"),
        ({"shortest": 60, "longest": 30}, "the longest is shorter than the shortest"),
    ],
)
def test_what_cannot_be_is_refused_with_its_column(cutover: Cutover, values: dict[str, object], words: str) -> None:
    with pytest.raises(Invalid) as refused:
        cutover.add({"ref": "1"}, {"ref": "2", **values})
    assert words in refused.value.problems[0].sentence
    assert refused.value.problems[0].column in values
    assert not Task.objects.exists()


def test_a_step_of_a_plan_that_is_not_there_is_refused(cutover: Cutover) -> None:
    with pytest.raises(Invalid) as refused:
        cutover.add({"ref": "1", "plan": "back"})
    assert "“back” is not in the plans" in refused.value.problems[0].sentence


def test_a_rollback_is_a_plan_of_its_own(cutover: Cutover) -> None:
    cutover.plan(ref="back", title="Way back", kind="rollback")
    cutover.add({"ref": "1"}, {"ref": "R1", "plan": "back"})
    assert {task.ref: task.plan.kind for task in Task.objects.all()} == {"1": "cutover", "R1": "rollback"}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"window_start": after(2), "window_end": after(1)}, "the window ends before it begins"),
        ({"window_start": after(2)}, "half of a window is missing"),
    ],
)
def test_a_window_that_is_none_is_refused(cutover: Cutover, values: dict[str, object], words: str) -> None:
    with pytest.raises(Invalid) as refused:
        cutover.plan(ref="back", title="Way back", **values)
    assert words in refused.value.problems[0].sentence


def test_a_plan_with_steps_is_not_removed(cutover: Cutover) -> None:
    from firstlight.cutover.actions import change_plans
    from firstlight.cutover.sheets import PLANS
    from firstlight.kernel.sheets import RowChange

    cutover.add({"ref": "1"})
    row = PLANS.store.current(cutover.project)[("cutover",)]
    with pytest.raises(Invalid) as refused:
        change_plans(cutover.context, cutover.project, [RowChange("removed", row, None)])
    assert "it has steps, rehearsals, triggers or decisions" in refused.value.problems[0].sentence


def test_two_who_change_one_step_do_not_overwrite_each_other(cutover: Cutover) -> None:
    from firstlight.cutover.actions import change_tasks
    from firstlight.cutover.sheets import TASKS
    from firstlight.kernel.sheets import Row, RowChange

    cutover.add({"ref": "1"})
    before = TASKS.store.current(cutover.project)[("1",)]
    cutover.change("1", owner="Jonas Feld")
    mine = Row(before.identity, {**before.values, "owner": "Nadia Wolff"}, before.extras)
    with pytest.raises(Conflict):
        change_tasks(cutover.context, cutover.project, [RowChange("changed", before, mine)])
    assert cutover.task("1").owner == "Jonas Feld"


def test_a_duration_is_taken_over_only_while_the_plan_is_as_it_was_seen(cutover: Cutover) -> None:
    from firstlight.cutover.actions import take_duration

    cutover.add({"ref": "1", "minutes": 60})
    cutover.rehearse("R1", {"1": 95})
    take_duration(cutover.context, cutover.task("1"), minutes=95, seen=60)
    assert cutover.task("1").minutes == 95
    with pytest.raises(Conflict):
        take_duration(cutover.context, cutover.task("1"), minutes=80, seen=60)
    assert Entry.objects.filter(action="cutover.duration.taken").count() == 1


def test_a_rehearsal_in_which_times_were_taken_stays(cutover: Cutover) -> None:
    from firstlight.cutover.actions import change_rehearsals
    from firstlight.cutover.sheets import REHEARSALS
    from firstlight.kernel.sheets import RowChange

    cutover.add({"ref": "1"})
    cutover.rehearse("R1", {"1": 95})
    row = REHEARSALS.store.current(cutover.project)[("R1",)]
    with pytest.raises(Invalid) as refused:
        change_rehearsals(cutover.context, cutover.project, [RowChange("removed", row, None)])
    assert "times were taken in it" in refused.value.problems[0].sentence


def test_a_shift_and_a_blackout_end_after_they_begin(cutover: Cutover) -> None:
    with pytest.raises(Invalid):
        cutover.shift("Mira Holt", after(2), after(2))
    with pytest.raises(Invalid):
        cutover.blackout(after(2), after(2) - timedelta(hours=1))


def test_only_who_plans_the_cutover_changes_it_and_nobody_that_of_others(cast: Cast) -> None:
    from firstlight.cutover.actions import change_tasks, take_duration
    from firstlight.cutover.sheets import TASKS

    row = added(TASKS, ref="1", title="A step", minutes=60)
    for who in ("wo", "au", "es", "pc"):
        with pytest.raises(Refused):
            change_tasks(cast.context(who), cast.project, [row])
    change_tasks(cast.context("cm"), cast.project, [row])
    change_tasks(cast.context("pl"), cast.project, [added(TASKS, ref="2", title="Another", minutes=60)])
    stranger = Task.objects.get(ref="1")
    stranger.project_id = 0
    with pytest.raises(NotFound):
        take_duration(cast.context("cm"), stranger, minutes=5, seen=60)
