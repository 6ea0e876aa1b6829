"""Judging a folder: the verdict, its reasons, and exit codes that a pipeline can stop on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

PACK = """\
schema: firstlight/pack/1
ref: small
version: "2026.1"
title: Small
summary: One check, so that a test can make it any verdict.
documents: {GL: {title: Go-live checklist, note: A note that is long enough to be one.}}
areas:
  - ref: plan
    title: Plan
    lead: project-lead
    about: Whether there is a plan that people can follow.
    checks:
      - ref: plan.written
        title: The plan is written
        obligation: mandatory
        what: Look whether the plan is written down.
        why: People can only follow what is written down.
        outcome: The plan lies where everyone finds it.
        risk: Everyone follows a plan of their own.
        mitigation: Write it down this week, with its owner.
        source: {document: GL, heading: Cutover}
        answers: []
        judged_by: {attestation: {by: [project-lead], expires_after_days: 30, evidence: optional}}
"""


def attest(folder: Path, state: str) -> None:
    (folder / "attestations.csv").write_text(
        f"Check,State,Statement,Person,Role,Effective\nplan.written,{state},It is.,pl,Project lead,2026-11-19 10:00\n"
    )


def with_small_pack(folder: Path) -> None:
    (folder / "packs").mkdir()
    (folder / "packs" / "small.yaml").write_text(PACK)
    with (folder / "project.yaml").open("a") as out:
        out.write("packs: [small@2026.1]\n")


@pytest.mark.requirement("RDY-13")
def test_a_pipeline_can_stop_on_the_exit_code(firstlight: Run, folder: Path) -> None:
    with_small_pack(folder)
    unknown = firstlight("assess", folder, "--json")
    attest(folder, "partly")
    partly = firstlight("assess", folder, "--json")
    attest(folder, "met")
    met = firstlight("assess", folder, "--json")
    attest(folder, "excellent")
    broken = firstlight("assess", folder, "--json")
    assert [unknown.code, partly.code, met.code, broken.code] == [2, 1, 0, 3]
    assert [one.document["verdict"] for one in (unknown, partly, met)] == ["no-go", "conditional", "go"]
    assert met.document["reasons"] == []
    assert broken.out == ""
    assert "attestations.csv, row 2, column “State”" in broken.err
    assert "“excellent”" in broken.err
    assert "Met, Partly, Unmet, Not applicable" in broken.err


@pytest.mark.requirement("RDY-13", "RDY-01")
def test_the_document_holds_the_contract(firstlight: Run, folder: Path) -> None:
    document = firstlight("assess", folder, "--json").document
    assert document["schema"] == "firstlight/assessment/1"
    assert document["as_of"] == "2026-11-20T09:40:00+01:00"
    assert document["pack"]["ref"] == "go-live"
    assert len(document["pack"]["digest"]) == 64
    assert len(document["areas"]) == 11
    for area in document["areas"]:
        for check in area["checks"]:
            assert {"ref", "title", "mandatory", "status", "basis", "figure", "unit", "reasons", "records"} <= set(
                check
            )
            assert {"as_of", "expires"} <= set(check)
            assert check["status"] in {"met", "partly", "unmet", "unknown", "not-applicable"}
            assert check["basis"] in {"measured", "attested"}
            assert check["reasons"]
    for one in document["signatures"]:
        assert one["state"] in {"valid", "stale", "missing"}
        assert {"on", "role", "person", "differences"} <= set(one)
    assert document["ledger"]["entries"] > 0
    assert len(document["ledger"]["head"]) == 64
    assert document["ignored"] == []


def test_the_same_folder_gives_the_same_answer_twice(firstlight: Run, folder: Path) -> None:
    first, second = (firstlight("assess", folder, "--json").document for _ in range(2))
    for one in (first, second):
        one.pop("ledger")
    assert first == second


@pytest.mark.requirement("SCO-01", "SCO-02", "SCO-03", "SCO-04")
def test_what_is_in_scope_is_measured_and_its_gaps_are_named(firstlight: Run, folder: Path) -> None:
    (folder / "project.yaml").write_text((folder / "project.yaml").read_text().replace("integrations: no, ", ""))
    (folder / "parts.csv").write_text(
        "Ref,Title,Kind,Vendor,Owner\nP-1,Finance,Application,Microsoft,Ada\nP-2,Routes,ISV solution,,\n"
    )
    (folder / "integrations.csv").write_text(
        "Ref,Title,Type,Pattern,Volume a day,Peak an hour,Criticality\n"
        "I-1,Bank,Batch,File,1200,600,High\nI-2,Scanner,Real time,,,,\n"
    )
    (folder / "rollouts.csv").write_text("Ref,Title,Go-live,Users\nW1,Wave 1,2026-12-07,420\nW2,Wave 2,,\n")
    document = firstlight("assess", folder, "--json").document
    checks = {check["ref"]: check for area in document["areas"] for check in area["checks"]}
    assert (checks["scope.processes"]["status"], checks["scope.processes"]["figure_text"]) == (
        "met",
        "1 of 1 processes",
    )
    assert checks["scope.parts"]["figure_text"] == "1 of 2 parts"
    assert any("P-2 Routes" in reason for reason in checks["scope.parts"]["reasons"])
    assert checks["scope.integrations"]["figure_text"] == "1 of 2 integrations"
    assert any("I-2 Scanner" in reason for reason in checks["scope.integrations"]["reasons"])
    assert checks["scope.rollouts"]["figure_text"] == "1 of 2 rollouts"
    assert checks["scope.requirements"]["status"] == "met"


@pytest.mark.requirement("SCO-01")
def test_the_published_catalogue_is_read_as_it_is(firstlight: Run, folder: Path, shared_data: Path) -> None:
    (folder / "scope.csv").unlink()
    (folder / "requirements.csv").unlink()
    catalogue = shared_data / "catalogue" / "business-process-catalog-full-2025-05.xlsx"
    (folder / catalogue.name).write_bytes(catalogue.read_bytes())
    answer = firstlight("assess", folder, "--json")
    checks = {check["ref"]: check for area in answer.document["areas"] for check in area["checks"]}
    assert checks["scope.processes"]["of"] > 1000
    assert checks["scope.processes"]["status"] == "unmet"
    assert "No owner in the business is named" in checks["scope.processes"]["reasons"][0]


@pytest.mark.requirement("RDY-11")
def test_items_of_another_product_do_not_apply(firstlight: Run, folder: Path) -> None:
    def statuses(product: str) -> dict[str, str]:
        text = (folder / "project.yaml").read_text()
        for known in ("finance-operations", "customer-engagement"):
            text = text.replace(known, product)
        (folder / "project.yaml").write_text(text)
        document = firstlight("assess", folder, "--json").document
        return {check["ref"]: check["status"] for area in document["areas"] for check in area["checks"]}

    finance, engagement = statuses("finance-operations"), statuses("customer-engagement")
    assert (finance["support.batch-jobs"], engagement["support.batch-jobs"]) == ("unknown", "not-applicable")
    assert (finance["support.mailboxes"], engagement["support.mailboxes"]) == ("not-applicable", "unknown")


def test_every_problem_of_a_folder_is_told_at_once(firstlight: Run, folder: Path) -> None:
    (folder / "people.csv").write_text("Ref,Name,Roles\nes,Emil,King\nes,Emma,Approver\n")
    (folder / "requirements.csv").write_text("Ref,Title,Process\nR-1,Confirm,99.99\n")
    (folder / "rollouts.csv").write_text("Ref,Title,Go-live,Users\nW1,Wave 1,7/12/2026,many\n")
    (folder / "tests" / "sit").mkdir(parents=True)
    (folder / "tests" / "sit" / "results.xml").write_text("<testsuites><testsuite>")
    answer = firstlight("assess", folder)
    assert answer.code == 3
    for place in (
        "people.csv, row 2, column “Roles”",
        "people.csv, row 3",
        "requirements.csv, row 2, column “Process”",
        "rollouts.csv, row 2, column “Go-live”",
        "rollouts.csv, row 2, column “Users”",
        "tests/sit/results.xml",
    ):
        assert place in answer.err, answer.err
    assert "nothing was judged and nothing was stored" in answer.err


def test_a_file_that_nobody_reads_is_named_with_the_reason(firstlight: Run, folder: Path) -> None:
    (folder / "migration").mkdir()
    (folder / "migration" / "map.xlsx").write_bytes(b"x")
    (folder / "notes.md").write_text("x")
    (folder / "raid.csv").write_text("ID,Description,Owner\n1,Late scanner,Ada\n")
    (folder / "~$scope.xlsx").write_bytes(b"x")
    ignored = {one["file"]: one["reason"] for one in firstlight("assess", folder, "--json").document["ignored"]}
    assert set(ignored) == {"migration/map.xlsx", "notes.md", "raid.csv", "~$scope.xlsx"}
    assert "does not read migration files yet" in ignored["migration/map.xlsx"]


@pytest.mark.requirement("RDY-09")
def test_results_of_test_tools_change_the_reasons(firstlight: Run, folder: Path) -> None:
    (folder / "tests" / "sit").mkdir(parents=True)
    (folder / "tests" / "sit" / "run.xml").write_text(
        '<testsuite name="orders" timestamp="2026-11-18T08:00:00+01:00"><testcase name="R-1 confirm" classname="o"/>'
        '<testcase name="R-2 refuse" classname="o"><failure message="credit limit was ignored"/></testcase></testsuite>'
    )
    document = firstlight("assess", folder, "--json").document
    checks = {check["ref"]: check for area in document["areas"] for check in area["checks"]}
    assert checks["sit.complete"]["figure_text"] == "1 of 2 tests"
    assert checks["acceptance.test-cycles"]["status"] == "unmet"
    assert checks["go-live-readiness.testing"]["status"] == "unmet"
    assert checks["acceptance.requirements-tested"]["figure_text"] == "1 of 2 requirements"


def test_what_changed_since_an_earlier_assessment_is_told(firstlight: Run, folder: Path, tmp_path: Path) -> None:
    with_small_pack(folder)
    firstlight("assess", folder, "--out", tmp_path / "before")
    attest(folder, "met")
    answer = firstlight("assess", folder, "--since", tmp_path / "before" / "assessment.json")
    assert answer.code == 0
    assert "The verdict went from no-go to go" in answer.out
    assert "The plan is written" in answer.out


def test_bad_arguments_are_bad_input(firstlight: Run, folder: Path, tmp_path: Path) -> None:
    for arguments in (
        ["assess", tmp_path / "nowhere"],
        ["assess", tmp_path],
        ["assess", folder, "--as-of", "tomorrow"],
        ["assess", folder, "--as-of", "2026-11-20 09:40"],
        ["assess", folder, "--since", folder / "project.yaml"],
        ["assess"],
        ["fly"],
    ):
        answer = firstlight(*arguments)
        assert answer.code == 3, arguments
        assert answer.err.strip(), arguments


def test_slides_are_drawn_into_a_template_given_or_lying_in_the_folder(
    firstlight: Run, folder: Path, tmp_path: Path
) -> None:
    import pptx

    own = pptx.Presentation()
    own.save(str(folder / "template.pptx"))
    out = tmp_path / "pack"
    done = firstlight("assess", folder, "--out", out)
    assert "template.pptx" not in done.out
    width = pptx.Presentation(str(out / "decision-pack.pptx")).slide_width
    assert width == own.slide_width
    bad = tmp_path / "bad.pptx"
    bad.write_bytes(b"not a presentation")
    refused = firstlight("assess", folder, "--out", out, "--template", bad)
    assert refused.code == 3
    assert "bad.pptx: This file cannot be the template of the decision pack" in refused.err


@pytest.mark.requirement("PRF-04")
def test_performance_inside_uat_and_integration_after_it_reach_the_checks_that_speak_of_them(
    firstlight: Run, folder: Path
) -> None:
    (folder / "tests").mkdir()
    (folder / "tests" / "cycles.csv").write_text(
        "Ref,Title,Kind,Environment,Environment kind,Start,End\n"
        "SIT-1,SIT,SIT,INT,Test,2026-10-12,2026-11-06\nUAT-1,UAT,UAT,ACC,Production-like,2026-11-02,2026-11-13\n"
        "PERF-1,Load,Load test,ACC,Production-like,2026-11-09,2026-11-11\n"
    )
    document = firstlight("assess", folder, "--json").document
    checks = {check["ref"]: check for area in document["areas"] for check in area["checks"]}
    assert "UAT-1 started on 2 Nov 2026, while SIT-1 ran until 6 Nov 2026." in checks["sit.before-uat"]["reasons"]
    (reason,) = checks["performance.environment"]["reasons"]
    assert reason.startswith("PERF-1 runs in ACC while UAT-1 is tried there")
    assert {checks[ref]["status"] for ref in ("sit.before-uat", "performance.environment")} == {"unmet"}


def test_what_a_folder_holds_to_is_one_of_two_that_the_guidance_asks_for(firstlight: Run, folder: Path) -> None:
    with (folder / "project.yaml").open("a") as file:
        file.write("performance_order: whenever\n")
    answer = firstlight("assess", folder)
    assert answer.code == 3
    assert "“whenever” is not accepted; expected one of: Beside UAT, Before UAT begins" in answer.err
