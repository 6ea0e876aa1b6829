"""A run on paper: its whole state with the head of the ledger while it runs, its report once it is closed."""

from __future__ import annotations

import subprocess
import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from firstlight.assurance import evidence
from firstlight.cutover.live.queries import run_named
from firstlight.cutover.live.report import report_of
from firstlight.cutover.models import RunPaper
from firstlight.ledger.queries import head_of
from firstlight.reporting import run_papers
from firstlight.reporting.run_report import run_file
from tests.cast import Cast
from tests.cutover.running import Weekend, argued, weekend


@pytest.fixture
def told(cast: Cast) -> Weekend:
    made = argued(cast)
    made.lead("defer_issue", 1, decision="Paper lists until six.", agreed_by=["Sami Laine"])
    return made


def _read(data: bytes, tmp_path: Path) -> str:
    path = tmp_path / "run.pdf"
    path.write_bytes(data)
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


@pytest.mark.django_db
def test_the_state_on_paper_says_everything_and_where_the_ledger_ends(told: Weekend, tmp_path: Path) -> None:
    report = report_of(run_named(told.cast.project, told.run.ref), told.now)
    said = " ".join(_read(run_file(told.cast.project, report, "pdf"), tmp_path).split())
    head = head_of(told.cast.project)
    for words in (
        "State of RUN-1", f"entry {head.sequence:,}", head.digest[:12], "Load open invoices", "Rehearsal",
        "They are known.", "23 scanners", "No labels today.", "1h 35m",
    ):  # fmt: skip
        assert words in said, words
    assert "Anna Prahl" in said
    assert run_file(told.cast.project, report, "pdf") == run_file(told.cast.project, report, "pdf")


@pytest.mark.django_db
def test_the_report_tells_planned_against_actual_decisions_dissent_issues_and_lessons(told: Weekend) -> None:
    told.lead("close_run", reason="The rest is done tomorrow.")
    run = run_named(told.cast.project, told.run.ref)
    run.rehearsal.lessons = "Load invoices first."
    report = report_of(run, told.now + timedelta(days=3))
    (late,) = report.late
    assert (late.row.ref, late.planned, late.took, late.apart) == ("1", 60, 95, 35)
    assert [(gate.row.ref, who, why) for gate, who, why in report.dissent] == [
        ("2", "Anna Prahl", "118 invoices are missing.")
    ]
    assert [line.row.ref for line in report.out_of_turn] == ["4"]
    book = load_workbook(BytesIO(run_file(told.cast.project, report, "xlsx")))
    assert book.sheetnames == ["Summary", "Steps", "Decisions", "Issues"]
    steps = {row[0]: row for row in book["Steps"].iter_rows(min_row=2, values_only=True)}
    assert (steps["1"][12:15], steps["4"][7]) == ((60, 95, 35), "skipped")
    summary = dict(row[:2] for row in book["Summary"].iter_rows(min_row=2, values_only=True))
    assert summary["Lessons"] == "Load invoices first."
    assert summary["Closed before all was done, because"] == "The rest is done tomorrow."
    assert book["Decisions"].cell(2, 5).value == "Anna Prahl: 118 invoices are missing."
    assert [book["Issues"].cell(2, place).value for place in (6, 7)] == ["Paper lists until six.", "Sami Laine"]


@pytest.mark.django_db
def test_a_run_that_goes_on_is_printed_every_half_hour(told: Weekend) -> None:
    assert run_papers.make_due(lambda: told.now, "worker") == 1
    assert not run_papers.waits(told.now + timedelta(minutes=29))
    assert run_papers.make_due(lambda: told.now + timedelta(minutes=31), "worker") == 1
    newest = RunPaper.objects.filter(run=told.run).first()
    assert newest is not None
    assert newest.head == head_of(told.cast.project).digest
    assert evidence.content(newest.pdf).startswith(b"%PDF")
    assert evidence.content(newest.xlsx).startswith(b"PK")
    told.lead("close_run", reason="Enough.")
    assert not run_papers.waits(told.now + timedelta(days=1))


@pytest.mark.django_db
@pytest.mark.thorough
def test_a_thousand_steps_are_printed_whole_and_open_without_a_network(cast: Cast, tmp_path: Path) -> None:
    made = weekend(cast, *({"ref": str(number), "title": f"Step {number}"} for number in range(1, 1001)))
    made.done("1")
    head, took = head_of(cast.project), {}
    report = report_of(run_named(cast.project, made.run.ref), made.now)
    files = {}
    for form in ("pdf", "xlsx"):
        begun = time.process_time()
        files[form] = run_file(cast.project, report, form)
        took[form] = time.process_time() - begun
    print(f"\n1,000 steps on paper: PDF {took['pdf']:.1f} s, Excel {took['xlsx']:.1f} s of processor time")
    said = _read(files["pdf"], tmp_path)
    assert all(f"Step {number}" in said for number in range(1, 1001))
    assert f"{head.sequence:,}" in said
    assert head.digest[:12] in said
    assert b"/URI" not in files["pdf"]
    listed = subprocess.run(["pdffonts", tmp_path / "run.pdf"], capture_output=True, text=True, check=True).stdout
    fonts = [line.split()[-5] for line in listed.splitlines()[2:]]  # … emb sub uni object ID
    assert fonts
    assert set(fonts) == {"yes"}, listed
    with ZipFile(BytesIO(files["xlsx"])) as book:
        assert not [name for name in book.namelist() if "externalLink" in name]
        assert b'TargetMode="External"' not in b"".join(map(book.read, book.namelist()))
    sheet = load_workbook(BytesIO(files["xlsx"]), read_only=True)["Steps"]
    assert sum(1 for _row in sheet.iter_rows(min_row=2)) == 1000
