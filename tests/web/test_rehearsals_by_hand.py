"""Two mock cutovers entered by hand: one time after the other, and nothing that was entered is out of sight."""

from __future__ import annotations

import re

import pytest

from firstlight.cutover.models import Rehearsal, Task, Timing
from tests.cutover.conftest import Cutover, after
from tests.web.conftest import Stage


@pytest.fixture
def cutover(stage: Stage) -> Cutover:
    made = Cutover(stage.project, stage.inside)
    made.add({"ref": "1", "start": after(0)}, {"ref": "2", "predecessors": ("1",)})
    return made


def leads(page: str, words: str) -> str:
    """Where the link with these words leads."""
    found = re.search(rf'href="([^"]+)">{words}', page)
    assert found, words
    return found.group(1).replace("&amp;", "&")


def test_a_rehearsal_and_its_times_are_entered_by_hand_and_one_is_back_where_one_was(
    stage: Stage, cutover: Cutover
) -> None:
    client, room = stage.client("cm"), f"/p/{stage.project.slug}/cutover/rehearsals/"
    add = leads(client.get(room).content.decode(), "Add a rehearsal")
    form = {"ref": "R1", "title": "Mock cutover 1", "started": "2026-10-10 08:00"}
    assert client.post(add, form).headers["Location"] == room
    assert Rehearsal.objects.get().title == "Mock cutover 1"
    enter = leads(client.get(room).content.decode(), "Enter a time")
    assert re.search(r'name="rehearsal"[^>]* value="R1"', client.get(enter).content.decode())
    times = {"rehearsal": "R1", "task": "1", "started": "2026-10-10 08:00", "ended": "2026-10-10 09:30"}
    assert client.post(enter, times).headers["Location"] == room
    assert Timing.objects.get().task == "1"
    assert "1h 30m" in client.get(room).content.decode()
    assert "Enter a time" not in stage.text("cutover/rehearsals/", "au")


def test_a_time_of_a_step_that_is_not_in_the_plan_is_said(stage: Stage, cutover: Cutover) -> None:
    cutover.rehearse("R1", {"1": 60})
    assert "not in the plan" not in stage.text("cutover/rehearsals/")
    cutover.rehearse("R2", {"1": 60, "777": 30})
    assert "1 step was timed that is not in the plan: 777." in stage.text("cutover/rehearsals/")


def test_who_takes_a_duration_over_stays_on_the_page_of_steps(stage: Stage, cutover: Cutover) -> None:
    cutover.rehearse("R1", {"1": 120})
    room = f"/p/{stage.project.slug}/cutover/rehearsals/"
    sent = {"minutes": "120", "seen": "60", "next": f"{room}?page=2"}
    assert stage.client("cm").post(f"{room}1/take/", sent).headers["Location"] == f"{room}?page=2"
    assert Task.objects.get(ref="1").minutes == 120
    elsewhere = {"minutes": "130", "seen": "120", "next": "https://elsewhere.example/"}
    assert stage.client("cm").post(f"{room}1/take/", elsewhere).headers["Location"] == room


def test_how_sure_the_chance_is_is_never_said_to_be_nothing(stage: Stage, cutover: Cutover) -> None:
    cutover.change("2", minutes=100 * 60)
    cutover.forecast()
    page = stage.text("cutover/forecast/")
    assert "Less than 1 % chance" in page
    assert "no more than 0.1 percentage points" in page
