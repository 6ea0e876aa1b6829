"""Lists of steps on the command line: people in them, times without an offset, values that cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cutover.mspdi_files import project, task

HEADS = "No.,Task,Owner,Duration,Predecessors,Also assigned"


def _list(folder: Path, *rows: str) -> Path:
    path = folder / "plan.csv"
    path.write_text("\n".join((HEADS, *rows, "")), encoding="utf-8")
    return path


def test_levelling_a_list_lets_nobody_do_two_steps_at_a_time(firstlight: Run, tmp_path: Path) -> None:
    path = _list(tmp_path, "1,Stop,Mira Holt,2h,,", "2,Load,mira  holt,2h,,", "3,Check,Jonas Feld,1h,,Mira Holt")
    told = firstlight("plan", "level", path, "--start", "2026-12-04T18:00Z", "--json").document
    assert told["makespan"] == 5 * 60
    assert told["who"] == {"1": ["Mira Holt"], "2": ["Mira Holt"], "3": ["Mira Holt", "Jonas Feld"]}
    told = firstlight("plan", "inspect", path, "--start", "2026-12-04T18:00Z", "--json").document
    assert (told["resources"], told["finish"]) == (2, "2026-12-04T20:00:00+00:00")


def test_a_start_without_an_offset_is_one_of_the_zone(firstlight: Run, tmp_path: Path) -> None:
    path = _list(tmp_path, "1,Stop,Mira Holt,2h,,")

    def begun(*more: str) -> str:
        answer = firstlight("plan", "inspect", path, "--json", *more)
        return str(answer.document["start"]) if answer.code == 0 else answer.err

    assert begun("--start", "2026-12-04T18:00", "--zone", "Europe/Berlin") == "2026-12-04T18:00:00+01:00"
    assert begun("--start", "2026-12-04 18:00") == "2026-12-04T18:00:00+00:00"
    assert "never shows 2026-03-29 02:30" in begun("--start", "2026-03-29T02:30", "--zone", "Europe/Berlin")
    assert "give the offset from UTC" in begun("--start", "2026-10-25T02:30", "--zone", "Europe/Berlin")
    assert "“Nowhere” is not a time zone" in begun("--start", "2026-10-25T02:30", "--zone", "Nowhere")
    assert "“soon” is not a time with an offset" in begun("--start", "soon")
    window = "2026-12-04T18:00/2026-12-04T20:00"
    fit = firstlight("plan", "fit", path, "--window", window, "--zone", "Europe/Berlin", "--runs", 100, "--json")
    assert fit.document["window"]["start"] == "2026-12-04T18:00:00+01:00"


@pytest.mark.parametrize("form", ["csv", "xml"])
def test_steps_of_no_hours_and_of_nine_thousand_are_told(firstlight: Run, tmp_path: Path, form: str) -> None:
    path = _list(tmp_path, "1,Stop,Mira Holt,0h,,", "2,Load,Mira Holt,9000h,1,")
    if form == "xml":
        path = tmp_path / "plan.xml"
        path.write_bytes(project(task(1, "Stop"), task(2, "Load", 9000), task(3, "End", Milestone=1)))
    answer = firstlight("plan", "inspect", path, "--start", "2026-12-04T18:00Z", "--json")
    assert answer.code == 0
    assert [(one["kind"], one["tasks"], one["sentence"]) for one in answer.document["problems"]] == [
        ("no-time", ["1"], "“Stop” (1) takes no time; say how long it takes, or make it a milestone."),
        ("long", ["2"], "“Load” (2) takes 9,000 hours; see whether that was meant in minutes."),
    ]


@pytest.mark.parametrize("command", ["inspect", "convert"])
def test_a_file_without_steps_is_refused_by_every_command(firstlight: Run, tmp_path: Path, command: str) -> None:
    out = (tmp_path / "out.csv",) if command == "convert" else ()
    empty = tmp_path / "empty.csv"
    for content, sentence in (
        ("", "The file is empty; accepted is MS Project XML"),
        (f"{HEADS}\n", "No steps are in it"),
    ):
        empty.write_text(content, encoding="utf-8")
        answer = firstlight("plan", command, empty, *out)
        assert (answer.code, answer.out) == (3, "")
        assert sentence in answer.err


def test_a_file_of_a_plan_that_cannot_be_computed_says_that_its_dates_are_not(firstlight: Run, tmp_path: Path) -> None:
    path, out = _list(tmp_path, "1,Stop,Mira Holt,1h,2,", "2,Load,Mira Holt,1h,1,"), tmp_path / "plan.xml"
    answer = firstlight("plan", "convert", path, out, "--start", "2026-12-04T18:00Z")
    assert (answer.code, out.exists()) == (0, True)
    assert "Note: No dates were computed for this file. 2 tasks wait for each other in a circle" in answer.err
