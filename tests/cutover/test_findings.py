"""What is found wrong with a plan. Each finding names its steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from firstlight.cutover.rules.facts import Closed, PlanFacts, Presence, Step, TurnsBack, WayBack
from firstlight.cutover.rules.findings import STOP, Finding, findings_of
from firstlight.cutover.rules.timing import timetable_of
from firstlight.engines.scheduling import Window
from tests.cutover.conftest import START, after

BERLIN = ZoneInfo("Europe/Berlin")
_FINE: dict[str, Any] = {"minutes": 60, "owner": "Mira Holt", "backup": "Jonas Feld", "verifier": "Nadia Wolff"}


def step(ref: str, **values: Any) -> Step:
    """A step that is fine in every respect."""
    return Step(ref, f"Step {ref}", **{**_FINE, **values})


BACK = WayBack("back", "Way back", timedelta(hours=4))
TRIGGER = TurnsBack("RT-1", "The load falls behind", "90 minutes", "Mira Holt")


def found(*steps: Step, **values: Any) -> dict[str, Finding]:
    """Findings by kind. Unless said otherwise the plan has a window of 59 hours and a checkpoint at its start."""
    gate = step("gate", kind="checkpoint", start=START, criteria=("All is quiet",))
    fine = {"window": Window(START, after(59)), "way_back": BACK, "triggers": (TRIGGER,)}
    facts = PlanFacts("Cutover", BERLIN, START, (gate, *steps), **{**fine, **values})
    return {one.kind: one for one in findings_of(facts, timetable_of(facts))}


def test_a_plan_that_is_as_it_should_be_has_no_findings() -> None:
    assert found(step("1", predecessors=("gate",)), step("2", predecessors=("1FS+30m",))) == {}


def test_a_circle_is_told_with_its_steps_and_stops_the_plan() -> None:
    one = found(step("1", predecessors=("3",)), step("2", predecessors=("1",)), step("3", predecessors=("2",)))["cycle"]
    assert one.weight == STOP
    assert set(one.steps) == {"1", "2", "3"}


@pytest.mark.parametrize(
    ("values", "kind", "words"),
    [
        ({"predecessors": ("99",)}, "links", "“99”, which is not in the plan"),
        ({"owner": ""}, "owner", "1 step has no owner: 1."),
        ({"backup": ""}, "backup", "1 step has no backup owner: 1."),
        ({"backup": " mira  holt"}, "backup", "1 step has its owner as backup, too: 1."),
        ({"verifier": "Mira Holt"}, "verifier", "1 step is verified by its owner: 1."),
        ({"minutes": 0}, "duration", "1 step takes no time at all: 1. Say how long it takes, or make it a milestone."),
        ({"minutes": None}, "duration", "1 step has no duration: 1."),
        ({"minutes": 540_000}, "long", "takes 9000h, which is longer than the whole window"),
        ({"kind": "load"}, "dry-run", "no dry run and no rehearsal has measured: 1."),
        ({"risky": True}, "way-back", "cannot simply be repeated and says no way back: 1."),
        ({"predecessors": ()}, "loose", "1 step waits for nothing and has no start, so the plan begins with it"),
        ({"start": after(58.5)}, "outside", "1 step ends after the window closes: 1."),
        ({"start": after(-0.5), "fixed": True}, "outside", "1 step begins before the window opens: 1."),
        ({"minutes": 13 * 60}, "hours", "Mira Holt works 13h on"),
        ({"kind": "checkpoint", "owner": ""}, "gate", "1 checkpoint has no criteria for a go: 1."),
        ({"final": True, "predecessors": ()}, "no-return", "Nobody says go before 1 step after which there is no way"),
    ],
)
def test_what_a_step_lacks_is_found(values: dict[str, Any], kind: str, words: str) -> None:
    there = found(step("1", **{"predecessors": ("gate",), "start": after(8), **values}))
    if kind == "loose":
        there = found(step("1", predecessors=()))
    assert words in there[kind].sentence
    assert "1" in there[kind].steps


def test_what_is_fixed_before_the_window_and_over_when_it_opens_is_preparation() -> None:
    early = step("1", start=after(-2), fixed=True)
    assert "outside" not in found(early, step("2", predecessors=("1",)))
    assert "outside" in found(step("1", start=after(-2), fixed=True, minutes=121))


def test_a_load_that_a_rehearsal_measured_is_fine() -> None:
    one = step("1", kind="load", predecessors=("gate",))
    assert "dry-run" not in found(one, measured={"1": (75,)})
    assert "dry-run" not in found(step("1", kind="load", predecessors=("gate",), dry_run=70))


def test_nobody_is_there_unless_owner_or_backup_has_a_shift_over_all_of_it() -> None:
    one = step("1", start=after(4), predecessors=("gate",))
    short = Presence("Mira Holt", after(0), after(4.5))
    gate = Presence("jonas feld", after(0), after(2))
    assert found(one, presences=(short, gate))["shift"].steps == ("1",)
    assert "shift" not in found(one, presences=(short, gate, Presence("Jonas Feld", after(4), after(5))))
    assert "shift" not in found(one, presences=(short, Presence("Mira Holt", after(4.5), after(6))))
    assert "shift" not in found(one)


def test_a_step_that_asks_for_a_skill_needs_somebody_there_who_has_it() -> None:
    one = step("1", start=after(4), predecessors=("gate",), owner="", backup="", skill="database")
    gate = Presence("Jonas Feld", after(0), after(2))
    too_soon, other = (
        Presence("Roy Base", after(0), after(4.5), ("Database",)),
        Presence("Ada Unger", after(3), after(9)),
    )
    lacking = found(one, presences=(gate, too_soon, other))["shift"]
    assert lacking.steps == ("1",)
    assert "asks for a skill that nobody has who is there" in lacking.sentence
    assert "shift" not in found(one, presences=(gate, Presence("Roy Base", after(3), after(9), ("Database",))))
    assert "shift" not in found(replace(one, backup="Ada Unger"), presences=(gate, other))


def test_a_duty_without_rest_is_found_though_no_day_is_too_long() -> None:
    evening = step("1", start=after(1), minutes=240, predecessors=("gate",))
    morning = step("2", start=after(13), minutes=240, predecessors=("1",))
    one = found(evening, morning)["rest"]
    assert one.steps[-2:] == ("1", "2")
    assert "without 11h of rest" in one.sentence


def test_a_step_fixed_into_a_blackout_is_found_and_others_are_moved_out_of_it() -> None:
    closed = (Closed(after(8), after(10), "Nightly backup"),)
    fixed = step("1", start=after(9), fixed=True, predecessors=("gate",))
    free = step("2", start=after(9), predecessors=("gate",))
    assert found(fixed, free, closed=closed)["blackout"].steps == ("1",)


def test_steps_that_run_while_the_clocks_change_are_found() -> None:
    night = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    one = step("1", start=night)
    there = found(one, window=Window(datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 12, 9, tzinfo=UTC)))
    assert there["clocks"].steps == ("1",)


def test_a_plan_without_window_or_checkpoint_or_steps_says_so() -> None:
    facts = PlanFacts("Cutover", BERLIN, START, (step("1", start=START),))
    assert {"window", "checkpoint"} <= {one.kind for one in findings_of(facts, timetable_of(facts))}
    empty = PlanFacts("Cutover", BERLIN, START, ())
    assert [one.kind for one in findings_of(empty, timetable_of(empty))] == ["empty"]


def test_a_plan_without_a_way_back_or_what_makes_one_turn_back_says_so() -> None:
    assert "There is no rollback" in found(step("1", predecessors=("gate",)), way_back=None)["rollback"].sentence
    assert (
        "Nobody has said what makes you turn back"
        in found(step("1", predecessors=("gate",)), triggers=())["triggers"].sentence
    )
    vague = found(step("1", predecessors=("gate",)), triggers=(TRIGGER, TurnsBack("RT-2", "Something is odd")))[
        "triggers"
    ]
    assert vague.sentence == "1 trigger of the rollback lacks a threshold, or who says so: RT-2."
    rollback = found(step("1", predecessors=("gate",)), is_rollback=True, way_back=None, triggers=())
    assert rollback == {}


def test_a_rollback_that_takes_longer_than_the_window_is_found() -> None:
    one = step("1", predecessors=("gate",))
    long = WayBack("back", "Way back", timedelta(hours=59))
    assert "“Way back” takes 59h" in found(one, way_back=long)["rollback"].sentence
    unknown = WayBack("back", "Way back")
    assert "cannot be computed" in found(one, way_back=unknown)["rollback"].sentence


def test_one_number_for_two_steps_is_found() -> None:
    assert found(step("1"), step("1"))["twice"].steps == ("1",)


def test_what_matters_most_comes_first() -> None:
    facts = PlanFacts("Cutover", BERLIN, START, (step("1", predecessors=("9",), owner=""), step("2")))
    weights = [one.weight for one in findings_of(facts, timetable_of(facts))]
    assert weights == sorted(weights, key=["stop", "gap", "hint"].index)
