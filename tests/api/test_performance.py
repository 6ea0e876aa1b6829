"""Load results through the API, as a pipeline sends them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.api.conftest import program
from tests.testing.load_files import jmeter_rows
from tests.web.conftest import Stage


@pytest.mark.requirement("PRF-02")
def test_a_pipeline_brings_in_load_results_and_reads_how_the_criteria_stand(stage: Stage) -> None:
    from firstlight.testing import actions, sheets

    stage.change(actions.change_criteria, sheets.CRITERIA,
                 {"ref": "PC-1", "title": "Orders open quickly", "kind": "page-load", "target": Decimal(1), "unit": "s",
                  "label": "order*"})  # fmt: skip
    pipeline = program(stage, "wo", "results")
    assert pipeline.get("performance").json()["criteria"][0]["stands"] == "untried"
    rows = jmeter_rows(*((1000 * place, 1200, "order list", "true", 9) for place in range(50)))
    done = pipeline.upload("load-results", rows.encode(), "desk.jtl", cycle="PERF-1")
    assert done.status_code == 201, done.content
    told = done.json()
    assert (told["samples"], told["users"], told["counts"], told["percentiles_ms"]["p95"]) == (50, 9, True, 1200)
    assert pipeline.upload("load-results", rows.encode(), "desk.jtl", cycle="PERF-1").json()["digest"] == told["digest"]
    criterion = pipeline.get("performance").json()["criteria"][0]
    assert (criterion["met"], criterion["stands"], criterion["measured"]) == (False, "missed", 1.2)
    assert criterion["reasons"][0] == "95 of 100 requests “order list” took up to 1.20 s; asked for: at most 1 s."


def test_a_file_that_is_no_result_is_answered_with_its_place(stage: Stage) -> None:
    pipeline = program(stage, "wo", "results")
    refused = pipeline.upload(
        "load-results", jmeter_rows((0, "fast", "a", "true", 1)).encode(), "a.jtl", cycle="PERF-1"
    )
    assert refused.status_code == 422
    assert "row 2, column “elapsed”" in refused.json()["detail"]
    assert pipeline.upload("load-results", b"", "a.jtl", cycle="PERF-1").status_code == 422


def test_an_outsider_learns_nothing_of_the_performance(stage: Stage) -> None:
    browser = stage.outsider()
    assert browser.get(f"/api/v1/projects/{stage.project.slug}/performance").status_code == 404
