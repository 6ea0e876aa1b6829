"""Choosing, tailoring, waiving and upgrading packs of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.test_assess import PACK, attest, with_small_pack


def checks_of(document: Any) -> dict[str, Any]:
    return {check["ref"]: check for area in document["areas"] for check in area["checks"]}


@pytest.mark.requirement("RDY-14")
def test_a_project_adds_and_rewords_checks_with_a_reason(firstlight: Run, folder: Path) -> None:
    with_small_pack(folder)
    attest(folder, "met")
    (folder / "checks.csv").write_text(
        "Check,Kind,Title,Obligation,Attested by,Reason\n"
        "plan.shuttle,Added,A shuttle runs on cutover night,mandatory,Cutover manager,Trains stop at one\n"
        "plan.written,Changed,The plan is written in Dutch,,,The night shift reads Dutch\n"
    )
    answer = firstlight("assess", folder, "--json")
    checks = checks_of(answer.document)
    assert answer.code == 2
    assert checks["plan.written"]["title"] == "The plan is written in Dutch"
    assert checks["plan.shuttle"]["mandatory"]
    assert [reason["check"] for reason in answer.document["reasons"]] == ["plan.shuttle"]
    assert "cutover manager" in answer.document["reasons"][0]["sentence"]


@pytest.mark.requirement("RDY-14")
def test_a_risk_is_accepted_by_a_named_person_until_it_expires(firstlight: Run, folder: Path) -> None:
    with_small_pack(folder)
    (folder / "waivers.csv").write_text(
        "Check,Reason,Accepted by,Accepted,Expires\n"
        "plan.written,The lead knows it by heart,es,2026-11-18 09:00,2026-11-25 18:00\n"
    )
    accepted = firstlight("assess", folder, "--json")
    (reason,) = accepted.document["reasons"]
    assert (accepted.code, reason["kind"]) == (1, "accepted")
    assert "Emil Strand accepts the risk until 25 Nov 2026: The lead knows it by heart" in reason["sentence"]
    assert accepted.document["accepted_risks"][0]["person"] == "Emil Strand"
    lapsed = firstlight("assess", folder, "--json", "--as-of", "2026-11-26T09:00+01:00")
    assert lapsed.code == 2


@pytest.mark.requirement("RDY-14")
def test_an_upgrade_shows_what_changes_before_it_does_and_loses_nothing(firstlight: Run, folder: Path) -> None:
    with_small_pack(folder)
    attest(folder, "met")
    newer = PACK.replace('"2026.1"', '"2026.2"').replace("plan.written", "plan.agreed")
    (folder / "packs" / "newer.yaml").write_text(newer)
    preview = firstlight("packs", "upgrade", folder, "small@2026.2", "--json")
    changes = {(one["kind"], one["ref"]): one for one in preview.document["changes"]}
    assert set(changes) == {("added", "plan.agreed"), ("withdrawn", "plan.written")}
    assert changes["withdrawn", "plan.written"]["recorded"] == 1
    assert firstlight("assess", folder, "--json").document["pack"]["version"] == "2026.1"
    assert firstlight("packs", "upgrade", folder, "small@2026.2", "--accept").code == 0
    after = firstlight("assess", folder, "--json")
    assert after.document["pack"]["version"] == "2026.2"
    assert checks_of(after.document)["plan.agreed"]["status"] == "unknown"
    assert (folder / "attestations.csv").exists()
    assert "plan.written" in firstlight("assess", folder).out


def test_a_version_never_changes_its_content(firstlight: Run, folder: Path) -> None:
    (folder / "packs").mkdir()
    (folder / "packs" / "go-live.yaml").write_text(PACK.replace("ref: small", "ref: go-live"))
    answer = firstlight("assess", folder)
    assert answer.code == 3
    assert "A version never changes" in answer.err


def test_a_pack_with_mistakes_is_told_line_by_line(firstlight: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(PACK.replace("obligation: mandatory", "obligation: vital").replace("why:", "wherefore:"))
    answer = firstlight("packs", "check", wrong)
    assert answer.code == 2
    assert "row 15" in answer.err
    assert "vital" in answer.err
    assert "wherefore" in answer.err


@pytest.mark.requirement("RDY-01")
def test_every_shipped_pack_is_whole(firstlight: Run, repository: Path) -> None:
    files = sorted((repository / "content" / "packs").glob("*/*.yaml"))
    answer = firstlight("packs", "check", *files)
    assert answer.code == 0
    assert "go-live@2026.1" in answer.out
    assert len(answer.out.splitlines()) == 4
