"""What the pages of the rollback and the forecast say when there is little to say."""

from __future__ import annotations

import pytest

from firstlight.cutover.actions import change_triggers
from firstlight.kernel.sheets import Row, RowChange
from firstlight.web.pages.forecast import points
from tests.cutover.conftest import Cutover, after
from tests.web.conftest import Stage


@pytest.fixture
def cutover(stage: Stage) -> Cutover:
    """A plan with a step that cannot be undone, and a way back."""
    made = Cutover(stage.project, stage.inside)
    made.plan(ref="back", title="Way back", kind="rollback")
    made.add(
        {"ref": "1", "start": after(0)},
        {"ref": "2", "title": "Open to customers", "predecessors": ("1",), "final": True},
        {"ref": "B1", "plan": "back", "minutes": 120},
    )
    return made


def test_a_plan_that_cannot_be_computed_does_not_say_that_everything_can_be_undone(
    stage: Stage, cutover: Cutover
) -> None:
    cutover.forecast()
    assert "Turn back by then, or not at all" in stage.text("cutover/rollback/")
    cutover.change("1", predecessors=("2",))
    cutover.forecast()
    page = stage.text("cutover/rollback/")
    for words in ("Not known", "See what stops it", "not known when", "2 Open to customers"):
        assert words in page, words
    for untrue in ("everything can be undone", "No moment is early enough", "none is said"):
        assert untrue not in page, untrue
    home = stage.text("cutover/")
    assert "No forecast yet" in home
    assert "when it ends" not in home
    assert "a plan that can be computed" in home


def test_no_moment_is_early_enough_where_that_was_computed(stage: Stage, cutover: Cutover) -> None:
    cutover.change("B1", minutes=4000)
    cutover.forecast()
    assert "No moment is early enough to turn back" in stage.text("cutover/rollback/")


def test_one_point_is_not_points() -> None:
    assert [points(number) for number in (0, 1, -1, 7)] == ["0 points", "+1 point", "-1 point", "+7 points"]


def test_where_no_shifts_are_known_nothing_wrong_does_not_mean_that_somebody_is_there(
    stage: Stage, cutover: Cutover
) -> None:
    cutover.add({"ref": "G", "kind": "checkpoint", "predecessors": ("1",), "deciders": ("Mira Holt",),
                 "criteria": ("All tie",)})  # fmt: skip
    cutover.change("2", predecessors=("G",))
    row = Row(("T-1",), {"ref": "T-1", "plan": "cutover", "seen": "Labels do not print", "threshold": "One depot",
                         "said_by": "Mira Holt"})  # fmt: skip
    change_triggers(cutover.context, cutover.project, [RowChange("added", None, row)])
    page = stage.text("cutover/")
    assert "Nothing is found wrong" in page
    assert "no shifts are written down" in page
    cutover.shift("Mira Holt", after(0), after(20))
    assert "somebody is there for it." in stage.text("cutover/")


def test_the_table_beside_the_chart_of_a_plan_has_its_steps_and_no_others(stage: Stage, cutover: Cutover) -> None:
    page = stage.text("cutover/chart/?plan=back&critical=yes")
    address = f"/p/{stage.project.slug}/cutover/steps/?plan=back&amp;critical=yes"
    assert f'href="{address}"' in page
    listed = stage.text("cutover/steps/?plan=back&critical=yes")
    assert "Open to customers" not in listed
    assert 'data-row="B1"' in listed or ">B1" in listed
