"""The report of a run as its page, its files, and what was kept on paper."""

from __future__ import annotations

import re
import subprocess
from datetime import timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from firstlight.assurance import evidence
from firstlight.cutover.live import clock_steps
from firstlight.cutover.models import RunPaper
from firstlight.reporting import run_papers
from tests.cutover.running import Weekend, argued, weekend
from tests.web.conftest import Stage

ADDRESS = "cutover/runs/RUN-1/"


@pytest.fixture(params=["rehearsal", "live"])
def weekend_over(stage: Stage, request: Any) -> Weekend:
    """A run in which everything happened that a report tells of; it is still open."""
    made = argued(
        stage.cast,
        {"ref": "5", "title": "Count the stock", "verifier": ""},
        {"ref": "6", "title": "Tell the carriers", "predecessors": ("5",)},
        mode=request.param,
    )
    made.lead("defer_issue", 1, decision="Paper lists until six.", agreed_by=["Sami Laine"])
    made.lead("override_step", "6", reason="The carriers close at six.")
    made.do("enter_late", "5", started=made.now - timedelta(minutes=40), ended=made.now - timedelta(minutes=10))
    return made


def part(page: str, name: str) -> str:
    """The words of a section of the page."""
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL)
    assert found, name
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


def paper(stage: Stage, tmp_path: Path) -> str:
    """The report as PDF, its words."""
    path = tmp_path / "run.pdf"
    path.write_bytes(stage.get(f"{ADDRESS}report.pdf", "au").content)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.split())


@pytest.mark.requirement("CUT-10")
def test_after_a_run_its_report_has_planned_against_actual_issues_decisions_and_lessons(
    stage: Stage, weekend_over: Weekend, tmp_path: Path
) -> None:
    weekend_over.lead("close_run", reason="The rest is done tomorrow.")
    answer = stage.post(f"{ADDRESS}lessons/", "cm", lessons="The bank files need a second approver.", seen="")
    assert answer.status_code == 303
    page = stage.text(f"{ADDRESS}report/", "au")
    assert "Load open invoices" in part(page, "steps")
    assert "1 h 1 h 35 min +35 min" in part(page, "steps")
    assert part(page, "decisions").startswith("Decisions 2 Data accepted Go · Cora Mees")
    for words in (
        "They are known.", "Anna Prahl: No-go · 118 invoices are missing. Dissent",
        "Emil Strand (Executive sponsor): Go",
    ):  # fmt: skip
        assert words in part(page, "decisions"), words
    assert part(page, "decisions").count("Dissent") == 1
    assert "23 scanners do not answer Deferred · Kim Park Paper lists until six. (Sami Laine)" in part(page, "issues")
    assert "The bank files need a second approver." in part(page, "lessons")
    printed = paper(stage, tmp_path)
    assert printed.count("Report of RUN-1") >= 1
    for words in (
        "1h 35m", "They are known.", "118 invoices are", "23 scanners", "Paper lists", "The bank files need a second",
        "Entered from paper", "No labels today.",
    ):  # fmt: skip
        assert words in printed, words
    book = load_workbook(BytesIO(stage.get(f"{ADDRESS}report.xlsx", "au").content))
    steps = {row[0]: row for row in book["Steps"].iter_rows(min_row=2, values_only=True)}
    assert steps["1"][12:15] == (60, 95, 35)
    assert steps["6"][18] == "The carriers close at six."
    decided = [one.value for one in book["Decisions"][2]]
    assert decided[1] == "Go"
    assert decided[4] == "Anna Prahl: 118 invoices are missing."
    assert "Cutover manager: go (Cora Mees)" in decided[5]
    assert [one.value for one in book["Issues"][2]][5:] == ["Paper lists until six.", "Sami Laine"]
    summary = dict(row[:2] for row in book["Summary"].iter_rows(min_row=2, values_only=True))
    assert summary["Lessons"] == "The bank files need a second approver."


def test_two_who_write_lessons_do_not_write_over_each_other(stage: Stage, weekend_over: Weekend) -> None:
    assert stage.post(f"{ADDRESS}lessons/", "cm", lessons="Load first.", seen="").status_code == 303
    assert stage.post(f"{ADDRESS}lessons/", "pl", lessons="Load last.", seen="").status_code == 409
    assert stage.post(f"{ADDRESS}lessons/", "wo", lessons="Mine.", seen="Load first.").status_code == 403
    assert "Load first." in part(stage.text(f"{ADDRESS}report/"), "lessons")
    assert (
        stage.post(f"{ADDRESS}lessons/", "pl", lessons="Load first, then count.", seen="Load first.").status_code == 303
    )


@pytest.mark.parametrize("weekend_over", ["rehearsal"], indirect=True)
def test_the_page_tells_planned_against_actual_and_everything_out_of_the_ordinary(
    stage: Stage, weekend_over: Weekend
) -> None:
    page = stage.text(f"{ADDRESS}report/", "au")
    assert "As of now: the run is open" in page
    assert "1 skipped, 1 before their turn, 1 entered late" in page
    drivers = part(page, "drivers")
    assert "Load open invoices" in drivers
    assert "35 min +35 min" in drivers
    assert "Print labels" not in drivers
    turns = part(page, "turns")
    assert "4 Print labels Skipped · No labels today." in turns
    assert "6 Tell the carriers Begun before its turn · The carriers close at six." in turns
    assert "5 Count the stock" in part(page, "late")
    assert "Load open invoices" not in part(page, "late")
    steps = part(page, "steps")
    assert "1 h 1 h 35 min +35 min" in steps
    assert "30 min −30 min" in steps


