"""Assessments: kept as they were made, compared, taken along."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import timedelta

import pytest

from firstlight.kernel.canonical import canonical
from firstlight.ledger.keeping import forget
from firstlight.readiness.models import Assessment
from tests.web.conftest import Stage


@pytest.mark.requirement("RDY-02")
def test_every_assessment_is_kept_as_it_was_made(stage: Stage) -> None:
    first = stage.text("assessments/1/")
    stage.attest("pl", "go-live-readiness.gate-reviews", "project-lead", files=[stage.evidence()])
    stage.assess(timedelta(hours=1))
    assert _content(stage.text("assessments/1/")) == _content(first)
    listed = stage.text("assessments/")
    assert re.findall(r">Assessment (\d)</a>", listed) == ["3", "2", "1"]
    assert Assessment.objects.get(number=1).digest in first


def _content(page: str) -> str:
    return page.partition('<main class="fl-main"')[2].partition("</main>")[0]


def test_a_frozen_verdict_stands_with_all_its_reasons(stage: Stage) -> None:
    page = stage.text("assessments/2/")
    document = json.loads(Assessment.objects.get(number=2).body)
    assert len(re.findall(r'<li class="is-\w+">', page.partition('class="foot"')[0])) >= len(document["reasons"])
    assert "never changed since" in page
    assert "mitigation 2 days overdue" in page
    assert "no mitigation yet" in stage.text("assessments/1/")


@pytest.mark.requirement("RDY-02")
def test_two_assessments_are_compared_whichever_is_named_first(stage: Stage) -> None:
    page = stage.text("assessments/1/compare/2/")
    assert "Got worse" in page
    assert "no longer covers what is there" in page
    assert _content(stage.text("assessments/2/compare/1/")) == _content(page)
    assert "Nothing changed" in stage.text("assessments/1/compare/1/")


def test_an_assessment_that_is_not_there_is_not_there(stage: Stage) -> None:
    for address in ("assessments/9/", "assessments/9/compare/1/", "assessments/9/decision-pack.json", "assessments/0/"):
        assert stage.get(address).status_code == 404, address


@pytest.mark.parametrize(("form", "first"), [("pdf", b"%PDF"), ("pptx", b"PK"), ("xlsx", b"PK"), ("json", b"{")])
def test_the_decision_pack_is_taken_along_in_four_forms(stage: Stage, form: str, first: bytes) -> None:
    response = stage.get(f"assessments/2/decision-pack.{form}", "au")
    assert response.status_code == 200
    assert response.content.startswith(first)
    assert response.headers["Content-Disposition"].startswith(f'attachment; filename="wave-1 decision pack 2.{form}"')
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_json_is_the_document_that_was_frozen(stage: Stage) -> None:
    document = json.loads(stage.get("assessments/2/decision-pack.json").content)
    digest = hashlib.sha256(canonical(document).encode()).hexdigest()
    assert digest == Assessment.objects.get(number=2).digest


def test_a_number_that_did_not_come_along_breaks_no_page(stage: Stage) -> None:
    """An assessment that came from another workspace keeps its number there."""
    from firstlight.readiness.actions import record_assessment

    data = Assessment.objects.get(number=2).body.encode()
    record_assessment(stage.inside, data, number=7, made_by="Elsewhere")
    page = stage.text("assessments/7/")
    assert "Compare with assessment 2" in page
    assert "Compare with 2<" in stage.text("assessments/")
    for form in ("pdf", "pptx", "xlsx"):
        assert stage.get(f"assessments/7/decision-pack.{form}").status_code == 200
    stage.assess(timedelta(hours=1))
    assert "Compare with assessment 7" in stage.text("assessments/8/")


def test_a_decision_on_an_assessment_that_is_not_here_leaves_the_home_page_whole(stage: Stage) -> None:
    from firstlight.readiness.models import Decision

    Decision.objects.create(
        project=stage.project, ref="D-1", title="Decided elsewhere", planned=stage.inside.now, state="closed",
        presider=stage.cast.people["es"], assessment_number=1, outcome="go", statement="Go.", closed=stage.inside.now,
    )  # fmt: skip
    assert "Since Decided elsewhere" in stage.text("")
    Decision.objects.update(assessment_number=0)
    forget()  # past the door that everything else comes in by
    page = stage.text("")
    assert "Since assessment 1" in page
    assert "Decided elsewhere" in page
