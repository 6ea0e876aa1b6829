"""Runs of the cutover through the API: the board, what changed of it, and writes that are done once."""

from __future__ import annotations

from typing import Any

import pytest

from firstlight.cutover.models import RunStep
from firstlight.ledger.models import Entry
from tests.api.conftest import program
from tests.cutover.running import Weekend, weekend
from tests.web.conftest import Stage


@pytest.fixture
def opened(stage: Stage) -> Weekend:
    return weekend(stage.cast, {"ref": "1"}, {"ref": "2", "predecessors": ("1",)}, {"ref": "3"}, started=False)


def _board(caller: Any, question: str = "") -> Any:
    answer = caller.get(f"cutover/runs/RUN-1/board{question}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_program_follows_a_run_and_gets_only_what_changed(opened: Weekend, stage: Stage) -> None:
    lead, owner = program(stage, "cm"), program(stage, "wo")
    assert lead.post("do/cutover/start_run", {"run": "RUN-1"}).status_code == 200
    board = _board(owner)
    assert (board["whole"], [row["ref"] for row in board["rows"]]) == (True, ["1", "2", "3"])
    assert [one["ref"] for one in owner.get("cutover/runs").json()] == ["RUN-1"]
    refused = owner.post("do/cutover/start_step", {"run": "RUN-1", "step": "2"})
    assert (refused.status_code, refused.json()["facts"]["waits_for"]) == (409, ["1"])
    done = owner.post("do/cutover/note_step", {"run": "RUN-1", "step": "3", "note": "On its way"})
    assert (done.status_code, done.json()["kind"]) == (200, "cutover.runstep"), done.content
    minute = board["minute"].replace("+", "%2B")
    update = _board(owner, f"?since={board['run']['version']}&at={minute}")
    assert [(row["ref"], row["note"]) for row in update["rows"] if row["note"]] == [("3", "On its way")]
    assert update["run"]["version"] == board["run"]["version"] + 1
    told = owner.get("cutover/runs/RUN-1/steps/3").json()
    assert (told["note"], told["touched"]["note"]["by"]) == ("On its way", "Willem Oost")


def test_a_write_that_is_sent_a_hundred_times_is_done_once(
    opened: Weekend, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from firstlight.api import gate

    monkeypatch.setattr(gate, "take", lambda name: (10_000, 10_000))
    opened.lead("start_run")
    owner, before = program(stage, "wo"), opened.version
    body = {"run": "RUN-1", "step": "1"}
    answers = [owner.post("do/cutover/start_step", body, Idempotency_Key="one-press") for _ in range(100)]
    assert {(one.status_code, one.content) for one in answers} == {(200, answers[0].content)}
    assert opened.version == before + 1
    assert Entry.objects.filter(action="cutover.step.started").count() == 1
    other = owner.post("do/cutover/start_step", body, Idempotency_Key="another-press")
    assert (other.status_code, other.json()["facts"]["state"]) == (409, "running")
    assert RunStep.objects.get(ref="1").started_by == "Willem Oost"


def test_whoever_is_not_of_the_project_finds_no_run(opened: Weekend, stage: Stage) -> None:
    outsider = stage.outsider()
    assert outsider.get("/api/v1/projects/wave-1/cutover/runs/RUN-1/board").status_code == 404
    assert outsider.get("/api/v1/projects/elsewhere/cutover/runs/RUN-1/board").status_code == 404


def test_programs_vote_decide_and_report_what_went_wrong(stage: Stage) -> None:
    weekend(stage.cast, {"ref": "1", "kind": "checkpoint", "deciders": ("Executive sponsor",)}, {"ref": "2"})
    sponsor, owner = program(stage, "es"), program(stage, "wo")
    body = {"run": "RUN-1", "step": "1", "outcome": "go"}
    assert owner.post("do/cutover/vote_at_checkpoint", body).status_code == 403
    assert sponsor.post("do/cutover/vote_at_checkpoint", body).status_code == 200
    done = sponsor.post("do/cutover/decide_in_run", {**body, "reason": "All loads tie."})
    assert done.status_code == 200, done.content
    (gate,) = owner.get("cutover/runs/RUN-1/checkpoints").json()
    assert (gate["state"], gate["decisions"][0]["votes"][0][1]) == ("go", "Emil Strand")
    raised = owner.post("do/cutover/raise_issue", {"run": "RUN-1", "title": "Refused", "stops": ["2"]})
    assert raised.status_code == 200, raised.content
    (issue,) = owner.get("cutover/runs/RUN-1/issues").json()
    assert (issue["number"], issue["stops"], issue["state"]) == (1, ["2"], "open")
    assert _board(owner)["run"]["counts"]["blocked"] == 1


@pytest.mark.requirement("CUT-02")
def test_no_step_begins_before_what_it_depends_on_except_by_an_override_with_its_reason(stage: Stage) -> None:
    weekend(stage.cast, {"ref": "1"}, {"ref": "2", "predecessors": ("1",)}, {"ref": "3", "predecessors": ("2",)})
    owner, lead = program(stage, "wo"), program(stage, "cm")
    for name in ("start_step", "finish_step"):
        for step in ("2", "3"):
            assert owner.post(f"do/cutover/{name}", {"run": "RUN-1", "step": step}).status_code == 409
    body = {"run": "RUN-1", "step": "3", "reason": "The vendor leaves at noon."}
    assert owner.post("do/cutover/override_step", body).status_code == 403
    assert lead.post("do/cutover/override_step", {**body, "reason": " "}).status_code == 422
    assert lead.post("do/cutover/override_step", {"run": "RUN-1", "step": "3"}).status_code == 422
    assert lead.post("do/cutover/override_step", body).status_code == 200
    told = lead.get("cutover/runs/RUN-1/steps/3").json()
    assert (told["state"], told["reason"]) == ("running", "The vendor leaves at noon.")
    entry = Entry.objects.get(action="cutover.step.overridden")
    assert (entry.actor_name, "The vendor leaves at noon." in (entry.after or "")) == ("Cora Mees", True)
    for step in ("1", "2"):
        for name in ("start_step", "finish_step"):
            assert owner.post(f"do/cutover/{name}", {"run": "RUN-1", "step": step}).status_code == 200
