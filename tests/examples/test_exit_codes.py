"""The example through the command line, as a pipeline would judge it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run, command_data, firstlight  # noqa: F401  (fixtures)
from tests.examples.judging import EXAMPLES, STATES, check

_, _, TODAY, LATER = STATES

PACK = """\
schema: firstlight/pack/1
ref: small
version: "1"
title: One check
summary: The smallest pack there can be.
documents: {}
areas:
  - ref: cutover
    title: Cutover
    lead: cutover-manager
    about: Whether there is a plan.
    checks:
      - ref: cutover.plan
        title: There is a plan
        obligation: mandatory
        what: Look at the plan.
        why: Nobody finds the way at night.
        outcome: It is there.
        risk: The night is long.
        mitigation: Write it.
        source: {document: GL, heading: Cutover}
        answers: []
        judged_by:
          attestation: {by: [cutover-manager], expires_after_days: 14, evidence: optional}
"""

PROJECT = """\
name: Small
product: finance-operations
time_zone: Europe/Berlin
as_of: 2026-11-20 09:40
packs: [small@1]
people:
  - {ref: cp, name: Carl Petersen, roles: cutover-manager}
"""

ATTESTATIONS = """\
Check,State,Statement,Person,Role,Effective
cutover.plan,Met,The plan is there.,cp,Cutover manager,2026-11-19 10:00
"""


@pytest.mark.requirement("RDY-13")
def test_the_exit_code_is_the_verdict(firstlight: Run, tmp_path: Path) -> None:  # noqa: F811
    green = tmp_path / "green"
    (green / "packs").mkdir(parents=True)
    (green / "packs" / "small.yaml").write_text(PACK, encoding="utf-8")
    (green / "project.yaml").write_text(PROJECT, encoding="utf-8")
    (green / "attestations.csv").write_text(ATTESTATIONS, encoding="utf-8")
    for folder, verdict, code in (
        (green, "go", 0),
        (EXAMPLES / LATER, "conditional", 1),
        (EXAMPLES / TODAY, "no-go", 2),
    ):
        answer = firstlight("assess", folder, "--json")
        assert answer.code == code, answer.err
        assert answer.document["verdict"] == verdict


@pytest.mark.requirement("RDY-13")
def test_bad_input_is_named_with_its_place_and_nothing_is_judged(firstlight: Run, tmp_path: Path) -> None:  # noqa: F811
    folder = tmp_path / "broken"
    shutil.copytree(EXAMPLES / LATER, folder)
    for name, before, after in (
        ("dependencies.csv", '"2026-12-08"', '"8/12/2026"'),
        ("integrations.csv", '"Near real time"', '"Sometimes"'),
    ):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8-sig").replace(before, after, 1), encoding="utf-8-sig")
    answer = firstlight("assess", folder, "--json")
    assert answer.code == 3
    assert answer.out == ""
    for words in (
        "dependencies.csv",
        "row 5",
        "Promised",
        "8/12/2026",
        "integrations.csv",
        "row 2",
        "Type",
        "Sometimes",
    ):
        assert words in answer.err


@pytest.mark.requirement("RDY-09")
def test_one_check_reads_the_test_areas_and_their_signatures(firstlight: Run, tmp_path: Path) -> None:  # noqa: F811
    folder = tmp_path / "unsigned"
    shutil.copytree(EXAMPLES / LATER, folder)
    path = folder / "signatures.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    path.write_text("".join(one for one in lines if "testing:uat" not in one), encoding="utf-8-sig")
    areas = {"acceptance", "uat", "performance", "sit"}
    held = {}
    for name, place in (("today", EXAMPLES / TODAY), ("unsigned", folder)):
        document = firstlight("assess", place, "--json").document
        counted = {
            one["ref"]: one["status"]
            for area in document["areas"]
            if area["ref"] in areas
            for one in area["checks"]
            if one["mandatory"] and one["status"] != "not-applicable"
        }
        roll_up = check(document, "go-live-readiness.testing")
        held[name] = {one["ref"] for one in roll_up["records"]}
        assert held[name] == {ref for ref, status in counted.items() if status != "met"}
        assert (roll_up["figure"], roll_up["of"]) == (len(counted) - len(held[name]), len(counted))
        assert roll_up["status"] == "unmet"
    assert {"acceptance.requirements-tested", "performance.search", "sit.bank-outage"} <= held["today"]
    assert held["unsigned"] == {"uat.complete", "performance.virtual-desktops"}
