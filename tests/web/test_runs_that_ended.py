"""What a board, its course and its report say of a run that waits, was turned back, or is closed: nothing untrue."""

from __future__ import annotations

import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from firstlight.cutover.live import forecasting
from firstlight.web.live import boards
from firstlight.web.pages.gantt import Tick, stacked
from tests.cutover.conftest import after
from tests.cutover.running import Weekend, weekend
from tests.web.conftest import Stage
from tests.web.test_run_again import words

RUN, BACK = "cutover/runs/RUN-1/", "cutover/runs/RUN-2/"


@pytest.fixture
def argued(stage: Stage) -> Weekend:
    """A rehearsal with a checkpoint at which it can be turned back, forecast while it goes on."""
    made = weekend(
        stage.cast, {"ref": "1", "verifier": ""},
        {"ref": "2", "title": "Go on?", "kind": "checkpoint", "minutes": 0, "predecessors": ("1",),
         "deciders": ("Anna Prahl",)},
        {"ref": "3", "title": "Open the gates", "predecessors": ("2",)}, started=False,
    )  # fmt: skip
    made.cutover.plan(ref="back", title="Way back", kind="rollback", back_from="cutover")
    made.cutover.add({"ref": "B1", "plan": "back", "title": "Put the backup back", "owner": "Willem Oost"})
    made.now -= timedelta(minutes=90)
    made.lead("reset_run")
    made.lead("start_run")
    made.done("1")
    forecasting.make_due(lambda: made.now, "worker")
    return made


def shown(stage: Stage, address: str, who: str = "wo") -> str:
    """A page as it stands now, in words."""
    boards.newest.clear()
    return words(stage.text(address, who))


def turned_back(made: Weekend) -> None:
    made.do("vote_at_checkpoint", "2", by="ap", outcome="no-go", reason="The totals are apart.")
    made.do("decide_in_run", "2", by="ap", outcome="no-go", follows="rollback", reason="We turn back in time.")
    made.lead("turn_back")


def test_a_run_that_is_turned_back_forecasts_nothing_and_leads_to_its_way_back(stage: Stage, argued: Weekend) -> None:
    assert "Finish between" in shown(stage, RUN)
    turned_back(argued)
    board = shown(stage, RUN)
    assert "It was decided to turn back" in board
    assert "We turn back in time." in board
    assert f"/{BACK}" in stage.text(RUN, "wo")
    assert "Turned back nothing of this run is forecast any more" in board
    for untrue in ("Finish between", "Expected to finish", "chance to finish", "until the latest rollback decision"):
        assert untrue not in board, untrue
    step = shown(stage, f"{RUN}steps/2/", "cm")
    assert "Open the way back as a run" not in step
    assert "Turned back: “Way back" in step
    assert "This is the way back from" in shown(stage, BACK)
    course = shown(stage, f"{RUN}weekend/")
    assert "not decided" in course
    assert "latest rollback decision" not in course
    report = shown(stage, f"{RUN}report/")
    assert "It was decided to turn back" in report
    assert "Against the plan not finished" in report


def test_a_closed_run_says_when_and_why_and_expects_nothing_more(stage: Stage, argued: Weekend) -> None:
    assert "in the next 30 minutes" in shown(stage, RUN)
    argued.lead("close_run", reason="The environment is gone.")
    board = shown(stage, RUN)
    assert "This run was closed; steps stand as they stood then. The environment is gone." in board
    assert f"Closed Fri 20 Nov, {argued.now.astimezone(ZoneInfo('Europe/Berlin')):%H:%M} CET" in board
    for untrue in ("Finish between", "Expected to finish", "Go on? ·", "follows within a minute"):
        assert untrue not in board, untrue
    assert "No checkpoint is open." in board
    course = stage.text(f"{RUN}weekend/", "wo")
    assert 'class="plan"' not in course
    assert "not ended" in words(course)


def test_who_paused_a_run_is_read_in_their_words_on_every_board_that_is_open(stage: Stage, argued: Weekend) -> None:
    before = boards.Seen.read(stage.text(RUN, "wo").split('data-id="')[1].split('"')[0])
    argued.lead("pause_run", reason="The power is away in Hamburg.")
    boards.newest.clear()
    told = stage.text(f"{RUN}changes?since={before}", "wo")
    assert "The power is away in Hamburg." in json.loads(told)["top"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("?lane=verify", "No step is what was asked for here."),
        ("?person=Nobody", "No step is what was asked for here."),
    ],
)
def test_a_board_without_a_row_says_so(stage: Stage, argued: Weekend, address: str, said: str) -> None:
    assert f'data-none>{said} <a href="/p/{stage.project.slug}/{RUN}">' in stage.text(f"{RUN}{address}", "wo")
    assert "data-none hidden" in stage.text(RUN, "wo")
    assert "<option selected>Nobody</option>" in stage.text(f"{RUN}?person=Nobody", "wo")


def test_before_it_starts_nothing_is_at_hand(stage: Stage) -> None:
    weekend(stage.cast, {"ref": "1"}, {"ref": "2", "start": after(9)}, started=False, first_step="2")
    assert "data-none hidden" in stage.text(f"{RUN}?lane=waiting", "wo")
    assert "Nothing is at hand before the run starts." in shown(stage, RUN)


def test_what_a_rehearsal_began_after_is_one_figure_of_its_report(stage: Stage) -> None:
    made = weekend(
        stage.cast, {"ref": "1"}, {"ref": "2", "predecessors": ("1",)}, {"ref": "3", "predecessors": ("2",)},
        started=False, first_step="3",
    )  # fmt: skip
    made.lead("start_run")
    report = words(stage.text(f"{RUN}report/", "wo"))
    assert "0 of 1 0 skipped, 0 before their turn, 0 entered late" in report
    assert "2 steps planned before step 3 were no part of this rehearsal" in report
    assert "None: every step was done in its turn." in report


def test_an_issue_says_how_it_stands_who_settled_it_and_when(stage: Stage, argued: Weekend) -> None:
    argued.do("raise_issue", title="Lots have no date", detail="62 lots.\nMarco looks.", owner="Kim Park")
    argued.do("raise_issue", title="Photos are large")
    argued.lead("defer_issue", 2, decision="Nobody needs them.", agreed_by=["Anna Prahl"])
    argued.lead("resolve_issue", 1, resolution="They were found.")
    page = stage.text(f"{RUN}issues/", "wo")
    assert "62 lots.<br>Marco looks." in page
    assert "They were found. Resolved" in words(page)
    assert "· Cora Mees" in words(page).split("They were found. Resolved")[1][:60]
    assert "Nobody needs them. Left until later" in words(page)


def test_an_issue_whose_time_has_passed_is_overdue_until_it_is_settled(stage: Stage, argued: Weekend) -> None:
    for number, hours in ((1, -1), (2, 1)):
        argued.do("raise_issue", title=f"Issue {number}", due=stage.inside.now + timedelta(hours=hours))
    for address in (f"{RUN}issues/", RUN):
        said = shown(stage, address)
        assert said.count("overdue Fri 20 Nov, 08:40 CET") == 1, address
        assert "due Fri 20 Nov, 10:40 CET" in said, address
    argued.lead("resolve_issue", 1, resolution="Done.")
    assert "overdue" not in shown(stage, f"{RUN}issues/")


def test_words_below_a_chart_never_lie_over_each_other() -> None:
    marks = stacked(
        [Tick("80.00", "now"), Tick("83.00", "latest rollback decision", side="end"), Tick("20.00", "then")]
    )
    assert {one.words: one.row for one in marks} == {"then": 0, "now": 0, "latest rollback decision": 1}
