"""What the plan, its rehearsals and its progress say of the checks on the cutover."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from firstlight.contracts.reading import Reading
from firstlight.contracts.standing import Status
from tests.cutover.conftest import Cutover, after

EVERY = ("plan.sequence", "plan.fits", "plan.roles", "plan.instructions", "plan.checkpoint", "loads.measured",
         "rehearsal", "carried-out")  # fmt: skip


def read(cutover: Cutover, name: str, now: datetime | None = None) -> Reading:
    from firstlight.readiness.registry import measures

    return measures[f"cutover.{name}"].read(cutover.project, now or cutover.context.now)


@pytest.fixture
def fine(cutover: Cutover) -> Cutover:
    """A plan of three steps that is as it should be, for which people are there."""
    cutover.add(
        {"ref": "1", "start": after(0)},
        {"ref": "2", "kind": "checkpoint", "predecessors": ("1",), "minutes": 30},
        {"ref": "3", "kind": "load", "predecessors": ("2",), "dry_run_minutes": 55},
    )
    cutover.shift("Mira Holt", after(0), after(8))
    return cutover


@pytest.mark.parametrize("name", EVERY)
def test_without_a_plan_nothing_is_known(cutover: Cutover, name: str) -> None:
    reading = read(cutover, name)
    assert reading.status is Status.UNKNOWN
    assert "cutover/plan.xlsx" in reading.reasons[0]


@pytest.mark.parametrize("name", [one for one in EVERY if one not in ("rehearsal", "plan.fits")])
def test_a_plan_that_is_as_it_should_be_meets_every_check(fine: Cutover, name: str) -> None:
    assert read(fine, name).status is Status.MET, read(fine, name).reasons


def test_a_plan_that_does_not_end_in_its_window_does_not_meet_it(fine: Cutover) -> None:
    assert "with 56h 30m to spare" in read(fine, "plan.sequence").reasons[0]
    fine.change("3", minutes=60 * 60)
    reading = read(fine, "plan.sequence")
    assert reading.status is Status.UNMET
    assert any("1 step ends after the window closes: 3." in one for one in reading.reasons)
    assert [one.ref for one in reading.records] == ["3"]


@pytest.mark.parametrize(
    ("name", "values", "status", "words"),
    [
        ("plan.sequence", {"predecessors": ("9",)}, Status.UNMET, "“9”, which is not in the plan"),
        ("plan.sequence", {"predecessors": ()}, Status.PARTLY, "waits for nothing and has no start"),
        ("plan.roles", {"owner": ""}, Status.UNMET, "1 step has no owner: 3."),
        ("plan.roles", {"backup": ""}, Status.PARTLY, "1 step has no backup owner: 3."),
        ("plan.roles", {"owner": "Ada Unger"}, Status.UNMET, "neither its owner nor its backup is there: 3."),
        ("plan.instructions", {"instruction": ""}, Status.PARTLY, "1 step says nowhere how it is done: 3."),
        ("plan.instructions", {"verification": ""}, Status.PARTLY, "how one sees that it worked: 3."),
        ("plan.checkpoint", {"predecessors": ("1",)}, Status.UNMET, "Nothing waits for the checkpoint"),
        ("loads.measured", {"dry_run_minutes": None}, Status.UNKNOWN, "1 data load was never measured: 3."),
        ("loads.measured", {"dry_run_minutes": 90}, Status.UNMET, "less time than it took last: 3."),
        ("loads.measured", {"kind": "task"}, Status.UNKNOWN, "No step of the plan is a data load"),
    ],
)
def test_what_a_step_lacks_shows_in_its_check(
    fine: Cutover, name: str, values: dict[str, Any], status: Status, words: str
) -> None:
    fine.change("3", **values)
    reading = read(fine, name)
    assert reading.status is status
    assert any(words in one for one in reading.reasons), reading.reasons


def test_a_chance_that_rests_on_guesses_is_never_met(cutover: Cutover) -> None:
    cutover.add(*({"ref": str(number), "predecessors": (str(number - 1),) if number > 1 else ()}
                  for number in range(1, 5)))  # fmt: skip
    reading = read(cutover, "plan.fits")
    assert reading.status is Status.PARTLY
    assert reading.figure is not None
    assert (reading.figure.value, reading.figure.unit, reading.figure.of) == (100, "%", None)
    assert reading.reasons[0].startswith("The durations are assumed, not measured")
    assert reading.reasons[1].startswith("100 % of 10,000 runs with durations that vary end inside the window; nine of")
    cutover.rehearse("R1", {"1": 70})
    assert read(cutover, "plan.fits").reasons[0] == (
        "Most durations are assumed, not measured: 1 of 4 steps were timed."
    )
    cutover.rehearse("R2", {"1": 70, "2": 66})
    assert read(cutover, "plan.fits").status is Status.MET
    cutover.change("4", minutes=59 * 60)
    assert read(cutover, "plan.fits").status is Status.UNMET


def test_a_checkpoint_needs_people_and_criteria(fine: Cutover) -> None:
    fine.change("2", owner="", verification="")
    reasons = " ".join(read(fine, "plan.checkpoint").reasons)
    assert "names nobody who says go or no-go" in reasons
    assert "has no criteria" in reasons
    fine.change("2", kind="task")
    assert read(fine, "plan.checkpoint").reasons == ("The plan has no checkpoint at which people say go or no-go.",)


def test_without_shifts_nobody_can_tell_who_is_there(cutover: Cutover) -> None:
    cutover.add({"ref": "1", "start": after(0)})
    assert read(cutover, "plan.roles").status is Status.PARTLY


def test_who_gets_no_rest_keeps_the_roles_from_being_met(cutover: Cutover) -> None:
    cutover.add({"ref": "1", "start": after(0), "minutes": 240}, {"ref": "2", "start": after(13), "minutes": 240})
    cutover.shift("Mira Holt", after(0), after(20))
    reading = read(cutover, "plan.roles")
    assert reading.status is Status.PARTLY
    assert "without 11h of rest" in reading.reasons[0]


def test_the_newest_mock_cutover_decides(fine: Cutover) -> None:
    assert read(fine, "rehearsal").status is Status.UNKNOWN
    fine.rehearse("R1", {"1": 60, "2": 30, "3": 58}, outcome="not-met")
    assert read(fine, "rehearsal").status is Status.UNMET
    later = after(-24 * 12)
    fine.rehearse("R2", {"1": 60}, started=later, ended=after(-24 * 11), outcome="met")
    reading = read(fine, "rehearsal", after(-24))
    assert reading.status is Status.PARTLY
    assert "only 33 % of the steps were timed" in reading.reasons[0]
    fine.rehearse("R3", {"1": 60, "2": 30, "3": 58}, started=after(-48), ended=after(-40), outcome="met")
    assert read(fine, "rehearsal", after(-24)).status is Status.MET
    assert read(fine, "rehearsal", after(-24 * 11 + 1)).status is Status.PARTLY


def test_what_is_due_by_now_has_to_be_done_in_its_order(fine: Cutover) -> None:
    assert (
        "Nothing of the cutover is due yet: the first step begins on 4 Dec 2026." in read(fine, "carried-out").reasons
    )
    reading = read(fine, "carried-out", after(1.2))
    assert reading.status is Status.UNMET
    assert reading.reasons == ("1 step is due and not done: 1.",)
    fine.change("1", actual_start=after(0), actual_end=after(0.9))
    assert read(fine, "carried-out", after(1.2)).status is Status.MET
    fine.change("2", actual_start=after(0.5), actual_end=after(1.1))
    reading = read(fine, "carried-out", after(1.2))
    assert reading.status is Status.PARTLY
    assert "Steps began before what they wait for was done: 2." in reading.reasons


def test_a_signature_on_the_plan_is_stale_when_a_step_changes_and_not_when_it_is_done(fine: Cutover) -> None:
    from firstlight.kernel.renderings import render

    def digest() -> str:
        today = render(fine.project, "cutover", fine.context.now)
        assert today is not None
        return today.digest()

    signed = digest()
    fine.change("1", actual_start=after(0), percent=50, backup="Ada Unger")
    assert digest() == signed
    fine.change("1", minutes=75)
    assert digest() != signed


def test_the_calendar_has_the_steps_of_a_person_once_each(fine: Cutover) -> None:
    from icalendar import Calendar

    from firstlight.cutover.formats.calendar import write_calendar
    from firstlight.cutover.queries import planned

    plan = planned(fine.project, fine.context.now)
    data = write_calendar(plan.facts, plan.timetable, "x", fine.context.now, owner="jonas feld")
    events = list(Calendar.from_ical(data).walk("VEVENT"))
    assert [str(one["summary"]) for one in events] == ["1 A step", "2 A step", "3 A step"]
    assert events[2].decoded("dtstart") == after(1.5)
    assert len({str(one["uid"]) for one in events}) == 3
    assert b"VEVENT" not in write_calendar(plan.facts, plan.timetable, "x", fine.context.now, owner="Nobody")
