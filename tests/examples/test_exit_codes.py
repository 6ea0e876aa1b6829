"""The example through the command line, as a pipeline would judge it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Run, command_data, firstlight  # noqa: F401  (fixtures)
from tests.examples.judging import EXAMPLES, STATES, check

_, _, TODAY, LATER = STATES

_answers: dict[str, Answer] = {}


def assessed(firstlight: Run, name: str) -> Answer:  # noqa: F811
    """What the command line says of a state of the example; asked once."""
    if name not in _answers:
        _answers[name] = firstlight("assess", EXAMPLES / name, "--json")
    return _answers[name]


@pytest.mark.requirement("RDY-13")
def test_the_exit_code_is_the_verdict(firstlight: Run) -> None:  # noqa: F811
    for name, verdict, code in ((LATER, "conditional", 1), (TODAY, "no-go", 2)):
        answer = assessed(firstlight, name)
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
    for name, answer in (
        ("today", assessed(firstlight, TODAY)),
        ("unsigned", firstlight("assess", folder, "--json")),
    ):
        document = answer.document
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
