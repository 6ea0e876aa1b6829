"""Operations that are made from actions, and the records that they leave."""

from __future__ import annotations

import pytest

from tests.api.conftest import Program, program
from tests.web.conftest import Stage


@pytest.mark.requirement("PLT-03")
def test_signatures_are_asked_for_read_and_asked_for_no_longer(lead: Program) -> None:
    steps = [{"quorum": 1, "signers": [["ap", "approver"], ["es", "executive-sponsor"]]}]
    asked = lead.post("do/assurance/ask_for_signatures", {"on": "scope", "reason": "The committee.", "steps": steps})
    assert asked.status_code == 201 or asked.status_code == 200, asked.content
    request = lead.get("records/signature-requests").json()["rows"][0]
    assert (request["asked_by"], request["number"]) == ("pl", asked.json()["id"])
    signers = lead.get("records/asked-signers").json()["rows"]
    assert {one["person"] for one in signers} == {"ap", "es"}
    reminded = lead.post("do/assurance/remind_signer", {"signer": signers[0]["id"]})
    assert reminded.status_code == 200, reminded.content
    gone = lead.post("do/assurance/withdraw_request", {"request": request["number"]})
    assert gone.status_code == 200, gone.content
    assert lead.post("do/assurance/withdraw_request", {"request": request["number"]}).status_code == 409
    assert lead.post("do/assurance/withdraw_request", {"request": 99}).status_code == 404


def test_a_baseline_is_kept_and_its_content_is_not_told_in_the_list(lead: Program, stage: Stage) -> None:
    made = lead.post("do/scope/keep_baseline", {"name": "As agreed"})
    assert made.json()["kind"] == "scope.baseline", made.content
    rows = lead.get("records/baselines").json()["rows"]
    assert "As agreed" in {row["name"] for row in rows}
    assert "content" not in rows[0]
    assert program(stage, "wo").post("do/scope/keep_baseline", {"name": "Mine"}).status_code == 403


def test_what_needs_a_person_is_refused_to_a_token(stage: Stage) -> None:
    sponsor = program(stage, "es")
    body = {"delegate": "ap", "since": "2026-11-20T09:00:00Z", "until": "2026-11-24T09:00:00Z", "reason": "Away."}
    refused = sponsor.post("do/assurance/delegate_signing", body)
    assert refused.status_code == 403
    assert "assurance.sign" in str(refused.json()["facts"]) or refused.json()["code"] == "person-needed"
    browser = stage.client("es")
    address = "/api/v1/projects/wave-1/do/assurance/delegate_signing"
    done = browser.post(address, body, content_type="application/json")
    assert done.status_code == 200, done.content


def test_a_record_of_another_project_is_not_there(lead: Program, stage: Stage) -> None:
    from firstlight.access.models import Token

    assert Token.objects.count() == 1
    other = stage.outsider().get("/api/v1/projects/elsewhere/records/attestations").json()
    assert other == {"rows": []}
    assert len(lead.get("records/attestations").json()["rows"]) == 1
    assert lead.get("records/tokens").status_code == 422


def test_a_field_that_nobody_declared_is_refused(lead: Program) -> None:
    refused = lead.post("do/scope/keep_baseline", {"name": "x", "number": 4})
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["place"].endswith("number")


def test_records_come_in_pages(lead: Program, stage: Stage) -> None:
    stage.attest("pl", "scope.agreed", "project-lead")
    first = lead.get("records/attestations?limit=1")
    assert len(first.json()["rows"]) == 1
    address = first.headers["Link"].removeprefix("<").partition(">")[0].removeprefix("http://testserver")
    second = lead.get(address)
    assert len(second.json()["rows"]) == 1
    assert second.json()["rows"] != first.json()["rows"]
    assert "Link" not in second.headers


def test_a_program_says_go_for_the_person_whose_token_it_carries(stage: Stage) -> None:
    from tests.cutover.conftest import Cutover

    Cutover(stage.project, stage.inside).add(
        {"ref": "12", "kind": "checkpoint", "deciders": ("Executive sponsor",), "criteria": ("All loads tie",)}
    )
    body = {"task": "12", "said": {"outcome": "go", "reason": "It ties."}}
    assert program(stage, "wo").post("do/cutover/decide_checkpoint", body).status_code == 403
    done = program(stage, "es").post("do/cutover/decide_checkpoint", body)
    assert done.status_code == 200, done.content
    assert done.json()["kind"] == "cutover.decision"
