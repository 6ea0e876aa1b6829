"""Giving one's word, accepting a risk and opening a mitigation on the pages of a check."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from firstlight.assurance.models import ActionItem, Attestation, EvidenceFile
from firstlight.packs.models import Waiver
from tests.web.conftest import Stage

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
CHECK = "checks/support.transition/"


def said(stage: Stage, **more: Any) -> dict[str, Any]:
    return {"state": "met", "statement": "Held line by line against the build.", "role": "project-lead", **more}


def test_a_word_with_evidence_of_another_day_is_given_on_the_page_and_counts_when_judged_again(stage: Stage) -> None:
    file = SimpleUploadedFile("comparison.png", PNG)
    response = stage.post(
        f"{CHECK}attest/", **said(stage, effective="2026-11-18T10:00", file_1=file, file_1_since="2026-11-17T09:00",
                                  link="https://example.org/minutes")
    )  # fmt: skip
    assert response.status_code == 303
    word = Attestation.objects.get(statement="Held line by line against the build.")
    assert word.effective.isoformat() == "2026-11-18T09:00:00+00:00"
    assert [(one.name, one.effective.day) for one in word.evidence.all()] == [("comparison.png", 17)]
    assert word.links == ["https://example.org/minutes"]
    page = stage.text(CHECK)
    assert "recorded here after assessment 2 judged this check" in page
    assert "Judge again now" in page
    area = stage.text("readiness/support/")
    assert "Something was recorded after assessment 2 judged this area" in area
    assert "Check attested" in area
    assert "Something was recorded after" not in stage.text("readiness/uat/")
    stage.assess(timedelta(hours=1))
    assert "recorded here after" not in stage.text(CHECK)
    assert "Something was recorded after" not in stage.text("readiness/support/")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("plan.png", b"<!doctype html><script>1</script>", "“plan.png” says it is a PNG picture, but holds a web page"),
        ("plan.txt", b"<html>", "“plan.txt” says it is plain text, but holds a web page"),
        ("plan.exe", b"MZ", "“plan.exe” is of a kind that is not kept here"),
        ("plan.pdf", PNG, "“plan.pdf” says it is a PDF, but holds a PNG picture"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_by_name_and_nothing_typed_is_lost(
    stage: Stage, name: str, data: bytes, sentence: str
) -> None:
    before = EvidenceFile.objects.count()
    response = stage.post(f"{CHECK}attest/", **said(stage, file_1=SimpleUploadedFile(name, data)))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "Held line by line against the build." in page
    assert not Attestation.objects.filter(statement__startswith="Held").exists()
    assert EvidenceFile.objects.count() == before


def test_a_file_that_is_too_large_is_refused_with_what_would_do(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstlight.web.forms.vouching.MOST_BYTES", 1024 * 1024)
    file = SimpleUploadedFile("film.pdf", b"%PDF-" + b"0" * (1024 * 1024))
    response = stage.post(f"{CHECK}attest/", **said(stage, file_1=file))
    assert response.status_code == 422
    assert "“film.pdf” has 1.0 MB; at most 1 MB are kept. Give a link to it instead." in response.content.decode()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"effective": "2026-12-24T10:00"}, "not of a time to come"),
        ({"effective": "2026-11-18T10:00", "expires": "2026-11-17T10:00"}, "expires after it takes effect"),
        ({"role": "approver"}, "Select a valid choice"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
    ],
)
def test_a_word_that_cannot_be_accepted_says_why(stage: Stage, more: dict[str, str], sentence: str) -> None:
    response = stage.post(f"{CHECK}attest/", **said(stage, **more))
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_double_click_gives_one_word(stage: Stage) -> None:
    client, address = stage.client(), f"/p/{stage.project.slug}/{CHECK}attest/"
    for _ in range(2):
        assert client.post(address, {**said(stage), "idempotency_key": "once"}).status_code == 303
    assert Attestation.objects.filter(statement__startswith="Held").count() == 1


def test_ones_own_word_is_taken_back_and_no_older_one_counts_instead(stage: Stage) -> None:
    stage.attest("pl", "support.transition", "project-lead", statement="Again.", files=[stage.evidence()])
    word = Attestation.objects.get(statement="Again.")
    assert stage.get(f"words/{word.pk}/take-back/", "wo").status_code == 200
    assert stage.post(f"words/{word.pk}/take-back/", "wo", because="Not mine.").status_code == 403
    assert stage.post(f"words/{word.pk}/take-back/", because="").status_code == 422
    assert stage.post(f"words/{word.pk}/take-back/", because="Three gaps were missed.").status_code == 303
    assert stage.post(f"words/{word.pk}/take-back/", because="Three gaps were missed.").status_code == 409
    stage.assess(timedelta(hours=1))
    page = stage.text(CHECK)
    assert "Nobody has attested this yet" in page
    assert "Three gaps were missed." in page


def test_a_computed_check_takes_nobodys_word(stage: Stage) -> None:
    assert stage.get("checks/acceptance.requirements-tested/attest/").status_code == 422
    assert "Give your word" not in stage.text("checks/acceptance.requirements-tested/")


def test_a_risk_is_accepted_by_who_has_the_authority_and_ended_early(stage: Stage) -> None:
    address = "checks/scope.agreed/"
    risk = {"reason": "A small team can wait.", "expires": "2026-12-31T18:00"}
    assert stage.post(f"{address}accept-risk/", "wo", **risk).status_code == 403
    assert stage.post(f"{address}accept-risk/", "es", reason="A small team can wait.").status_code == 422
    assert stage.post(f"{address}accept-risk/", "es", **risk).status_code == 303
    assert Waiver.objects.get().person.name == "Emil Strand"
    stage.assess(timedelta(hours=1))
    assert "“A small team can wait.”" in stage.text(address)
    assert stage.post(f"{address}end-acceptance/", "es", because="It grew.").status_code == 303
    assert stage.post(f"{address}end-acceptance/", "es", because="It grew.").status_code == 409
    stage.assess(timedelta(hours=2))
    assert ">Risk accepted</span>" not in stage.text(address)


def test_a_mitigation_is_opened_from_an_unmet_check_and_counts_once_it_is_late(stage: Stage) -> None:
    address = "checks/dependencies.aligned/"
    given = {"title": "Rent scanners", "priority": "high", "risk": "high", "owner": "Sami Laine", "due": "2026-11-24",
             "blocker": "No budget line", "workaround": "Paper lists"}  # fmt: skip
    assert stage.post(f"{address}mitigate/", **{**given, "owner": ""}).status_code == 422
    assert stage.post(f"{address}mitigate/", **given).status_code == 303
    made = ActionItem.objects.get(title="Rent scanners")
    assert (made.ref, made.priority, made.risk, made.owner, made.workaround) == (
        "A-3", "high", "high", "Sami Laine", "Paper lists",
    )  # fmt: skip
    page = stage.text(address)
    assert "Rent scanners" in page
    assert "recorded here after" in page
    assert "days late" not in stage.text("")
    stage.assess(timedelta(days=8))
    from firstlight.readiness.queries import body_of, latest_assessment

    latest = latest_assessment(stage.project)
    assert latest
    conditions = [one["sentence"] for one in body_of(latest)["reasons"] if one["kind"] == "condition"]
    assert "The mitigation “Rent scanners” (A-3), promised by Sami Laine, is 4 days late." in conditions


def test_a_late_mitigation_stands_out_on_the_check_the_home_page_and_the_list(stage: Stage) -> None:
    late = "The mitigation “Retest weights” (A-1), promised by Programme lead, is 2 days late."
    assert late in stage.text("assessments/2/")
    assert "fl-late" in stage.text("checks/acceptance.requirements-tested/")
    assert "Your action A-1, 2 days overdue" in stage.text("")
    assert "overdue" in stage.text("actions/")


@pytest.mark.requirement("RDY-04")
def test_work_readiness_completeness_and_maturity_stand_apart_on_the_check_its_area_and_in_the_file(
    stage: Stage,
) -> None:
    page = stage.text("checks/scope.agreed/")
    facts = re.search(r"fl-four.*?</dl>", page, re.DOTALL)
    assert facts
    for label in ("Work", "Readiness", "Completeness", "Maturity"):
        assert f"<dt>{label}</dt>" in facts.group()
    assert "0 of 3" in facts.group()
    assert "Missing: the word, 2 signatures" in facts.group()
    assert "Nothing known" in facts.group()
    word = stage.text(CHECK).partition("fl-four")[2]
    assert "2 of 2" in word
    assert "A word with evidence" in word
    area = stage.text("readiness/scope/").partition('id="four-facts"')[2]
    assert "Not started" in area
    assert "Measured" in area
    rows = list(csv.DictReader(io.StringIO(stage.get("readiness/list.csv").content.decode("utf-8-sig"))))
    one = next(row for row in rows if row["Ref"] == "support.transition")
    assert [one[name] for name in ("Work", "Readiness", "Completeness", "Maturity")] == [
        "Done", "Met", "2 of 2", "A word with evidence",
    ]  # fmt: skip
