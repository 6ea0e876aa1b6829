"""Files of test results through the API: looked at, brought in, withdrawn; what cannot be read changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from firstlight.testing.models import Result, ResultImport
from tests.api.conftest import program
from tests.testing.result_files import HOSTILE_RESULTS, ODD_RESULTS, ODD_SENTENCES
from tests.testing.room import TUESDAY, junit
from tests.web.conftest import Stage

RESULTS = junit([("TC-1 deposit", "failed"), ("stray", "passed")], TUESDAY)


@pytest.mark.requirement("PLT-03")
def test_a_pipeline_looks_brings_in_once_and_a_person_withdraws(stage: Stage) -> None:
    pipeline, before = program(stage, "wo", "results"), ResultImport.objects.count()
    seen = pipeline.upload("test-results/preview", RESULTS, "a.xml", cycle="UAT-1").json()
    assert (seen["tests"], seen["matched"]["ref"], seen["unmatched"], seen["known"]) == (2, 1, 1, False)
    assert ResultImport.objects.count() == before
    made = pipeline.upload("test-results", RESULTS, "a.xml", cycle="UAT-1")
    assert made.status_code == 201
    again = pipeline.upload("test-results", RESULTS, "again.xml", cycle="UAT-1")
    assert again.json()["batch"] == made.json()["batch"]
    assert ResultImport.objects.count() == before + 1
    assert pipeline.upload("test-results/preview", RESULTS, "a.xml", cycle="UAT-1").json()["known"] is True
    address = f"test-results/{made.json()['batch']}"
    assert pipeline.send("DELETE", address).status_code == 403
    person = program(stage, "wo", "all")
    assert person.send("DELETE", address).json() == {"files": 1}
    assert ResultImport.objects.count() == before
    assert not Result.objects.filter(name="stray").exists()
    assert person.send("DELETE", address).status_code == 404


@pytest.mark.parametrize(("name", "data", "sentence"), HOSTILE_RESULTS)
@pytest.mark.parametrize("address", ["test-results", "test-results/preview"])
def test_what_cannot_be_read_is_answered_with_a_sentence_and_changes_nothing(
    stage: Stage, address: str, name: str, data: bytes, sentence: str
) -> None:
    before = ResultImport.objects.count()
    refused = program(stage, "wo", "results").upload(address, data, name, cycle="UAT-1")
    assert refused.status_code == 422
    assert sentence in refused.content.decode()
    assert ResultImport.objects.count() == before


def test_what_is_doubtful_in_a_file_is_answered_with_what_was_left_out(stage: Stage) -> None:
    pipeline = program(stage, "wo", "results")
    seen = pipeline.upload("test-results/preview", ODD_RESULTS, "odd.xml", cycle="UAT-1").json()
    made = pipeline.upload("test-results", ODD_RESULTS, "odd.xml", cycle="UAT-1").json()
    assert seen["warnings"] == made["warnings"] == list(ODD_SENTENCES)
    assert (made["tests"], made["passed"], made["failed"]) == (3, 2, 1)


def test_too_large_a_file_is_refused_before_it_is_read_with_the_sentence_of_the_page(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ninja import UploadedFile

    monkeypatch.setattr("firstlight.testing.formats.MOST_AT_ONCE", 1024 * 1024)

    def never(*_: Any) -> bytes:
        raise AssertionError("it was read")

    monkeypatch.setattr(UploadedFile, "read", never, raising=False)
    refused = program(stage, "wo", "results").upload("test-results", b"x" * (2 * 1024 * 1024), "big.xml", cycle="UAT-1")
    assert refused.status_code == 422
    assert "“big.xml” has 2.0 MB; at most 1 MB are taken at once." in refused.json()["detail"]
    assert "“firstlight tests import”" in refused.json()["detail"]


def test_nobody_else_brings_in_or_withdraws(stage: Stage) -> None:
    auditor = program(stage, "au", "all")
    assert auditor.upload("test-results/preview", RESULTS, "a.xml", cycle="UAT-1").status_code == 403
    made = program(stage, "wo", "results").upload("test-results", RESULTS, "a.xml", cycle="UAT-1").json()
    assert auditor.send("DELETE", f"test-results/{made['batch']}").status_code == 403
    assert program(stage, "wo", "all").send("DELETE", "test-results/" + "0" * 24).status_code == 404