def test_the_list_of_steps_sorts_and_filters(stage: Stage, weekend_over: Weekend) -> None:
    found = part(stage.text(f"{ADDRESS}report/?sort=-more-than-planned"), "steps")
    assert found.index("Load open invoices") < found.index("Count the stock") < found.index("Open the gates")
    found = part(stage.text(f"{ADDRESS}report/?state=skipped"), "steps")
    assert "Print labels" in found
    assert "Count the stock" not in found


@pytest.mark.parametrize("weekend_over", ["rehearsal"], indirect=True)
def test_that_the_clock_was_set_is_said_on_board_page_and_paper(
    stage: Stage, weekend_over: Weekend, tmp_path: Path
) -> None:
    assert "The clock of the server" not in stage.text(f"{ADDRESS}report/", "au")
    for seconds in (-600, 605):
        clock_steps.tell(stage.inside.now - stage.project.clock_offset, timedelta(seconds=seconds))
    for address in (ADDRESS, f"{ADDRESS}report/"):
        page = stage.text(address, "au")
        assert "The clock of the server was set back by 10 min, to" in page
        assert "The clock of the server was set ahead by 10 min, to" in page
    assert "set back by 10m" in paper(stage, tmp_path)
    summary = load_workbook(BytesIO(stage.get(f"{ADDRESS}report.xlsx", "au").content))["Summary"]
    told = [row[1] for row in summary.iter_rows(values_only=True) if row[0] == "Clock of the server"]
    assert [one.split(" by ")[0] for one in told] == ["set back", "set ahead"]


def test_a_closed_run_says_since_when_and_why(stage: Stage, weekend_over: Weekend) -> None:
    weekend_over.lead("close_run", reason="The rest is done tomorrow.")
    page = stage.text(f"{ADDRESS}report/", "au")
    assert "As of now" not in page
    strip = " ".join(re.sub(r"<[^>]+>", " ", page.partition("fl-strip-card")[2].partition("</dl>")[0]).split())
    assert re.search(r"Took 1 h 35 min .* Against the plan not finished", strip), strip
    assert "The rest is done tomorrow." in page
    assert f"/{ADDRESS}report/" in stage.text("cutover/runs/")
    assert f"/{ADDRESS}report/" in stage.text(ADDRESS)


@pytest.mark.parametrize("weekend_over", ["rehearsal"], indirect=True)
def test_what_is_kept_on_paper_is_listed_newest_first_and_given_out_as_it_was(
    stage: Stage, weekend_over: Weekend
) -> None:
    for minutes in (0, 31):
        run_papers.make_due(lambda later=minutes: weekend_over.now + timedelta(minutes=later), "worker")
    newest, oldest = RunPaper.objects.filter(run=weekend_over.run)
    assert f"/{ADDRESS}paper/" in stage.text(f"{ADDRESS}report/", "au")
    page = stage.text(f"{ADDRESS}paper/", "au")
    said = part(page, "papers")
    assert said.count(f"Ledger up to entry {newest.sequence:,}") == 2
    assert page.index(f"papers/{newest.pk}.pdf") < page.index(f"papers/{oldest.pk}.pdf")
    for form, start in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        answer = stage.get(f"{ADDRESS}papers/{oldest.pk}.{form}", "au")
        assert answer.content == evidence.content(getattr(oldest, form))
        assert answer.content.startswith(start)
    assert stage.get(f"{ADDRESS}papers/{oldest.pk + 99}.pdf").status_code == 404
    assert stage.outsider().get(f"/p/{stage.project.slug}/{ADDRESS}papers/{oldest.pk}.pdf").status_code == 404
    evidence.path_of(newest.pdf).unlink()
    assert "PDF is missing from the store" in part(stage.text(f"{ADDRESS}paper/"), "papers")


def test_a_paper_of_another_run_is_not_found_under_this_one(stage: Stage) -> None:
    first = weekend(stage.cast, {"ref": "1"})
    run_papers.make_due(lambda: first.now, "worker")
    first.lead("close_run", reason="Once more.")
    stage.post("cutover/runs/open/", "cm", plan="cutover", mode="rehearsal")
    number = RunPaper.objects.get().pk
    assert stage.get(f"cutover/runs/RUN-1/papers/{number}.pdf").status_code == 200
    assert stage.get(f"cutover/runs/RUN-2/papers/{number}.pdf").status_code == 404


def test_ten_steps_and_two_hundred_cost_the_same_queries(stage: Stage) -> None:
    counts = []
    for many in (10, 200):
        made = weekend(stage.cast, *({"ref": f"{many}-{one}"} for one in range(many)))
        address = f"cutover/runs/{made.run.ref}/report/"
        client = stage.client()
        client.get(f"/p/{stage.project.slug}/{address}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/p/{stage.project.slug}/{address}").status_code == 200
        counts.append(len(asked))
        made.lead("close_run", reason="Counted.")
    assert counts[0] == counts[1] <= 15
