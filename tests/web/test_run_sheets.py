"""Run sheets: the plan on paper, for everyone and for one person, with codes that lead back to the steps."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path
from shutil import which

import pytest

from firstlight.cutover.queries import planned as planned_at
from firstlight.cutover.rules.codes import codes_of, step_of
from firstlight.reporting.run_sheets import Printing, counted_down, view
from tests.api.conftest import program
from tests.cutover.conftest import START, Cutover, after
from tests.web.conftest import Stage
from tests.web.test_cutover_pages import planned  # noqa: F401


def _told(stage: Stage, owner: str = "") -> dict[str, object]:
    """What is printed, in words."""
    found = planned_at(stage.project, stage.inside.now)
    codes = codes_of(stage.project.uid, found.by_ref)
    printing = Printing("Wave 1", stage.inside.now, owner, after(59), codes, lambda code: f"https://example.com/{code}")
    return view(found.facts, found.timetable, printing)


def _steps(told: dict[str, object]) -> list[dict[str, object]]:
    return [step for day in told["days"] for step in day["steps"]]  # type: ignore[attr-defined]


def test_steps_stand_in_the_order_of_time_with_both_times_countdown_and_code(planned: Stage) -> None:  # noqa: F811
    first, *_rest = steps = _steps(_told(planned))
    assert [step["ref"] for step in steps] == ["11", "12", "13", "14"]
    assert (first["start"], first["end"], first["takes"]) == ("18:00", "19:00", "1h")
    assert first["countdown"] == "T−59:00"
    assert first["where"] == "Freeze"
    assert len(str(first["code"])) == 5
    assert first["picture"]
    assert steps[1]["kind"] == "Checkpoint: go or no-go"


def test_a_person_finds_what_they_do_step_in_for_and_verify(planned: Stage) -> None:  # noqa: F811
    Cutover(planned.project, planned.inside).add({"ref": "20", "owner": "Jonas Feld", "verifier": "Mira Holt"})
    told = _told(planned, "mira holt")
    assert {str(step["ref"]): step["you"] for step in _steps(told)} == {
        "11": "You do it", "13": "You do it", "20": "You verify",
    }  # fmt: skip
    assert told["whom"] == "mira holt"
    assert _steps(_told(planned, "Nobody Here")) == []


def test_the_countdown_counts_to_go_live_and_on() -> None:
    assert counted_down(START, START + timedelta(hours=53, minutes=30)) == "T−53:30"
    assert counted_down(START, START) == "T−0:00"
    assert counted_down(START + timedelta(minutes=75), START) == "T+1:15"


def test_codes_stay_and_no_two_steps_share_one() -> None:
    refs = [str(number) for number in range(6_000)]
    codes = codes_of("uid", refs)
    assert len(set(codes.values())) == len(refs)
    assert codes_of("uid", refs[:100]) == {ref: codes[ref] for ref in refs[:100]}
    assert step_of(f" {codes['120'].lower()} ", "uid", refs) == "120"
    assert codes_of("other", ["120"]) != codes_of("uid", ["120"])


def test_the_pdf_is_on_the_pages_and_the_same_for_the_same_plan(planned: Stage) -> None:  # noqa: F811
    answer = planned.get("cutover/run-sheet.pdf")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert bytes(answer.content[:5]) == b"%PDF-"
    assert "run-sheet.pdf" in planned.text("cutover/")
    page = planned.text("cutover/people/")
    assert "cutover/run-sheet.pdf?owner=Mira%20Holt" in page
    assert planned.get("cutover/run-sheet.pdf?owner=Mira+Holt").status_code == 200
    assert planned.get("cutover/run-sheet.pdf?plan=none").status_code == 404


def test_what_is_printed_can_be_read(planned: Stage, tmp_path: Path) -> None:  # noqa: F811
    if which("pdftotext") is None:
        pytest.skip("needs pdftotext")
    path = tmp_path / "run.pdf"
    path.write_bytes(planned.get("cutover/run-sheet.pdf").content)
    words = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout.replace("\u200b", "")
    for one in (
        "Stop the interfaces",
        "Everyone",
        "18:00",
        "Initials",
        "Verified at",
        "<script>alert(1)</script>",
    ):
        assert one in words, one


def test_a_code_leads_to_its_step(planned: Stage) -> None:  # noqa: F811
    code = codes_of(planned.project.uid, ["10", "11", "12", "13", "14"])["13"]
    answer = planned.get(f"cutover/code/{code}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/p/{planned.project.slug}/cutover/steps/?ref=13")
    assert planned.get("cutover/code/NONE/").status_code == 404


def test_programs_print_too(planned: Stage) -> None:  # noqa: F811
    answer = program(planned, "cm").get("cutover/run-sheet?owner=Mira%20Holt")
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


def test_whoever_is_outside_finds_no_paper(planned: Stage) -> None:  # noqa: F811
    for address in ("cutover/run-sheet.pdf", "cutover/code/NONE/"):
        assert planned.outsider().get(f"/p/{planned.project.slug}/{address}").status_code == 404
