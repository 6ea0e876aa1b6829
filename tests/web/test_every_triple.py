"""Every triple of state, event and person, straight through the address: done, or refused with 403 or 409 and why."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.db import transaction

from firstlight.cutover.models import Run, RunStep
from firstlight.cutover.rules import running
from firstlight.ledger.models import Entry
from tests.cutover.running import Weekend, weekend
from tests.cutover.test_running_machine import SPEAKERS, brought_to
from tests.web.conftest import Stage

#: What is sent with each event.
SENT = {
    running.START: {}, running.FINISH: {}, running.VERIFY: {"evidence": "Report 12 is empty."},
    running.SKIP: {"reason": "Nothing to do."}, running.OVERRIDE: {"reason": "We have no time."},
    running.REOPEN: {"reason": "Once more."}, running.BLOCK: {"reason": "It is refused."}, running.UNBLOCK: {},
    running.REASSIGN: {"owner": "Willem Oost"}, running.NOTE: {"note": "A note"},
    running.LATE: {"started": "2026-11-20T09:00", "ended": "2026-11-20T09:20"},
    running.DECIDE: {"decision": "go", "reason": "It ties."},
}  # fmt: skip
SIX = {"ref": "1", "backup": ""}, {"ref": "2", "predecessors": ("1",)}


def _posted(stage: Stage, by: str, address: str, **fields: str) -> tuple[Any, bool]:
    """The answer, undone afterwards; and whether anything in the database had changed."""
    before = _standing(stage)
    client = stage.client(by)
    with transaction.atomic():
        path = f"/p/{stage.project.slug}/{address}"
        answer = client.post(path, fields, headers={"Accept": "application/json"})
        changed = _standing(stage) != before
        transaction.set_rollback(True)
    return answer, changed


def _standing(stage: Stage) -> Any:
    steps, runs = RunStep.objects.order_by("pk"), Run.objects.order_by("pk")
    return list(steps.values()), list(runs.values()), Entry.objects.filter(stream=stage.project.uid).count()


def _status(made: Weekend, by: str, event: str, state: str, kind: str = "task") -> int:
    """What the tables of the rules say: 403 before 409."""
    stands = SPEAKERS[by]
    if stands is None or not running.may(event, frozenset({*stands, running.OTHER})):
        return 403
    return 409 if running.held_back(made.run.state, event) or running.refusal_of(state, event, kind) else 200


@pytest.mark.parametrize("state", running.STATES)
def test_each_event_in_each_state_by_each_person_is_answered_as_the_table_says(stage: Stage, state: str) -> None:
    made = weekend(stage.cast, *SIX)
    brought_to(made, state)
    made.run.refresh_from_db()
    tried = 0
    for event, by in itertools.product(SENT, SPEAKERS):
        answer, changed = _posted(stage, by, "cutover/runs/RUN-1/enter/", act=f"{event} 1", **SENT[event])
        expected = _status(made, by, event, state)
        assert answer.status_code == expected, (state, event, by, answer.content)
        assert changed is (expected == 200)
        if expected != 200:
            assert answer.json()["said"].endswith("."), (state, event, by)
        tried += 1
    assert tried == len(running.EVENTS) * len(SPEAKERS)


@pytest.mark.parametrize("state", ["prepared", "paused", "closed"])
def test_a_run_that_does_not_go_on_refuses_each_event_by_each_person(stage: Stage, state: str) -> None:
    made = weekend(stage.cast, *SIX, started=state != "prepared")
    if state != "prepared":
        made.lead("pause_run" if state == "paused" else "close_run", reason="Enough.")
    made.run.refresh_from_db()
    for event, by in itertools.product(SENT, SPEAKERS):
        answer, changed = _posted(stage, by, "cutover/runs/RUN-1/enter/", act=f"{event} 1", **SENT[event])
        expected = _status(made, by, event, running.WAITING)
        assert answer.status_code == expected, (state, event, by, answer.content)
        assert changed is (expected == 200)


@pytest.mark.parametrize("state", running.RUN_STATES)
def test_each_move_of_a_run_in_each_state_by_each_person(stage: Stage, state: str) -> None:
    made = weekend(stage.cast, *SIX, started=state != "prepared")
    if state in ("paused", "closed"):
        made.lead("pause_run" if state == "paused" else "close_run", reason="Enough.")
    for event, by in itertools.product(running.RUN_EVENTS, SPEAKERS):
        answer, changed = _posted(stage, by, "cutover/runs/RUN-1/move/", move=event, reason="Enough.")
        leads = running.LEAD in (SPEAKERS[by] or set())
        moves = running.RUN_MOVES[state, event] in running.RUN_STATES
        assert answer.status_code == (403 if not leads else 303 if moves else 409), (state, event, by, answer.content)
        assert changed is (leads and moves)


def test_a_step_cannot_be_skipped_over_by_who_posts_straight_to_the_address(stage: Stage) -> None:
    gate = {"ref": "3", "kind": "checkpoint", "minutes": 0, "predecessors": ("2",), "deciders": ("Cutover manager",)}
    weekend(stage.cast, *SIX, gate, {"ref": "4", "predecessors": ("3",)}, {"ref": "5", "kind": "milestone",
            "minutes": None, "predecessors": ("4",)})  # fmt: skip
    for act, more in (
        ("start 2", {}), ("finish 2", {}), ("verify 2", {"evidence": "Seen."}), ("start 4", {}), ("finish 4", {}),
        ("override 4", {"reason": "We have no time."}), ("vote 3", {"outcome": "go"}), ("finish 5", {}),
        ("decide 3", {"decision": "go", "reason": "It ties."}), ("start 3", {}), ("skip 3", {"reason": "Later."}),
    ):  # fmt: skip
        answer, changed = _posted(stage, "cm", "cutover/runs/RUN-1/enter/", act=act, **more)
        assert (answer.status_code, changed) == (409, False), (act, answer.content)
        assert answer.json()["said"].endswith(".")
