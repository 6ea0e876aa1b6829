"""Plans from one kind of file to another on the command line."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from tests.cli.conftest import Run
from tests.cutover.mspdi_files import link, project, task
from tests.intake.files import shared_file

START = ("--start", "2026-12-04T18:00+00:00")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A sheet as a cutover manager has it."""
    path = tmp_path / "cutover.csv"
    path.write_text(
        "Step,Task,Kind,Group,Predecessors,Duration,Owner,Verified by,Cost centre\n"
        "A,Freeze,Group,,,,,,\n"
        "1,Stop interfaces,,A,,2h,Mira Holt,Nadia Wolff,4711\n"
        "2,Load invoices,Data load,A,1FS+30m,8h,Jonas Feld,Mira Holt,\n"
        "go,Say go,Checkpoint,,2,15m,Lina Berg,,\n",
        encoding="utf-8",
    )
    return path


def test_a_sheet_becomes_a_file_of_project_and_the_same_sheet_again(
    firstlight: Run, sheet: Path, tmp_path: Path
) -> None:
    xml, back, book = tmp_path / "plan.xml", tmp_path / "back.csv", tmp_path / "plan.xlsx"
    first = firstlight("plan", "convert", sheet, xml, *START)
    assert (first.code, first.out) == (0, "")
    assert firstlight("plan", "convert", sheet, book, *START).code == 0
    told = firstlight("plan", "inspect", xml, "--json").document
    assert (told["tasks"], told["summaries"], told["links"], told["links_with_lag"]) == (4, 1, 2, 1)
    assert told["finish"] == "2026-12-05T04:45:00+00:00"
    assert firstlight("plan", "convert", xml, back).code == 0
    direct = tmp_path / "direct.csv"
    firstlight("plan", "convert", sheet, direct, *START)
    assert back.read_bytes() == direct.read_bytes()
    rows = list(load_workbook(book)["Cutover tasks"].values)
    assert [row[0] for row in rows] == ["Step", "A", "1", "2", "go"]
    assert rows[0][-1] == "Cost centre"


@pytest.mark.requirement("CUT-08")
@pytest.mark.skipif(which("pdftotext") is None, reason="needs pdftotext, which script/test installs")
def test_a_plan_goes_through_every_kind_of_file_and_loses_nothing(firstlight: Run, sheet: Path, tmp_path: Path) -> None:
    """Excel, CSV and MS Project in and out, one after the other; a calendar and a printable runbook out."""
    plain = tmp_path / "plain.csv"
    assert firstlight("plan", "convert", sheet, plain, *START).code == 0
    before = sheet
    for name in ("one.xlsx", "two.xml", "three.xlsx", "four.csv", "five.xml", "six.csv"):
        after = tmp_path / name
        given = () if before.suffix == ".xml" else START
        assert firstlight("plan", "convert", before, after, *given).code == 0
        before = after
    assert before.read_bytes() == plain.read_bytes()
    calendar, paper = tmp_path / "plan.ics", tmp_path / "plan.pdf"
    assert firstlight("plan", "convert", before, calendar, *START).code == 0
    assert firstlight("plan", "convert", before, paper, *START).code == 0
    assert len(Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")) == 3
    printed = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, check=True, text=True).stdout
    for words in ("Stop interfaces", "Load invoices", "Say go", "Mira Holt", "Jonas Feld", "Lina Berg"):
        assert words in printed


def test_a_file_of_project_comes_back_byte_for_byte_by_way_of_excel(firstlight: Run, tmp_path: Path) -> None:
    original = shared_file("plans/Residential_Construction.xml")
    book, back = tmp_path / "plan.xlsx", tmp_path / "back.xml"
    answer = firstlight("plan", "convert", original, book)
    assert "give the original with --onto" in answer.err
    assert firstlight("plan", "convert", book, back, "--onto", original).code == 0
    assert back.read_bytes() == original.read_bytes()


