"""Test coverage as its page shows it: holes named, combinations that matter, rules of others."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import Stage

PAGE = "testing/coverage/"


def _put(stage: Stage, sheet: str, **values: Any) -> None:
    from firstlight.testing import sheets

    found = getattr(sheets, sheet)
    stage.change(found.apply, found, values)


def _run(stage: Stage, ref: str, case: str, **values: Any) -> None:
    usual = {"ref": ref, "case": case, "cycle": "UAT-1", "tester": "Lena Brandt", "role": "Order clerk",
             "at": stage.inside.now, "outcome": "passed", "migrated_data": True}  # fmt: skip
    _put(stage, "RUNS", **{**usual, **values})


@pytest.mark.requirement("UAT-01")
def test_the_holes_of_the_scope_are_named_by_path(stage: Stage) -> None:
    page = stage.text(PAGE)
    assert "0 of 3 requirements in scope have passed" in page
    assert "R-2 Invoice by weight" in page, "a failing requirement is named beside its process"
    assert "a case fails" in page
    _put(stage, "CASES", ref="TC-3", title="Deposit refused", path="edge", requirements=("R-1",), cycles=("UAT-1",))
    _run(stage, "RUN-1", "TC-3")
    page = stage.text(PAGE)
    assert "1 of 3 requirements in scope have passed" in page
    covered = stage.text(PAGE + "?hole=no")
    assert "Take an order with a deposit" in covered
    holes = stage.text(PAGE + "?hole=yes#requirements")
    listed = holes[holes.index('id="requirements"') :]
    assert "Invoice by weight" in listed
    assert "Take an order with a deposit" not in listed
    taken = stage.get(PAGE + "list.csv").content.decode("utf-8-sig")
    assert "both paths passed" in taken
    assert "a case fails" in taken


@pytest.mark.requirement("UAT-01", "UAT-03")
def test_a_tester_who_becomes_an_administrator_takes_the_coverage_along(stage: Stage) -> None:
    _put(stage, "CASES", ref="TC-3", title="Deposit refused", path="edge", requirements=("R-1",), cycles=("UAT-1",))
    _run(stage, "RUN-1", "TC-3")
    assert "1 of 3 requirements in scope have passed" in stage.text(PAGE)
    _put(stage, "ROLES", name="Order clerk", kind="administrator")
    page = stage.text(PAGE)
    assert "0 of 3 requirements in scope have passed" in page
    assert "passed, and does not count" in page[page.index('id="requirements"') :]


@pytest.mark.requirement("UAT-06")
def test_the_combinations_that_matter_and_are_missing_are_named(stage: Stage) -> None:
    _put(stage, "COMBINATIONS", ref="C-1", title="Night shift in the cold store", persona="Picker", place="Leipzig",
         device="Handheld", significant=True)  # fmt: skip
    _put(stage, "COMBINATIONS", ref="C-2", title="Clerks from afar", persona="Clerk", access="remote")
    assert "missing, significant" in stage.text(PAGE)
    _run(stage, "RUN-1", "TC-1", persona="picker", place="leipzig", device="handheld", role="System Administrator")
    assert "missing, significant" in stage.text(PAGE), "a pass that does not count covers nothing"
    _run(stage, "RUN-2", "TC-1", persona="picker", place="leipzig", device="handheld")
    page = stage.text(PAGE)
    assert "missing, significant" not in page
    assert page.count("covered</span>") == 1
    from firstlight.readiness.registry import measures

    reading = measures["testing.uat.combinations"].read(stage.project, stage.inside.now)
    assert "1 of 2 combinations that matter have no pass that counts." in reading.reasons
    assert "C-2 (Clerk, remote)" in reading.reasons[1]


@pytest.mark.requirement("UAT-04")
def test_each_rule_has_feature_documents_and_the_results_of_its_requirements(stage: Stage) -> None:
    from firstlight.readiness.registry import measures

    def reasons() -> str:
        return " ".join(measures["testing.regulatory.documented"].read(stage.project, stage.inside.now).reasons)

    assert "No rule is listed" in reasons()
    _put(stage, "REGULATIONS", ref="L-1", title="Value added tax", level="country", where="Germany",
         requirements=("R-1",))  # fmt: skip
    assert "Without feature or documents: L-1 Value added tax." in reasons()
    assert "Regulatory requirements that no rule names: R-2." in reasons()
    _put(stage, "REGULATIONS", ref="L-2", title="Weights", level="industry", where="Food", requirements=("R-2",),
         feature="Catch weight", documents="register of rules.csv")  # fmt: skip
    page = stage.text(PAGE)
    rules = page[page.index('id="regulations"') :]
    for words in ("Country: Germany", "Industry: Food", "register of rules.csv", "fails", "not said"):
        assert words in rules, words
    assert "Requirements without a passing result: L-2 Weights." in reasons()


def test_an_empty_project_is_told_what_to_do_next_and_an_outsider_nothing(bare: Stage) -> None:
    page = bare.text(PAGE)
    for words in ("No requirement in scope yet", "No combination is named", "No rule is listed"):
        assert words in page
    assert bare.outsider().get(f"/p/{bare.project.slug}/{PAGE}").status_code == 404
