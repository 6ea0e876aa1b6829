"""A rehearsal begins anew, or is run once more: said before it is done, and done only by who leads runs."""

from __future__ import annotations

import re
from html import unescape

import pytest

from firstlight.cutover.models import Run, RunIssue, RunStep, RunVote
from firstlight.ledger.models import Entry
from tests.cutover.running import argued, weekend
from tests.web.conftest import Stage

RUN = "cutover/runs/RUN-1/"


def words(page: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])).split())


def test_the_page_says_what_goes_and_what_stays_before_a_rehearsal_begins_anew(stage: Stage) -> None:
    made = argued(stage.cast)
    made.lead("reassign_step", "3", owner="Kim Park")
    assert "cutover/runs/RUN-1/anew/" in stage.text(RUN, "cm")
    page = words(stage.text(f"{RUN}anew/", "cm"))
    for said in (
        "3 steps wait again", "votes 3, decisions 1", "1 issue.", "1 step has other people in this run",
        "stands in the ledger", "What was printed",
    ):  # fmt: skip
        assert said in page, said
    assert RunVote.objects.count() == 3
    answer = stage.post(f"{RUN}anew/", "cm")
    assert answer["Location"].endswith("/cutover/runs/RUN-1/")
    assert set(RunStep.objects.values_list("state", flat=True)) == {"waiting"}
    assert not RunVote.objects.exists()
    assert not RunIssue.objects.exists()
    assert Run.objects.get(ref="RUN-1").state == "prepared"
    assert made.step("3").owner == "Willem Oost"
    assert Entry.objects.filter(stream=stage.project.uid, subject_kind="run-step", subject_id__endswith="/1").exists()
    assert "Nothing: nothing was entered yet." in words(stage.text(f"{RUN}anew/", "cm"))


def test_a_rehearsal_that_begins_in_the_middle_begins_there_again(stage: Stage) -> None:
    rows = [{"ref": "1"}, {"ref": "2", "predecessors": ("1",)}, {"ref": "3", "predecessors": ("2",)}]
    made = weekend(stage.cast, *rows, first_step="2")
    made.done("2")
    page = words(stage.text(f"{RUN}anew/", "cm"))
    assert "1 step waits again" in page
    assert "that it begins with step 2" in page
    stage.post(f"{RUN}anew/", "cm")
    assert [one.state for one in RunStep.objects.order_by("ref")] == ["skipped", "waiting", "waiting"]
    made.lead("close_run", reason="Enough.")
    stage.post(f"{RUN}once-more/", "cm")
    second = Run.objects.get(ref="RUN-2")
    assert [one.state for one in second.steps.order_by("ref")] == ["skipped", "waiting", "waiting"]


def test_a_closed_run_is_run_once_more_with_its_people(stage: Stage) -> None:
    made = weekend(stage.cast, {"ref": "1", "title": "Load"}, {"ref": "2", "title": "Count"})
    made.lead("reassign_step", "2", owner="Kim Park")
    assert "still open. Close it first." in words(stage.text(f"{RUN}once-more/", "cm"))
    assert "once-more" not in stage.text("cutover/runs/", "cm")
    made.lead("close_run", reason="Enough.")
    assert "Run it once more with the same people" in stage.text(RUN, "cm")
    assert "cutover/runs/RUN-1/once-more/" in stage.text("cutover/runs/", "cm")
    assert "2 Count (Kim Park)" in words(stage.text(f"{RUN}once-more/", "cm"))
    assert stage.post(f"{RUN}once-more/", "cm", title="Second night").status_code == 303
    second = Run.objects.get(ref="RUN-2")
    assert (second.title, second.steps.get(ref="2").owner) == ("Second night", "Kim Park")
    assert made.cutover.task("2").owner == "Willem Oost"


@pytest.mark.parametrize("page", ["anew", "once-more"])
def test_only_who_leads_runs_does_either(stage: Stage, page: str) -> None:
    made = weekend(stage.cast, {"ref": "1"})
    made.done("1")
    for who, found in (("wo", 403), ("au", 403)):
        assert stage.get(f"{RUN}{page}/", who).status_code == found
        assert stage.post(f"{RUN}{page}/", who).status_code == found
    assert stage.outsider().post(f"/p/{stage.project.slug}/{RUN}{page}/").status_code == 404
    assert f"/{page}/" not in stage.text(RUN, "wo")
    assert made.step("1").state == "done"


def test_neither_a_live_run_nor_a_closed_one_begins_anew(stage: Stage) -> None:
    made = weekend(stage.cast, {"ref": "1"}, mode="live")
    assert "/anew/" not in stage.text(RUN, "cm")
    assert "it does not begin anew" in words(stage.text(f"{RUN}anew/", "cm"))
    assert stage.post(f"{RUN}anew/", "cm").status_code == 409
    made.lead("close_run", reason="Enough.")
    assert "it does not begin anew" in words(stage.text(f"{RUN}anew/", "cm"))