def test_a_calendar_has_the_times_of_the_steps(firstlight: Run, sheet: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.ics"
    assert firstlight("plan", "convert", sheet, out, *START).code == 0
    events = Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    assert [str(one["summary"]) for one in events] == ["1 Stop interfaces", "2 Load invoices", "go Say go"]
    again = tmp_path / "again.ics"
    firstlight("plan", "convert", sheet, again, *START)
    assert again.read_bytes() == out.read_bytes()


def test_run_sheets_are_printed_without_codes_that_lead_nowhere(firstlight: Run, sheet: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.pdf"
    assert firstlight("plan", "convert", sheet, out, *START).code == 0
    assert out.read_bytes().startswith(b"%PDF-")


def test_sheets_are_inspected_fitted_and_levelled_too(firstlight: Run, sheet: Path) -> None:
    told = firstlight("plan", "inspect", sheet, "--json", *START).document
    assert (told["format"], told["critical"]) == ("list", ["1", "2", "go"])
    window = ("--window", "2026-12-04T18:00+00:00/2026-12-07T05:00+00:00", "--runs", "100")
    assert firstlight("plan", "fit", sheet, *window, "--json").document["probability"] == 1.0
    assert firstlight("plan", "level", sheet, *START, "--seconds", "1", "--json").code == 0
    answer = firstlight("plan", "inspect", sheet)
    assert answer.code == 3
    assert "No step has a start" in answer.err


def test_a_circle_of_forty_links_to_nowhere_and_two_of_one_id_are_named(firstlight: Run, tmp_path: Path) -> None:
    path, out = tmp_path / "plan.csv", tmp_path / "plan.ics"
    lines = [f"{n},Task {n},1h,{n % 40 + 1}" for n in range(1, 41)]
    path.write_text("\n".join(["Step,Task,Duration,Predecessors", *lines]), encoding="utf-8")
    told = firstlight("plan", "inspect", path, "--json", *START)
    (circle,) = told.document["problems"]
    assert (told.code, circle["kind"], len(circle["tasks"])) == (2, "cycle", 40)
    refused = firstlight("plan", "convert", path, out, *START)
    assert (refused.code, out.exists()) == (2, False)
    around = refused.err.partition("40 tasks wait for each other in a circle: ")[2].split(".")[0].split(" → ")
    assert (len(around), set(around)) == (41, {str(number) for number in range(1, 41)})
    shown = firstlight("plan", "inspect", path, *START).out
    assert all(f"\n    {number}  Task {number}\n" in shown for number in range(1, 41))
    path.write_text("Step,Task,Duration,Predecessors\n1,Load,1h,9\n2,Check,1h,1\n2,Twice,1h,\n", encoding="utf-8")
    kinds = [one["kind"] for one in firstlight("plan", "inspect", path, "--json", *START).document["problems"]]
    assert sorted(kinds) == ["missing-task", "row"]
    refused = firstlight("plan", "convert", path, tmp_path / "plan.xml", *START)
    assert refused.code == 3
    assert "row 4, column “Step”: “2” stands in row 3 already" in refused.err
    assert not (tmp_path / "plan.xml").exists()


def test_what_cannot_be_is_a_sentence_and_no_file(firstlight: Run, sheet: Path, tmp_path: Path) -> None:
    assert (
        "expected a name that ends in .xlsx" in firstlight("plan", "convert", sheet, tmp_path / "plan.mpp", *START).err
    )
    hostile = tmp_path / "hostile.xml"
    hostile.write_bytes(b'<!DOCTYPE p [<!ENTITY a "b">]>' + project(task(1, "Load", 2), task(2, "Check", 1, link(1))))
    answer = firstlight("plan", "convert", hostile, tmp_path / "out.xlsx")
    assert answer.code == 3
    assert "it declares a document type" in answer.err
    sheet.with_suffix(".xlsx").write_bytes(b"mine")
    answer = firstlight("plan", "convert", sheet, sheet.with_suffix(".xlsx"), *START)
    assert (answer.code, sheet.with_suffix(".xlsx").read_bytes()) == (3, b"mine")
    assert "File exists" in answer.err
