"""Gate reviews through their pages: planned, answered, reviewed, settled, reported."""

from __future__ import annotations

import re

import pytest
from django.test.utils import CaptureQueriesContext

from firstlight.assurance.models import ActionItem
from firstlight.readiness.models import Answer, Finding, Review
from tests.readiness.gates import ANSWERS, answer, discovering, finding, in_review
from tests.web.conftest import HOSTILE, Stage


def _plan(bare: Stage, **more: str) -> str:
    given = {"title": "Blueprint gate", "questions": "solution-blueprint@2026.1", "planned": "2026-11-02"}
    response = bare.post("reviews/", **{**given, "reviewers": ["ap"], **more})
    assert response.status_code == 303, response.content.decode()[:2000]
    return re.sub(r".*/reviews/", "reviews/", response.headers["Location"])


@pytest.mark.requirement("RDY-03")
def test_a_review_goes_its_way_from_planned_to_complete(bare: Stage) -> None:
    place = _plan(bare)
    assert "Begin to discover" in bare.text(place)
    assert bare.post(f"{place}move/", event="begin").status_code == 303
    section = bare.text(f"{place}sections/blueprint/", "wo")
    assert "Which end-to-end processes will the solution support?" in section
    given = {f"q:{ref}": value for ref, value in ANSWERS if ref.startswith("blueprint.")}
    sent = bare.post(f"{place}sections/blueprint/", "wo", next="1", **given)
    assert sent.headers["Location"].endswith("/sections/proof/"), "sections that do not apply are passed over"
    assert "is answered No" in bare.text(place)
    for ref, value in ANSWERS:
        if ref.startswith("proof."):
            assert bare.post(f"{place}answers/{ref}/", "wo", **{f"q:{ref}": value}).status_code == 303
    assert bare.post(f"{place}move/", "wo", event="hand-in").status_code == 303
    owned = {"level": "high", "owner": "Bank team", "due": "2026-12-01"}
    issue = {"kind": "issue", "title": "One person knows the bank", "recommendation": "Train a second.", **owned}
    assert bare.post(f"{place}findings/", "ap", **issue).status_code == 303
    assert ActionItem.objects.get(ref="GR-1-F1").owner == "Bank team"
    assert bare.post(f"{place}messages/", "ap", text="Who is the second?", question="").status_code == 303
    assert bare.post(f"{place}move/", "ap", event="report").status_code == 303
    assert bare.post(f"{place}findings/GR-1-F1/close/", "ap").status_code == 409
    ActionItem.objects.update(state="done")
    assert bare.post(f"{place}findings/GR-1-F1/close/", "ap").status_code == 303
    ended = bare.post(f"{place}move/", "ap", event="complete", outcome="ready", summary="It can go on.")
    assert ended.status_code == 303
    report = bare.text(f"{place}report/", "au")
    for said in ("It can go on.", "Train a second.", "Order to cash", "420 users", "7 Dec 2026", "Anna Prahl"):
        assert said in report
    assert "Who is the second?" in bare.text(place, "au")


def test_an_event_that_is_not_possible_is_409_with_the_reason(bare: Stage) -> None:
    review = discovering(bare.cast)
    response = bare.post(f"reviews/{review.ref}/move/", event="hand-in")
    assert response.status_code == 409
    assert "10 required questions have no answer yet." in response.content.decode()
    assert bare.post(f"reviews/{review.ref}/move/", event="report").status_code == 403
    assert bare.post(f"reviews/{review.ref}/move/", event="dance").status_code == 422


def test_a_risk_without_an_owner_is_shown_again_with_what_was_typed(bare: Stage) -> None:
    review = in_review(bare.cast)
    response = bare.post(f"reviews/{review.ref}/findings/", "ap", kind="risk", title="A thing that was typed")
    assert response.status_code == 422
    text = response.content.decode()
    assert "A thing that was typed" in text
    assert "needs an owner, a date, and a risk level" in text
    assert not Finding.objects.exists()


def test_a_double_click_answers_once(bare: Stage) -> None:
    review = discovering(bare.cast)
    client = bare.client("wo")
    for _ in range(2):
        sent = {"q:proof.users": "420", "idempotency_key": "the-same-key"}
        assert client.post(f"/p/wave-1/reviews/{review.ref}/answers/proof.users/", sent).status_code == 303
    assert Answer.objects.get().version == 1


def test_an_answer_of_another_kind_is_422_and_names_what_would_do(bare: Stage) -> None:
    review = discovering(bare.cast)
    response = bare.post(f"reviews/{review.ref}/answers/proof.users/", "wo", **{"q:proof.users": "many"})
    assert response.status_code == 422
    assert "a number of users, such as 420 or 3.5" in response.content.decode()


def test_what_was_answered_in_the_meantime_is_not_overwritten(bare: Stage) -> None:
    review = discovering(bare.cast)
    answer(bare.cast, review, ("proof.users", "420"))
    sent = {"q:proof.users": "500", "seen:proof.users": "0"}
    response = bare.post(f"reviews/{review.ref}/sections/proof/", "po", **sent)
    assert response.status_code == 409
    assert "Willem Oost has answered" in response.content.decode()
    assert Answer.objects.get().value == "420"


def test_text_of_strangers_stays_text(bare: Stage) -> None:
    review = discovering(bare.cast)
    answer(bare.cast, review, ("proof.worry", HOSTILE), ref="wo")
    for place in ("", "sections/proof/", "report/"):
        assert HOSTILE not in bare.text(f"reviews/{review.ref}/{place}", "au")


def test_a_page_of_a_review_costs_the_same_with_many_findings(bare: Stage) -> None:
    from django.db import connection

    review = in_review(bare.cast)
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            bare.text(f"reviews/{review.ref}/", "ap")
        costs.append(len(asked))
        for _number in range(20):
            finding(bare.cast, review, "issue")
    assert costs[0] == costs[1] - 1 or costs[0] == costs[1], "one more query at most: for the states of the actions"
    assert Review.objects.count() == 1


def test_a_stranger_sees_nothing_and_no_other_project_is_reached(bare: Stage) -> None:
    review = discovering(bare.cast)
    assert bare.outsider().get(f"/p/wave-1/reviews/{review.ref}/").status_code == 404
    assert bare.outsider().get(f"/p/elsewhere/reviews/{review.ref}/").status_code == 404
