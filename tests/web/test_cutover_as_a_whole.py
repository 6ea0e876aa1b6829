"""What the planning of a cutover is asked for, each demand from beginning to end through the pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from firstlight.assurance.models import ActionItem
from firstlight.cutover.actions import open_run
from firstlight.cutover.models import Decision, Plan, Task
from tests.cutover.conftest import Cutover, after
from tests.cutover.running import Weekend
from tests.web.conftest import Stage


@pytest.fixture
def cutover(stage: Stage) -> Cutover:
    """Stop, decide, load, open; by two people."""
    found = Cutover(stage.project, stage.inside)
    found.add(
        {"ref": "1", "title": "Stop", "start": after(0)},
        {"ref": "2", "title": "Go or no-go", "kind": "checkpoint", "predecessors": ("1",), "minutes": 30,
         "deciders": ("Executive sponsor",), "criteria": ("All loads tie", "No open stopper")},
        {"ref": "3", "title": "Load", "kind": "load", "predecessors": ("2",), "minutes": 240},
        {"ref": "4", "title": "Open", "predecessors": ("3",)},
    )  # fmt: skip
    return found


def _criterion(page: str, title: str) -> str:
    """The state in which a criterion is drawn."""
    before = page.partition(title)[0].rpartition('<li><span class="is-')[2]
    return before.partition('"')[0]


@pytest.mark.requirement("CUT-03")
def test_exit_criteria_and_checkpoints_are_signed_and_what_follows_waits(stage: Stage, cutover: Cutover) -> None:
    page = stage.text("cutover/")
    titles = ("All steps were carried out in their order", "The steps fitted the window", "Failures and issues are",
              "The plan for validating data", "Those who decide said go")  # fmt: skip
    assert [_criterion(page, title) for title in titles] == ["unknown"] * 5
    assert "All loads tie" in stage.text("signatures/sign/cutover-checkpoints/", "es")
    stage.sign("es", "cutover-checkpoints", "executive-sponsor")
    assert "waits for 2" in stage.text("cutover/steps/?ref=3")
    cell = f"/p/{stage.project.slug}/lists/cutover.tasks/cell/?row=3&column=actual_start"
    refused = stage.client("cm").post(cell, {"actual_start": "2026-12-04 20:00"})
    assert "Go or no-go" in refused.content.decode()
    assert Task.objects.get(ref="3").actual_start is None
    decide = "cutover/checkpoints/2/decide/"
    no_go = {"outcome": "repeat", "reason": "A load is short.", "seen": "0"}
    assert stage.post(decide, "es", **no_go).status_code == 303
    assert _criterion(stage.text("cutover/"), "Those who decide said go") == "unknown", "it has not begun"
    Task.objects.filter(ref="1").update(actual_start=after(0), actual_end=after(1))
    _forget()
    assert _criterion(stage.text("cutover/"), "Those who decide said go") == "unmet"
    assert "waits for 2" in stage.text("cutover/steps/?ref=3")
    Decision.objects.update(at=after(-400))
    go = {"outcome": "go", "reason": "It ties.", "seen": "1"}
    assert stage.post(decide, "es", **go).status_code == 303
    assert "waits for 2" not in stage.text("cutover/steps/?ref=3")
    assert _criterion(stage.text("cutover/"), "Those who decide said go") == "met"
    stage.client("cm").post(cell, {"actual_start": "2026-12-05 20:00"})
    assert Task.objects.get(ref="3").actual_start is not None


def _forget() -> None:
    from firstlight.ledger.keeping import forget

    forget()


@pytest.mark.requirement("CUT-04")
def test_the_plan_says_whether_it_fits_what_decides_that_who_is_needed_twice_and_what_to_shorten(
    stage: Stage, cutover: Cutover
) -> None:
    cutover.add({"ref": "5", "title": "Beside it", "start": after(2), "minutes": 90, "fixed": True})
    cutover.rehearse("R1", {"1": 60, "2": 30, "3": 300, "4": 60, "5": 90})
    cutover.rehearse("R2", {"1": 66, "2": 30, "3": 200, "4": 55, "5": 95})
    cutover.forecast()
    page = stage.text("cutover/")
    assert "Fits the window" in page
    assert "More than 99 % chance" in page
    chart = stage.text("cutover/chart/?critical=yes")
    assert [title in chart for title in ("Stop", "Load", "Open", "Beside it")] == [True, True, True, False]
    assert "Two at once" in stage.text("cutover/people/").partition("Mira Holt</a></th>")[2].partition("</tr>")[0]
    drivers = stage.text("cutover/forecast/").partition('id="drivers"')[2].partition("</table>")[0]
    first = drivers.partition("<tbody>")[2].partition("</tr>")[0]
    assert "Load" in first
    assert re.search(r'data-th="An hour less ends sooner by">\d', first)
    cutover.add({"ref": "6", "title": "Count everything", "predecessors": ("4",), "minutes": 70 * 60})
    cutover.forecast()
    page = stage.text("cutover/")
    assert "Does not fit the window" in page
    assert "Less than 1 % chance" in page
    assert "Shorten what decides the end" in page


@pytest.mark.requirement("CUT-05")
def test_a_mock_cutover_is_run_like_the_real_one_and_its_times_improve_the_plan(stage: Stage, cutover: Cutover) -> None:
    for ref in ("1", "2", "3", "4"):
        cutover.change(ref, owner="Willem Oost", backup="Sami Laine", verifier="Kim Park")
    plan = Plan.objects.get(project=stage.project, ref="cutover")
    run = open_run(stage.cast.context("cm", stage.inside.now), plan, mode="rehearsal", rehearsal="R1")
    weekend = Weekend(stage.cast, cutover, run, stage.inside.now)
    weekend.lead("start_run")
    weekend.done("1", minutes=95)
    weekend.lead("close_run", reason="The rest another day.")
    page = stage.text("cutover/rehearsals/", "cm").partition('id="compared"')[2]
    assert "1h 35m" in page
    found = {name: re.search(rf'name="{name}" value="(\d+)"', page) for name in ("minutes", "seen")}
    sent = {name: one[1] for name, one in found.items() if one}
    assert sent == {"minutes": "95", "seen": "60"}
    assert stage.post("cutover/rehearsals/1/take/", "cm", **sent).status_code == 303
    assert Task.objects.get(ref="1").minutes == 95
    cutover.forecast()
    assert "rehearsed: 1 step" in stage.text("cutover/forecast/")


@pytest.mark.requirement("RDY-08")
def test_an_unmet_item_gets_a_mitigation_that_stands_out_and_counts_once_it_is_late(stage: Stage) -> None:
    address = "checks/dependencies.aligned/"
    given = {"title": "Rent scanners", "priority": "high", "risk": "high", "owner": "Sami Laine", "due": "2026-11-24"}
    assert stage.post(f"{address}mitigate/", **given).status_code == 303
    made = ActionItem.objects.get(title="Rent scanners")
    assert (made.priority, made.risk, made.owner, f"{made.due}") == ("high", "high", "Sami Laine", "2026-11-24")
    stage.assess(timedelta(minutes=1))
    late = f"The mitigation “Rent scanners” ({made.ref}), promised by Sami Laine, is 2 days late."
    assert late not in stage.text("")
    row = f"/p/{stage.project.slug}/lists/assurance.actions/cell/?row={made.ref}&column=due"
    assert stage.client().post(row, {"due": "2026-11-18"}).status_code in (200, 204, 303)
    stage.assess(timedelta(minutes=2))
    newest = stage.assess(timedelta(minutes=3))
    assert late in stage.text(f"assessments/{newest.number}/")
    assert newest.verdict != "go"
    assert "fl-late" in stage.text(address)
    assert "2 actions are overdue." in stage.text("actions/")
