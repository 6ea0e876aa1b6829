"""The plan of the cutover and its scripts are signed; when either changes, the room and readiness say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from firstlight.assurance.actions import sign
from firstlight.contracts.standing import Status
from firstlight.kernel.renderings import render
from firstlight.kernel.sheets import RowChange, sheets
from firstlight.readiness.registry import measures
from tests.cutover.conftest import Cutover, after
from tests.web.conftest import Stage

PLAN, SCRIPTS = "cutover.plan.sequence", "cutover.plan.instructions"


@pytest.fixture
def cutover(stage: Stage) -> Cutover:
    """A plan of two steps with a black-out; the cutover manager has signed it and its scripts."""
    made = Cutover(stage.project, stage.inside)
    made.add({"ref": "1", "start": after(0)}, {"ref": "2", "title": "Load", "predecessors": ("1",)})
    made.blackout(after(20), after(21))
    for on in ("cutover", "cutover-scripts"):
        signed(stage, on)
    return made


def signed(stage: Stage, on: str) -> None:
    today = render(stage.project, on, stage.inside.now)
    assert today is not None
    sign(stage.cast.context("cm"), on=on, person=stage.cast.people["cm"], role="cutover-manager",
         statement="I have read it.", digest=today.digest())  # fmt: skip


def standing(stage: Stage, name: str) -> tuple[Status, str]:
    reading = measures[name].read(stage.project, stage.inside.now + timedelta(minutes=5))
    return reading.status, reading.reasons[0]


def replaced(cutover: Cutover, sheet: str, **values: Any) -> None:
    """The only row of a list says something else."""
    found = sheets[f"cutover.{sheet}"]
    (row,) = found.store.current(cutover.project).values()
    found.apply(
        cutover.context, cutover.project, [RowChange("changed", row, replace(row, values={**row.values, **values}))]
    )


def lines(stage: Stage) -> tuple[str, str]:
    part = stage.text("cutover/").partition('aria-labelledby="signed"')[2].partition("</section>")[0]
    plan, _, scripts = part.partition("The scripts")
    return plan, scripts


def test_who_signed_stands_in_the_room_and_what_is_signed_is_met(stage: Stage, cutover: Cutover) -> None:
    for line in lines(stage):
        assert "and it is what was signed" in line
    assert standing(stage, PLAN)[0] is Status.MET
    assert standing(stage, SCRIPTS)[0] is Status.MET


def test_one_character_of_an_instruction_makes_the_scripts_stale_and_the_plan_not(
    stage: Stage, cutover: Cutover
) -> None:
    cutover.change("2", instruction="Do it!")
    plan, scripts = lines(stage)
    assert "and it is what was signed" in plan
    assert "1 thing has changed since" in scripts
    status, reason = standing(stage, SCRIPTS)
    assert status is Status.PARTLY
    assert "(cutover manager) signed" in reason
    assert standing(stage, PLAN)[0] is Status.MET


@pytest.mark.parametrize("change", ["link", "black-out", "window", "zone", "fixed"])
def test_a_link_a_black_out_the_window_or_a_fixed_start_makes_the_plan_stale(
    stage: Stage, cutover: Cutover, change: str
) -> None:
    changes: dict[str, Callable[[], object]] = {
        "link": lambda: cutover.change("2", predecessors=("1FS+15m",)),
        "fixed": lambda: cutover.change("1", fixed=True),
        "black-out": lambda: replaced(cutover, "blackouts", end=after(21.5)),
        "window": lambda: replaced(cutover, "plans", window_start=after(0), window_end=after(50)),
        "zone": lambda: replaced(cutover, "plans", time_zone="Asia/Kolkata"),
    }
    changes[change]()
    plan, scripts = lines(stage)
    assert "changed since" in plan
    assert "and it is what was signed" in scripts
    assert standing(stage, PLAN)[0] is Status.PARTLY


def test_what_was_signed_again_is_met_again(stage: Stage, cutover: Cutover) -> None:
    cutover.change("2", instruction="Do it!")
    later = replace(stage.cast.context("cm"), now=stage.cast.context("cm").now + timedelta(minutes=1))
    today = render(stage.project, "cutover-scripts", later.now)
    assert today is not None
    sign(later, on="cutover-scripts", person=stage.cast.people["cm"], role="cutover-manager",
         statement="Read again.", digest=today.digest())  # fmt: skip
    assert standing(stage, SCRIPTS)[0] is Status.MET


def test_where_nobody_signed_nothing_is_held_down(stage: Stage) -> None:
    Cutover(stage.project, stage.inside).add({"ref": "1", "start": after(0)})
    assert all("Nobody has signed it yet" in line for line in lines(stage))
    assert standing(stage, PLAN)[0] is Status.MET
