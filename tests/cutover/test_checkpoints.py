"""Go and no-go: who says it, what is recorded, and what waits for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from firstlight.contracts.standing import Status
from firstlight.cutover.actions import decide_checkpoint
from firstlight.cutover.actions.checkpoints import Said
from firstlight.cutover.models import Decision
from firstlight.cutover.queries import planned
from firstlight.cutover.rules.checkpoints import begun_too_early
from firstlight.cutover.rules.judging import carried_out
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.ledger.models import Entry
from tests.cast import NOW, Cast
from tests.cutover.conftest import Cutover


@pytest.fixture
def gated(cast: Cast) -> Cutover:
    """Two steps, a checkpoint of the sponsor, a group of two steps behind it, and one step that does not wait."""
    cutover = Cutover(cast.project, cast.machine)
    cutover.add(
        {"ref": "1"},
        {"ref": "2", "kind": "checkpoint", "predecessors": ("1",), "deciders": ("Executive sponsor",),
         "criteria": ("All loads tie", "No open stopper")},
        {"ref": "3", "kind": "group", "minutes": None, "predecessors": ("2",)},
        {"ref": "4", "group": "3"}, {"ref": "5", "group": "3", "predecessors": ("4SS+5m",)},
        {"ref": "6", "predecessors": ("3",)}, {"ref": "7", "predecessors": ("1",)},
    )  # fmt: skip
    return cutover


def _held(cutover: Cutover) -> list[str]:
    return sorted(planned(cutover.project, NOW).held)


@pytest.mark.django_db
def test_what_follows_waits_until_it_is_a_go(gated: Cutover, cast: Cast) -> None:
    assert _held(gated) == ["3", "4", "5", "6"]
    with pytest.raises(Invalid) as refused:
        gated.change("5", actual_start=NOW)
    assert (
        "it waits for the checkpoint “A step” (2), to which nobody has said go." in refused.value.problems[0].sentence
    )
    gated.change("7", actual_start=NOW)
    decide_checkpoint(cast.context("es"), gated.task("2"), Said("no-go", "A load is short.", follows="repeat"))
    assert _held(gated) == ["3", "4", "5", "6"]
    later = cast.context("es")
    said = Said("go", "It ties now.", dissent="Mira Holt would wait.", unmet=("No open stopper",))
    with pytest.raises(Invalid, match="later than the one before"):
        decide_checkpoint(later, gated.task("2"), said)
    Decision.objects.update(at=NOW - timedelta(hours=1))
    decide_checkpoint(later, gated.task("2"), said)
    assert _held(gated) == []
    gated.change("5", actual_start=NOW)
    assert gated.task("2").actual_end == NOW
    entries = Entry.objects.filter(action="cutover.checkpoint.decided").values_list("after", flat=True)
    assert any("Mira Holt would wait." in str(after) for after in entries)
    assert list(begun_too_early(planned(gated.project, NOW).facts, planned(gated.project, NOW).gates)) == []
    gated.change("4", actual_start=NOW - timedelta(minutes=5))
    plan = planned(gated.project, NOW)
    assert list(begun_too_early(plan.facts, plan.gates)) == ["4"]


@pytest.mark.django_db
def test_only_who_is_named_decides_and_a_planner_writes_down_what_they_said(gated: Cutover, cast: Cast) -> None:
    task, go = gated.task("2"), Said("go", "All is well.")
    with pytest.raises(Refused, match="Go or no-go is said here by Executive sponsor"):
        decide_checkpoint(cast.context("wo"), task, go)
    with pytest.raises(Refused):
        decide_checkpoint(cast.context("au"), task, go)
    with pytest.raises(Invalid, match="Say who decided: Executive sponsor"):
        decide_checkpoint(cast.context("cm"), task, go)
    with pytest.raises(Invalid, match="Say who decided"):
        decide_checkpoint(cast.context("cm"), task, Said("go", "All is well.", decided_by="Nobody Known"))
    name = cast.people["es"].name
    made = decide_checkpoint(cast.context("cm"), task, Said("go", "All is well.", decided_by=name))
    assert (made.decided_by, made.recorded_by) == (name, cast.people["cm"].name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Said("go", "  "), "A decision says why"),
        (Said("no-go", "Too late."), "After a no-go say what follows"),
        (Said("go", "Fine.", follows="repeat"), "After a no-go say what follows"),
        (Said("go", "Fine.", at=NOW + timedelta(days=1)), "Nobody decides in time to come"),
    ],
)
def test_what_is_no_decision_is_refused(gated: Cutover, cast: Cast, said: Said, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        decide_checkpoint(cast.context("es"), gated.task("2"), said)
    assert not Decision.objects.exists()


@pytest.mark.django_db
def test_what_is_no_checkpoint_or_was_decided_meanwhile_or_is_of_others(gated: Cutover, cast: Cast) -> None:
    with pytest.raises(Invalid, match="is no checkpoint"):
        decide_checkpoint(cast.context("es"), gated.task("1"), Said("go", "Fine."))
    with pytest.raises(Conflict):
        decide_checkpoint(cast.context("es"), gated.task("2"), Said("go", "Fine.", seen=1))
    stranger = gated.task("2")
    stranger.project_id = 0
    with pytest.raises(NotFound):
        decide_checkpoint(cast.context("es"), stranger, Said("go", "Fine."))
    gated.change("2", deciders=(), owner="")
    with pytest.raises(Invalid, match="names nobody"):
        decide_checkpoint(cast.context("es"), gated.task("2"), Said("go", "Fine."))


@pytest.mark.django_db
def test_a_file_of_a_plan_that_is_under_way_is_taken_and_what_began_too_early_is_told(gated: Cutover) -> None:
    gated.add({"ref": "8", "predecessors": ("2",), "actual_start": NOW - timedelta(hours=2), "actual_end": NOW})
    plan = planned(gated.project, NOW)
    assert list(begun_too_early(plan.facts, plan.gates)) == ["8"]
    judged = carried_out(plan.facts, plan.timetable, NOW + timedelta(days=90))
    assert judged.status is not Status.MET
