"""Who gets in, how far, how often; what a refusal looks like; that a retry does nothing twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from firstlight.access.actions import revoke_token
from firstlight.access.models import Token
from firstlight.access.queries import tokens_of
from firstlight.api import doors
from firstlight.ledger.models import Entry
from firstlight.web import viewing
from firstlight.workspace.models import Person
from tests.api.conftest import Program, program
from tests.web.conftest import Stage

SCOPE = "lists/scope.requirements/rows/R-1"


def test_nobody_gets_in_without_a_token_or_a_session(stage: Stage) -> None:
    for secret in ("", "flt_nonsense", "x" * 500):
        answer = Program(secret).get("readiness")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.json()["code"] == "not-signed-in"


def test_a_token_opens_its_own_project_and_no_other(stage: Stage, lead: Program) -> None:
    assert lead.get("").json()["slug"] == "wave-1"
    there = lead.get("/api/v1/projects/elsewhere")
    nowhere = lead.get("/api/v1/projects/no-such-project")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert [one["slug"] for one in lead.get("/api/v1/projects").json()] == ["wave-1"]


def test_a_stranger_learns_nothing_from_what_is_answered(stage: Stage) -> None:
    browser = stage.outsider()
    answers = [browser.get(f"/api/v1/projects/{slug}/readiness") for slug in ("wave-1", "no-such-project")]
    assert {one.status_code for one in answers} == {404}
    assert answers[0].content == answers[1].content
    assert set(answers[0].headers) == set(answers[1].headers)


@pytest.mark.requirement("PLT-03")
def test_a_token_may_no_more_than_its_reach_and_its_owner(stage: Stage) -> None:
    reader, worker, auditor = program(stage, "pl", "read"), program(stage, "wo", "lists"), program(stage, "au", "all")
    etag = reader.get(SCOPE).headers["ETag"]
    change = {"values": {"title": "Changed"}}
    assert reader.send("PATCH", SCOPE, change, if_match=etag).json()["code"] == "beyond-reach"
    assert auditor.send("PATCH", SCOPE, change, if_match=etag).status_code == 403
    assert worker.post("assessments").status_code == 403
    assert worker.send("PATCH", SCOPE, change, if_match=etag).status_code == 200


def test_a_token_for_results_brings_in_results_and_changes_no_list(stage: Stage) -> None:
    from tests.testing.room import junit

    pipeline = program(stage, "wo", "results")
    done = pipeline.upload("test-results", junit([("TC-1 deposit", "passed")]), "a.xml", cycle="UAT-1")
    assert done.status_code == 201, done.content
    assert done.json()["passed"] == 1
    row = "lists/testing.cases/rows/TC-1"
    etag = pipeline.get(row).headers["ETag"]
    assert pipeline.send("PATCH", row, {"values": {"title": "x"}}, if_match=etag).json()["code"] == "beyond-reach"


def test_what_its_owner_loses_the_token_loses(stage: Stage) -> None:
    worker = program(stage, "wo", "all")
    assert worker.post("assessments").status_code == 201
    Person.objects.filter(pk=stage.cast.people["wo"].pk).update(roles=["auditor"])
    assert worker.post("assessments").status_code == 403
    assert worker.get("readiness").status_code == 200
    Person.objects.filter(pk=stage.cast.people["wo"].pk).update(roles=[])
    assert worker.get("readiness").status_code == 404
    Person.objects.filter(pk=stage.cast.people["wo"].pk).update(roles=["auditor"], user=None)
    assert worker.get("readiness").status_code == 401


def test_a_person_who_leaves_takes_the_tokens_along(stage: Stage) -> None:
    from firstlight.kernel.sheets import RowChange
    from firstlight.workspace.actions import change_people
    from firstlight.workspace.stores import people_store

    helper = program(stage, "sl", "read")
    row = people_store.current(stage.project)[("sl",)]
    change_people(stage.inside, stage.project, [RowChange("removed", row, None)])
    assert helper.get("readiness").status_code == 401
    assert not Token.objects.exists()


def test_a_token_ends_when_it_expires_or_is_revoked(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    short, other = program(stage, "pl", days=1), program(stage, "pl", days=30)
    assert short.get("readiness").status_code == 200
    later = stage.inside.now + timedelta(days=2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert short.get("readiness").status_code == 401
    assert other.get("readiness").status_code == 200
    mine = other.get("tokens").json()
    assert [one["this"] for one in mine].count(True) == 1
    number = next(one["id"] for one in mine if one["this"])
    assert other.send("DELETE", f"tokens/{number}").status_code == 204
    assert other.get("readiness").status_code == 401


def test_only_the_digest_of_a_token_is_kept_and_its_secret_is_in_no_ledger(stage: Stage, lead: Program) -> None:
    lead.get("readiness")
    token = Token.objects.get()
    assert lead.secret.startswith(token.shown)
    assert lead.secret not in repr([list(Token.objects.values()), list(Entry.objects.values())])
    assert token.last_used is not None


def test_ones_tokens_are_ones_own(stage: Stage, lead: Program) -> None:
    auditor = program(stage, "au", "read")
    number = tokens_of(stage.project, stage.cast.users["pl"])[0].pk
    assert auditor.send("DELETE", f"tokens/{number}").status_code in (403, 404)
    assert len(auditor.get("tokens").json()) == 1
    from firstlight.kernel.errors import Refused

    with pytest.raises(Refused):
        revoke_token(stage.cast.context("au"), Token.objects.get(pk=number))


def test_a_token_cannot_be_made_that_lasts_for_ever_or_for_somebody_else(stage: Stage) -> None:
    from firstlight.access.actions import make_token
    from firstlight.kernel.errors import Invalid, Refused

    context, people = stage.cast.context("wo"), stage.cast.people
    words = {"name": "x", "reach": "read"}
    with pytest.raises(Invalid):
        make_token(context, person=people["wo"], expires=context.now + timedelta(days=400), **words)
    with pytest.raises(Invalid):
        make_token(context, person=people["wo"], expires=context.now, **words)
    with pytest.raises(Refused):
        make_token(context, person=people["pl"], expires=context.now + timedelta(days=4), **words)


def test_a_token_cannot_sign_or_accept_a_risk_and_says_why(lead: Program, stage: Stage) -> None:
    content = lead.get("signed-content?on=scope").json()
    body = {"on": "scope", "role": "project-lead", "statement": "Agreed.", "digest": content["digest"]}
    refused = lead.post("signatures", body)
    assert refused.status_code == 403
    assert refused.json()["code"] == "person-needed"
    risk = {"reason": "Known.", "expires": "2026-12-24T00:00:00Z"}
    assert lead.post("checks/uat.coverage/accepted-risk", risk).json()["code"] == "person-needed"


def test_a_person_in_a_browser_signs_after_showing_who_they_are(stage: Stage) -> None:
    browser = stage.client("ap")
    at = "/api/v1/projects/wave-1"
    digest = browser.get(f"{at}/signed-content?on=scope").json()["digest"]
    body = {"on": "scope", "role": "approver", "statement": "Agreed.", "digest": digest}
    done = browser.post(f"{at}/signatures", body, content_type="application/json")
    assert done.status_code == 201, done.content
    body["digest"] = "0" * 64
    assert browser.post(f"{at}/signatures", body, content_type="application/json").status_code == 409
    session = browser.session
    session[viewing.CONFIRMED] = (stage.inside.now - timedelta(minutes=6)).timestamp()
    session.save()
    body["digest"] = digest
    late = browser.post(f"{at}/signatures", body, content_type="application/json")
    assert late.json()["code"] == "confirmation-needed"


def test_pages_and_the_api_agree_on_how_recent_is_recent() -> None:
    assert (doors.RECENT, doors.CONFIRMED) == (viewing.RECENT, viewing.CONFIRMED)


def test_a_browser_that_writes_needs_the_token_of_its_page(stage: Stage) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(stage.cast.users["pl"])
    assert browser.get("/api/v1/projects/wave-1/readiness").status_code == 200
    refused = browser.post("/api/v1/projects/wave-1/assessments")
    assert refused.status_code == 403
    assert refused.json()["code"] == "no-csrf-token"
    browser.get("/p/wave-1/")
    token = browser.cookies["firstlight_csrf"].value
    done = browser.post("/api/v1/projects/wave-1/assessments", headers={"X-CSRFToken": token})
    assert done.status_code == 201, done.content


@pytest.mark.requirement("PLT-03")
def test_a_request_that_is_sent_again_is_answered_alike_and_done_once(lead: Program, stage: Stage) -> None:
    before = Entry.objects.filter(stream=stage.project.uid).count()
    first = lead.post("assessments", idempotency_key="k-1")
    again = lead.post("assessments", idempotency_key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert first.headers["Location"] == again.headers["Location"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert Entry.objects.filter(stream=stage.project.uid).count() == before + 1
    other = lead.send("PUT", "packs", {"packs": ["go-live"]}, idempotency_key="k-1")
    assert other.json()["code"] == "key-used-before"


def test_a_file_that_is_sent_again_is_known_by_its_content(lead: Program) -> None:
    one = lead.upload("evidence", b"minutes of the board", "board.txt", key="e-1")
    again = lead.upload("evidence", b"minutes of the board", "board.txt", key="e-1")
    assert one.status_code == 201, one.content
    assert one.content == again.content
    assert again.headers["Idempotent-Replayed"] == "true"
    other = lead.upload("evidence", b"minutes of the BOARD", "board.txt", key="e-1")
    assert other.status_code == 422


def test_a_refusal_is_not_kept_so_that_it_can_be_put_right(lead: Program) -> None:
    address = "lists/scope.rollouts/rows/W9"
    refused = lead.send("PUT", address, {"values": {"users": "many", "title": "W"}}, idempotency_key="k-2")
    assert refused.status_code == 422
    fine = lead.send("PUT", address, {"values": {"users": 3, "title": "W"}}, idempotency_key="k-2")
    assert fine.status_code == 201, fine.content


def test_too_many_requests_are_told_when_to_come_back(lead: Program, settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    answers = [lead.get("readiness") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[0].headers["RateLimit-Remaining"] == "2"
    assert int(answers[3].headers["Retry-After"]) >= 1
    assert answers[3].json()["code"] == "too-many-requests"


def test_every_error_is_told_as_problem_details(lead: Program, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [
        (lead.get("nothing-here"), 404),
        (lead.get("assessments/99"), 404),
        (lead.get("checks/%00"), 404),
        (lead.get("assessments/99999999999999999999"), 422),
        (lead.send("DELETE", "readiness"), 405),
        (lead.send("PUT", "packs", {"packs": [], "more": 1}), 422),
        (lead.send("PUT", "packs", {"packs": ["no-such-pack"]}), 422),
        (lead.get("ledger?limit=0"), 422),
        (lead.get("assessments?cursor=xx"), 422),
    ]
    token = {"Authorization": f"Bearer {lead.secret}"}
    for body in ("{", '{"packs": ["\\u0000"]}', '{"packs": [NaN]}', "[" * 100_000):
        sent = Client().put("/api/v1/projects/wave-1/packs", body, content_type="application/json", headers=token)
        asked.append((sent, 400))
    monkeypatch.setattr("firstlight.api.operations.checks.latest_assessment", lambda *_: 1 / 0)
    asked.append((lead.get("readiness"), 500))
    for answer, status in asked:
        assert answer.status_code == status, answer.content
        assert answer.headers["Content-Type"] == "application/problem+json"
        body = answer.json()
        assert body["status"] == status
        assert body["detail"]
        assert body["code"]
        if "nothing" not in str(answer.request["PATH_INFO"]):
            assert answer.headers["X-Request-Id"]


def test_what_was_asked_stands_in_the_ledger_under_the_id_of_the_request(lead: Program, stage: Stage) -> None:
    answer = lead.post("assessments")
    entry = Entry.objects.filter(stream=stage.project.uid).order_by("-sequence").first()
    assert entry is not None
    assert entry.request_id == answer.headers["X-Request-Id"]
    assert entry.actor_name == "Petra Lind"
