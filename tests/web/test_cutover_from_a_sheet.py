"""A plan as a new user makes it: pasted from a sheet in a bad way, rehearsed twice, and the way back from it."""

from __future__ import annotations

import re

import pytest

from firstlight.cutover.actions import change_triggers, open_run
from firstlight.cutover.models import Plan, Run, RunStep, Task
from firstlight.cutover.sheets import TRIGGERS
from tests.cutover.conftest import Cutover, after
from tests.cutover.running import Weekend
from tests.web.conftest import Stage

HEADINGS = "Ref\tTask\tPredecessors\tDuration\tOwner\tBackup owner\tStart"


def _preview(stage: Stage, text: str, sheet: str = "cutover.tasks") -> tuple[str, str]:
    """Paste it as the cutover manager; the address of the preview, and what it says."""
    sent = stage.client("cm").post(f"/p/{stage.project.slug}/lists/{sheet}/import/", {"text": text})
    assert sent.status_code == 303, sent.content.decode()[:3000]
    return sent.headers["Location"], stage.client("cm").get(sent.headers["Location"]).content.decode()


def _rows() -> list[str]:
    """Two hundred steps: a circle of forty, a link to nowhere, one of no time and one of 9,000 hours, no owner of 7."""
    rows = []
    for number in range(1, 201):
        before = str(number - 1) if number % 20 != 1 else ""
        before = {101: "140", 61: "999"}.get(number, str(number - 1) if 101 < number <= 140 else before)
        lasts = {10: "0h", 20: "9000h"}.get(number, f"{5 + number % 40}m")
        owner = "" if number == 7 else f"Person {number % 9}"
        start = "2026-12-04 18:00" if not before else ""
        rows.append(f"{number}\tStep {number}\t{before}\t{lasts}\t{owner}\tPerson {(number + 4) % 9}\t{start}")
    return rows


def test_a_sheet_of_two_hundred_rows_is_pasted_and_is_a_plan_with_its_findings(stage: Stage) -> None:
    address, page = _preview(stage, "\n".join((HEADINGS, *_rows())))
    assert "200" in page
    assert stage.client("cm").post(address, {"do": "apply"}).status_code == 303
    assert Task.objects.filter(project=stage.project).count() == 200
    found = stage.text("cutover/findings/", "cm")
    circle = next(part for part in re.findall(r"[^<>]{40,}", found) if "wait for each other in a circle" in part)
    assert "40 tasks" in circle
    page = stage.client("cm").get(f"/p/{stage.project.slug}/cutover/findings/").content.decode()
    row = next(part for part in page.split("<li>") if "wait for each other in a circle" in part)
    assert sorted(map(int, re.findall(r'class="fl-code"[^>]*>(\d+)<', row))) == list(range(101, 141))
    for words in ("waits for “999”, which is not in the plan", "takes 9000h", "No duration", "Nobody does it"):
        assert words in found, words


def test_two_rows_of_one_id_and_hours_that_no_clock_shows_are_told_at_their_place(stage: Stage) -> None:
    rows = (
        "1\tStop\t\t1h\tMira Holt\t\t2027-03-28 02:30",
        "2\tLoad\t1\t2h\tMira Holt\t\t2027-10-31 02:30",
        "3\tCheck\t2\t1h\tMira Holt\t\t",
        "3\tCheck again\t2\t1h\tMira Holt\t\t",
    )
    _address, page = _preview(stage, "\n".join((HEADINGS, *rows)))
    text = re.sub(r"<[^>]+>", " ", page)
    assert "3 rows refused" in text
    assert text.count("at that time the clocks change in Europe/Berlin, so the offset must be given") == 2
    assert "“3” stands in row 4 already" in text


def test_a_window_that_ends_before_it_begins_is_refused_with_both_times(stage: Stage) -> None:
    heading = "Ref\tTitle\tKind\tWindow start\tWindow end"
    row = "cutover\tCutover\tcutover\t2026-12-07 05:00\t2026-12-04 18:00"
    address, _page = _preview(stage, f"{heading}\n{row}", "cutover.plans")
    refused = stage.client("cm").post(address, {"do": "apply"}).content.decode()
    assert "the window ends before it begins" in refused


@pytest.mark.requirement("CUT-07")
def test_the_way_back_has_its_last_moment_and_is_run_as_a_plan_of_its_own(stage: Stage) -> None:
    cutover = Cutover(stage.project, stage.inside)
    people = {"owner": "Willem Oost", "backup": "Sami Laine", "verifier": "Kim Park"}
    cutover.add(
        {"ref": "1", "title": "Stop", "start": after(0), **people, "verifier": ""},
        {"ref": "2", "title": "Go?", "kind": "checkpoint", "predecessors": ("1",), "deciders": ("Cutover manager",)},
        {"ref": "3", "title": "Switch the bank over", "predecessors": ("2",), "minutes": 240, "final": True, **people},
    )
    cutover.plan(ref="back", title="Way back", kind="rollback", back_from="cutover")
    cutover.add({"ref": "B1", "title": "Restore the copy", "plan": "back", "minutes": 300, **people})
    stage.change(change_triggers, TRIGGERS, {"ref": "T-1", "seen": "The load falls behind", "threshold": "90 min"})
    for ref, factor in (("R1", 1.0), ("R2", 1.2)):
        cutover.rehearse(ref, {"1": 60 * factor, "2": 20, "3": 250 * factor})
    assert "Latest decision to turn back" not in stage.text("cutover/forecast/")
    cutover.forecast()
    forecast = stage.text("cutover/forecast/")
    for words in ("chance", "Latest decision to turn back", "How this is computed", "rehearsed: 3 steps",
                  "What decides the end", "Switch the bank over"):  # fmt: skip
        assert words in forecast, words
    page = stage.text("cutover/rollback/", "cm")
    for words in (
        "Turn back by then, or not at all",
        "Point of no return",
        "going back takes",
        "The load falls behind",
    ):
        assert words in page, words
    run = open_run(stage.cast.context("cm", stage.inside.now), Plan.objects.get(ref="cutover"), mode="rehearsal")
    weekend = Weekend(stage.cast, cutover, run, stage.inside.now)
    weekend.lead("start_run")
    weekend.done("1", minutes=60)
    weekend.lead("vote_at_checkpoint", "2", outcome="no-go", reason="The copy is short.")
    weekend.lead("decide_in_run", "2", outcome="no-go", reason="The copy is short.", follows="rollback")
    moved = stage.post(f"cutover/runs/{run.ref}/move/", "cm", move="back")
    assert moved.status_code == 303
    back = Run.objects.exclude(pk=run.pk).get()
    assert back.plan.ref == "back"
    assert Run.objects.get(pk=run.pk).state == Run.State.PAUSED
    assert "Restore the copy" in stage.text(f"cutover/runs/{back.ref}/", "cm")
    assert stage.post(f"cutover/runs/{back.ref}/move/", "cm", move="start").status_code == 303
    Weekend(stage.cast, cutover, back, stage.inside.now).done("B1", minutes=0)
    assert RunStep.objects.get(run=back, ref="B1").state == "done"
    assert stage.post(f"cutover/runs/{back.ref}/move/", "cm", move="close").status_code == 303
