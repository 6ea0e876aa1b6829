"""What the checklist measures of tests: a file of the example changes, and the command line says another thing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, command_data, firstlight  # noqa: F401  (fixtures)
from tests.examples.changing import copied, in_csv, in_workbook, other
from tests.examples.judging import STATES, check
from tests.examples.test_exit_codes import assessed

_, _, TODAY, LATER = STATES


def read(document: dict[str, Any], ref: str) -> tuple[str, object, object, str]:
    """A check as it stands: status, figure, of how many, and why."""
    found = check(document, ref)
    return found["status"], found["figure"], found["of"], " ".join(found["reasons"])


@pytest.mark.requirement("UAT-03", "UAT-06")
def test_a_tester_who_becomes_an_administrator_covers_nothing(firstlight: Run, tmp_path: Path) -> None:  # noqa: F811
    before = assessed(firstlight, TODAY).document
    assert read(before, "uat.personas")[:3] == ("met", 16, 16)
    folder = copied(TODAY, tmp_path / "changed")
    in_workbook(folder / "tests" / "cases.xlsx", "Testers", "T-13", "Role", "System Administrator")
    after = firstlight("assess", folder, "--json").document
    status, figure, of, why = read(after, "uat.personas")
    assert (status, figure, of) == ("unmet", 15, 16)
    assert why == (
        "1 of 16 combinations that matter have no pass that counts. "
        "Missing: K-08 (Warehouse picker, Leipzig, physical, Handheld)."
    )
    assert read(after, "uat.mobile-devices")[:3] == ("unmet", 15, 16)
    assert "3 of 41 runs do not count" in read(after, "uat.security-roles")[3]
    assert {"uat.personas", "uat.mobile-devices"} <= {one["check"] for one in after["reasons"] if one["blocks"]}


@pytest.mark.requirement("UAT-07")
def test_a_uat_ends_incomplete_only_in_writing_and_with_nothing_significant_open(
    firstlight: Run,  # noqa: F811
    tmp_path: Path,
) -> None:
    folder = copied(TODAY, tmp_path / "ended")
    assert read(assessed(firstlight, TODAY).document, "uat.complete")[0] == "partly"
    in_workbook(folder / "tests" / "cases.xlsx", "Cycles", "UAT-2", "End", "2026-11-19")
    ended = firstlight("assess", folder, "--json").document
    assert read(ended, "uat.complete")[:3] == ("unmet", 205, 213)
    assert "uat.complete" in {one["check"] for one in ended["reasons"] if one["blocks"]}

    (folder / "tests" / "accepted-incomplete.csv").write_text(
        "Cycle,Reason,Asked by,Asked\nUAT-2,Alsterkauf begins in January.,Miriam Falk,2026-11-20 08:30\n"
    )
    signed = firstlight(
        "sign", folder, "--on", "testing-exit:UAT-2", "--person", "mo", "--role", "approver",
        "--statement", "The eight open cases can wait.",
    )  # fmt: skip
    assert signed.code == 0, signed.err
    status, _, _, why = read(firstlight("assess", folder, "--json").document, "uat.complete")
    assert status == "partly"
    assert "The business accepts UAT-2 incomplete, in writing: “Alsterkauf begins in January.”" in why

    in_csv(folder / "tests" / "findings.csv", other("F-07", "Severity", "High"))
    heavy = firstlight("assess", folder, "--json").document
    assert read(heavy, "uat.complete")[0] == "unmet"
    assert (
        "F-07 Counter lines are invoiced by piece is of high or critical severity and open."
        in read(heavy, "uat.open-items")[3]
    )


@pytest.mark.requirement("ACC-01", "UAT-08")
def test_findings_need_an_owner_a_date_and_a_retest_and_processes_their_owners_yes(
    firstlight: Run,  # noqa: F811
    tmp_path: Path,
) -> None:
    folder = copied(LATER, tmp_path / "changed")
    before = assessed(firstlight, LATER).document
    assert read(before, "uat.open-items")[:3] == ("met", 9, 9)
    assert read(before, "acceptance.accepted")[:3] == ("met", 8, 8)
    in_csv(folder / "tests" / "findings.csv", other("F-12", "Owner", ""))
    in_csv(folder / "tests" / "findings.csv", other("F-13", "Expected", "2026-12-02"))
    (folder / "tests" / "UAT-2" / "2026-11-17 finance third.trx").unlink()
    in_csv(folder / "signatures.csv", lambda row: None if row["On"] == "acceptance:65" else row)
    after = firstlight("assess", folder, "--json").document
    status, figure, of, why = read(after, "uat.open-items")
    assert (status, figure, of) == ("unmet", 7, 10)
    assert "Open without what is needed: F-12 The list of calls forgets how it was sorted (an owner)." in why
    assert "Past the day for which it was expected: " in why
    assert "F-13 The balance of empties shows no kinds on the handheld (2 Dec 2026)" in why
    assert "F-05 A price difference does not stop the invoice" in why
    status, figure, of, why = read(after, "acceptance.accepted")
    assert (status, figure, of) == ("unmet", 6, 8)
    assert "65 Order to cash: Jonas Riedel has not signed for it." in why
    assert "75 Source to pay: 1 of" in why


@pytest.mark.requirement("PRF-01", "PRF-02")
def test_what_is_fast_enough_is_a_figure_at_its_peak_and_tools_say_what_was_reached(
    firstlight: Run,  # noqa: F811
    tmp_path: Path,
) -> None:
    before = assessed(firstlight, TODAY).document
    assert read(before, "performance.criteria")[:3] == ("met", 27, 27)
    assert read(before, "performance.apart-from-uat")[:3] == ("met", 10, 10)
    assert read(before, "performance.search")[0] == "unmet"
    folder = copied(TODAY, tmp_path / "changed")
    criteria = folder / "load" / "criteria.csv"
    in_csv(criteria, other("PC-04", "Target", "3.5"))
    in_csv(criteria, other("PC-02", "Expected peak", "500"))
    in_csv(criteria, other("PC-10", "Expected peak", ""))
    in_csv(criteria, lambda row: None if row["Kind"] == "Scalability" else row)
    for tool in ("2026-11-05 interfaces.json", "2026-11-05 nine hours_stats.csv", "2026-10-28 order desk.csv"):
        assert (folder / "load" / "PERF-1" / tool).exists()
    after = firstlight("assess", folder, "--json").document
    assert read(after, "performance.search")[:3] == ("met", 2, 2)
    status, _, _, why = read(after, "performance.peak-load")
    assert status == "unknown"
    assert "PC-02 An order of 40 lines is saved within 4 s" in why
    status, _, _, why = read(after, "performance.criteria")
    assert status == "unmet"
    assert "No criterion says what is fast enough for: scalability." in why
    assert "PC-10 6,400 items are planned within two hours does not say at which load to hold." in why
    assert read(after, "performance.representative")[0] == "partly"


@pytest.mark.requirement("PRF-03", "PRF-04", "PRF-05")
def test_what_no_figure_covers_and_what_was_borrowed_is_named_and_issues_block(
    firstlight: Run,  # noqa: F811
    tmp_path: Path,
) -> None:
    folder = copied(TODAY, tmp_path / "changed")
    criteria = folder / "load" / "criteria.csv"
    in_csv(criteria, lambda row: None if row["Ref"] in ("PC-03", "PC-04", "PC-16", "PC-22") else row)
    in_csv(criteria, other("PC-10", "Process", ""))
    in_csv(criteria, other("PC-15", "Covers", "Browser"))
    load = folder / "load"
    (load / "UAT-2").mkdir()
    shutil.move(load / "PERF-1" / "2026-11-05 night invoices.json", load / "UAT-2" / "2026-11-05 night invoices.json")
    in_csv(folder / "tests" / "findings.csv", other("PI-07", "Root cause", ""))
    in_csv(folder / "signatures.csv", lambda row: None if row["On"] == "testing:performance" else row)
    after = firstlight("assess", folder, "--json").document
    assert "No criterion is about virtual desktops" in read(after, "performance.virtual-desktops")[3]
    assert "No criterion is about search" in read(after, "performance.search")[3]
    assert "No criterion covers a device" in read(after, "performance.devices")[3]
    assert "No criterion is of I-02 EDI despatch advice and invoices" in read(after, "performance.integrations")[3]
    processes = read(after, "performance.processes")[3]
    assert "No criterion is of the end-to-end processes 20 Case to resolution and 50 Forecast to plan." in processes
    status, figure, of, why = read(after, "performance.apart-from-uat")
    assert (status, figure, of) == ("partly", 9, 10)
    assert "PC-09 2,150 deliveries are invoiced within 50 min: It is measured only by what does not count." in why
    assert "It was measured in UAT-2; an acceptance test has few people and no peak." in why
    status, _, _, why = read(after, "performance.issues")
    assert (status, why) == ("unmet", "PI-07 Item search takes 4.6 s is open and lacks a root cause.")
    heavy = "PI-07 Item search takes 4.6 s is of high or critical severity and open."
    assert heavy in read(after, "performance.critical-issues")[3]
    assert "Not signed yet by the process owner and the solution architect" in read(after, "performance.complete")[3]
    held = {one["check"] for one in after["reasons"] if one["blocks"]}
    assert {"performance.issues", "performance.critical-issues", "performance.complete"} <= held
