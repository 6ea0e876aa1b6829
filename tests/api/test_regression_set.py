"""What has to be run again, as a pipeline asks for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.api.conftest import program
from tests.web.conftest import Stage

MONDAY, TUESDAY = datetime(2026, 11, 9, 10, tzinfo=UTC), datetime(2026, 11, 10, 10, tzinfo=UTC)


@pytest.fixture
def stale(stage: Stage) -> Stage:
    """Two cases that passed before a version was deployed."""
    from firstlight.testing import actions, sheets

    for number in (1, 2):
        case = {"ref": f"AG-{number}", "title": f"Case {number}", "cycles": ("UAT-1",), "significant": number == 2}
        stage.change(actions.change_cases, sheets.CASES, case)
        run = {"ref": f"AG-R{number}", "case": f"AG-{number}", "cycle": "UAT-1", "tester": "Lena", "at": MONDAY,
               "role": "Clerk", "outcome": "passed", "migrated_data": True}  # fmt: skip
        stage.change(actions.change_runs, sheets.RUNS, run)
    version = {"ref": "10.0.45", "title": "Prices", "kind": "code", "at": TUESDAY, "affects": ("AG-1", "AG-2")}
    stage.change(actions.change_versions, sheets.VERSIONS, version)
    return stage


def test_a_pipeline_reads_what_has_to_be_run_again_and_why_page_by_page(stale: Stage) -> None:
    pipeline = program(stale, "wo")
    first = pipeline.get("regression-set?kind=uat&limit=1")
    told = first.json()
    assert told["total"] == 2
    (row,) = told["rows"]
    assert (row["case"], row["cycle"], row["kind"], row["significant"]) == ("AG-2", "UAT-1", "uat", True)
    assert row["causes"] == [
        {"code": "older-version", "about": "10.0.45",
         "reason": "It was run before 10.0.45 (Prices) was deployed on 10 Nov 2026."}
    ]  # fmt: skip
    following = first["Link"].split(";")[0].strip("<>").partition("/api/v1/projects/wave-1/")[2]
    assert [one["case"] for one in pipeline.get(following).json()["rows"]] == ["AG-1"]
    assert pipeline.get("regression-set?kind=sit").json() == {"rows": [], "total": 0}


def test_a_kind_that_there_is_not_is_refused_with_those_there_are(stage: Stage) -> None:
    refused = program(stage, "wo").get("regression-set?kind=friday")
    assert refused.status_code == 422
    assert "expected one of: sit, uat, performance" in refused.json()["detail"]


def test_an_outsider_learns_nothing_of_it(stale: Stage) -> None:
    assert stale.outsider().get("/api/v1/projects/wave-1/regression-set").status_code == 404


def test_the_description_tells_what_the_answer_holds(db: None) -> None:
    document = Client().get("/api/openapi.json").json()
    asked = document["paths"]["/api/v1/projects/{slug}/regression-set"]["get"]
    assert {"kind", "limit", "cursor"} <= {one["name"] for one in asked["parameters"]}
    shapes = document["components"]["schemas"]
    assert asked["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/AgainPage")
    assert {"case", "title", "kind", "cycle", "significant", "passed_at", "causes"} == set(
        shapes["AgainTold"]["properties"]
    )
    assert {"code", "about", "reason"} == set(shapes["CauseTold"]["properties"])
