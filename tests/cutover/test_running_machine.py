"""The state machine of a step: every triple of state, event and standing, and any order of what people do."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from firstlight.cutover.models import Run, RunStep
from firstlight.cutover.rules import running
from firstlight.kernel.errors import Conflict, Refusal, Refused
from firstlight.ledger.queries import verify
from tests.cast import Cast
from tests.cutover.running import Weekend, weekend

#: Event: the action and what it is given besides the step.
ACTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    running.START: ("start_step", {}),
    running.FINISH: ("finish_step", {}),
    running.VERIFY: ("verify_step", {"evidence": "Report 12 is empty."}),
    running.SKIP: ("skip_step", {"reason": "Nothing to do."}),
    running.OVERRIDE: ("override_step", {"reason": "We have no time."}),
    running.REOPEN: ("reopen_step", {"reason": "Once more."}),
    running.BLOCK: ("block_step", {"reason": "It is refused."}),
    running.UNBLOCK: ("unblock_step", {}),
    running.REASSIGN: ("reassign_step", {"owner": "Willem Oost"}),
    running.NOTE: ("note_step", {"note": "A note"}),
}
#: Who of the cast stands how to a step, and has which right.
SPEAKERS = {"wo": {running.DOER}, "pc": {running.CHECKER}, "cm": {running.LEAD}, "sl": set(), "au": None}


@pytest.mark.parametrize("state", running.STATES)
@pytest.mark.parametrize("event", running.EVENTS)
def test_every_pair_of_state_and_event_is_decided(state: str, event: str) -> None:
    decided = running.MOVES[state, event]
    assert decided in running.STATES or decided.endswith(".")
    for kind in ("task", "load", "communication", "milestone", "checkpoint", "group"):
        refused = running.refusal_of(state, event, kind)
        assert refused == "" or refused.endswith(".")
        if not refused:
            assert running.after(state, event) in running.STATES
    assert running.WHO[event] <= set(running.STANDINGS)


@pytest.mark.parametrize("state", running.RUN_STATES)
@pytest.mark.parametrize("event", running.RUN_EVENTS)
def test_every_pair_of_a_run_is_decided(state: str, event: str) -> None:
    decided = running.RUN_MOVES[state, event]
    assert decided in running.RUN_STATES or decided.endswith(".")


def _refusal(act: Callable[[], Any]) -> Refusal | None:
    """What refuses it, None where it is done."""
    try:
        act()
    except Refusal as refused:
        return refused
    return None


def brought_to(made: Weekend, state: str) -> None:
    """The step 1 in that state."""
    if state in (running.RUNNING, running.DONE, running.VERIFIED):
        made.do("start_step", "1")
    if state in (running.DONE, running.VERIFIED):
        made.do("finish_step", "1")
    if state == running.VERIFIED:
        made.do("verify_step", "1", by="pc", evidence="Seen.")
    if state == running.BLOCKED:
        made.do("block_step", "1", reason="It is refused.")
    if state == running.SKIPPED:
        made.lead("skip_step", "1", reason="Nothing to do.")


@pytest.mark.django_db
@pytest.mark.parametrize("state", running.STATES)
def test_every_triple_is_what_the_table_says_and_a_refusal_has_a_reason(cast: Cast, state: str) -> None:
    """Through the actions, by everybody: done where the table says so, else a refusal that changes nothing."""
    from django.db import transaction

    made = weekend(cast, {"ref": "1", "backup": ""})
    brought_to(made, state)
    before, version = RunStep.objects.values().get(run=made.run, ref="1"), made.version
    for (event, (name, given)), (by, stands) in itertools.product(ACTIONS.items(), SPEAKERS.items()):
        allowed = stands is not None and running.may(event, frozenset({*stands, running.OTHER}))
        reason = running.refusal_of(state, event)
        with transaction.atomic():
            refused = _refusal(lambda name=name, by=by, given=given: made.do(name, "1", by=by, **given))
            after = made.step("1").state
            transaction.set_rollback(True)
        expected = Refused if not allowed else Conflict if reason else type(None)
        assert type(refused) is expected, (state, event, by, refused)
        assert refused is None or refused.sentence.endswith(".")
        if refused is None:
            assert after == running.after(state, event, begun=before["started"] is not None)
        assert (RunStep.objects.values().get(run=made.run, ref="1"), made.version) == (before, version)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["prepared", "paused", "closed"])
def test_a_run_that_does_not_go_on_holds_its_steps(cast: Cast, state: str) -> None:
    made = weekend(cast, {"ref": "1"}, started=state != "prepared")
    if state == "paused":
        made.lead("pause_run")
    if state == "closed":
        made.lead("close_run", reason="Enough.")
    for event, (name, given) in ACTIONS.items():
        if running.held_back(state, event):
            with pytest.raises(Conflict, match="The run"):
                made.lead(name, "1", **given)
    assert made.step("1").state == "waiting"


class Night(RuleBasedStateMachine):
    """People do anything in any order, at a clock that steps back and forth; the run stays sound."""

    cast: Cast

    @initialize()
    def open(self) -> None:
        self.made = weekend(
            self.cast, {"ref": "1"}, {"ref": "2", "predecessors": ("1",)}, {"ref": "3", "predecessors": ("1SS+10m",)},
            {"ref": "4", "kind": "milestone", "minutes": None, "predecessors": ("2", "3")},
            {"ref": "5", "predecessors": ("4",)}, {"ref": "6", "predecessors": ("5FF",)},
        )  # fmt: skip
        self.version, self.shown = self.made.version, {row.ref: row for row in self.made.board().rows}
        self.at = (self.version, self.made.board().minute)

    @rule(minutes=st.sampled_from([-10, -1, 0, 1, 7, 10, 45]))
    def time_passes(self, minutes: int) -> None:
        self.made.after(minutes)

    @rule(event=st.sampled_from(sorted(ACTIONS)), ref=st.sampled_from("123456"), by=st.sampled_from(sorted(SPEAKERS)))
    def somebody_acts(self, event: str, ref: str, by: str) -> None:
        name, given = ACTIONS[event]
        before = {step.ref: step.state for step in RunStep.objects.filter(run=self.made.run)}
        held = {row.ref: row.waits_for for row in self.made.board().rows}
        refused = _refusal(lambda: self.made.do(name, ref, by=by, **given))
        if refused is not None:
            assert refused.sentence.endswith(".")
            assert self.made.version == self.version
            return
        if event == running.START:
            assert not [one for one in held[ref] if one.kind != "time"], (ref, before)
        assert self.made.version >= self.version

    @rule(first=st.integers(-30, 30), second=st.integers(-30, 30), ref=st.sampled_from("123"))
    def paper_comes_in(self, first: int, second: int, ref: str) -> None:
        begun, ended = (self.made.now + timedelta(minutes=one) for one in (first, second))
        may = self.made.step(ref).state not in ("verified", "skipped") and self.run.state in ("running", "paused")
        try:
            self.made.do("enter_late", ref, started=begun, ended=ended)
        except Conflict:
            assert not may
            return
        assert may
        step = self.made.step(ref)
        assert (step.started, step.ended, step.entered_late) == (begun, max(begun, ended), self.made.now)
        assert bool(step.warning) or begun <= ended

    @rule(name=st.sampled_from(["pause_run", "resume_run"]))
    def the_lead_acts(self, name: str) -> None:
        refused = _refusal(lambda: self.made.lead(name))
        assert refused is None or refused.sentence.endswith(".")

    @property
    def run(self) -> Run:
        return Run.objects.get(pk=self.made.run.pk)

    @invariant()
    def a_board_that_follows_shows_what_a_new_one_shows(self) -> None:
        if not hasattr(self, "made"):
            return
        update = self.made.delta(*self.at)
        if update.whole:
            self.shown = {}
        self.shown |= {row.ref: row for row in update.rows}
        board = self.made.board()
        assert list(self.shown.values()) == list(board.rows) or self.shown == {row.ref: row for row in board.rows}
        self.at, self.version = (board.facts.version, board.minute), board.facts.version

    @invariant()
    def nothing_is_negative_and_versions_fit(self) -> None:
        if not hasattr(self, "made"):
            return
        for row in self.made.board().rows:
            assert row.minutes_over >= 0
            assert 0 <= row.used <= 100
            assert row.ended is None or row.started is None or row.ended >= row.started
            assert row.changed <= self.run.version

    def teardown(self) -> None:
        if hasattr(self, "made"):
            assert verify(self.cast.project).ok


@pytest.mark.django_db
def test_whatever_people_do_the_run_stays_sound(cast: Cast) -> None:
    from django.db import transaction

    class Here(Night):
        """Each trial is undone, so that the next one finds the same project."""

        def __init__(self) -> None:
            super().__init__()
            self.cast = cast
            self.savepoint = transaction.savepoint()

        def teardown(self) -> None:
            super().teardown()
            transaction.savepoint_rollback(self.savepoint)

    run_state_machine_as_test(Here, settings=settings(max_examples=25, stateful_step_count=25, deadline=None))
