"""A run on paper: the whole state and run sheets, from the board, for programs, in the language of the person."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from shutil import which
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from firstlight.letters.models import Letter
from firstlight.reporting import run_messages, run_papers
from firstlight.workspace.models import Person
from tests.api.conftest import program
from tests.cutover.running import Weekend, weekend
from tests.web.conftest import Stage
from tests.web.test_run_again import words

RUN = "cutover/runs/RUN-1/"
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def going(stage: Stage) -> Weekend:
    """A run in which one step is over, one is given to somebody else, and one waits to be verified."""
    made = weekend(
        stage.cast, {"ref": "1", "title": "Stop the interfaces", "verifier": ""},
        {"ref": "2", "title": "Load invoices", "kind": "load", "predecessors": ("1",)},
        {"ref": "3", "title": "Count the stock", "predecessors": ("1",)},
        {"ref": "4", "title": "Open the doors", "predecessors": ("2",)},
    )  # fmt: skip
    made.done("1", minutes=30)
    made.lead("reassign_step", "4", owner="Sami Laine")
    made.do("start_step", "3")
    made.after(20).do("finish_step", "3")
    made.do("start_step", "2")
    return made


def printed(answer: Any, tmp_path: Path) -> str:
    """The words of a PDF."""
    if which("pdftotext") is None:
        pytest.skip("needs pdftotext")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(answer.content)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.replace("\u200b", "").split())


def test_the_board_leads_to_the_state_now_and_to_everybodys_run_sheet(stage: Stage, going: Weekend) -> None:
    board = stage.text(RUN, "wo")
    for address in ("report.pdf", "report.xlsx", "paper/"):
        assert f"/{RUN}{address}" in board
    page = stage.text(f"{RUN}paper/", "wo")
    assert f"/{RUN}report.pdf" in page
    assert "Willem Oost 1 3 PDF : Willem Oost" in words(page)
    assert "Kim Park 3 3 PDF : Kim Park" in words(page)
    assert "Nothing is kept" in words(page)


def test_a_run_sheet_has_what_is_left_at_the_times_expected_now(stage: Stage, going: Weekend, tmp_path: Path) -> None:
    sheet = printed(stage.get(f"{RUN}run-sheet.pdf", "wo"), tmp_path)
    assert "Stop the interfaces" not in sheet
    assert "Over already 1" in sheet
    assert "Data load · Begun" in sheet
    assert "Done, to be verified" in sheet
    assert f"{going.row('4').planned_start.astimezone(BERLIN):%H:%M}" == "11:40"
    assert "10:40 – 11:40 4 Open the doors" in sheet
    mine = printed(stage.get(f"{RUN}run-sheet.pdf?owner=Sami+Laine", "wo"), tmp_path)
    assert "You do it" in mine
    assert "4 Open the doors" in mine
    assert "You step in" in mine


@pytest.mark.parametrize("address", [f"{RUN}run-sheet.pdf", "cutover/run-sheet.pdf"])
def test_a_run_sheet_is_in_the_language_of_its_person(
    stage: Stage, going: Weekend, tmp_path: Path, address: str
) -> None:
    Person.objects.filter(project=stage.project, ref="sl").update(language="German")
    sheet = printed(stage.get(f"{address}?owner=Sami+Laine", "wo"), tmp_path)
    for said in ("Laufzettel", "Sie springen ein", "Anweisung", "Kürzel", "Seite 1 von"):
        assert said in sheet, said
    assert "You do it" not in sheet
    assert "You do it" in printed(stage.get(f"{address}?owner=Willem+Oost", "wo"), tmp_path)


@pytest.mark.parametrize("address", ["cutover/runs/RUN-1/run-sheet", "cutover/run-sheet"])
def test_programs_get_run_sheets_in_the_language_of_the_person_of_the_request_or_of_the_caller(
    stage: Stage, going: Weekend, tmp_path: Path, address: str
) -> None:
    caller = program(stage, "au")

    def sheet(accept: str = "", owner: str = "") -> str:
        answer = caller.get(f"{address}?owner={owner}", **({"accept_language": accept} if accept else {}))
        text = printed(answer, tmp_path)
        german = "Laufzettel" in text and re.search(r"(Mo|Di|Mi|Do|Fr|Sa|So),? \d+\. ", text) is not None
        assert german or ("Run sheet" in text and "Laufzettel" not in text)
        assert answer.headers["Content-Language"] == ("de" if german else "en")
        return "de" if german else "en"

    assert sheet() == "en"
    assert sheet("de-CH,de;q=0.9") == "de"
    assert sheet("fr") == "en"
    Person.objects.filter(project=stage.project, ref="sl").update(language="German")
    assert sheet("en", "Sami+Laine") == "de"
    assert sheet("de", "Willem+Oost") == "de"
    Person.objects.filter(project=stage.project, ref="au").update(language="German")
    assert sheet() == "de"
    assert sheet("en") == "en"


def test_programs_list_what_was_printed_and_mailed_and_print_themselves(
    stage: Stage, going: Weekend, settings: Any
) -> None:
    run_papers.make_due(lambda: going.now, "worker")
    settings.MAIL_CONFIGURED = True
    run_messages.write_due(lambda: going.now, "worker")
    caller = program(stage, "au")
    (paper,) = caller.get("cutover/runs/RUN-1/papers").json()
    assert paper["pdf_size"] > 1000
    answer = caller.get(f"cutover/runs/RUN-1/papers/{paper['number']}.xlsx")
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert caller.get("cutover/runs/RUN-1/papers/999999.pdf").status_code == 404
    assert caller.get("cutover/runs/RUN-1/run-sheet?owner=Kim%20Park").content[:5] == b"%PDF-"
    first = caller.get("cutover/runs/RUN-1/letters?limit=1")
    assert first.json()[0]["state"] == "waiting"
    assert Letter.objects.count() > 1
    assert 'rel="next"' in first.headers["Link"]


def test_of_a_closed_run_its_report_is_printed_and_nobody_else_finds_paper(stage: Stage, going: Weekend) -> None:
    going.lead("close_run", reason="Enough.")
    page = words(stage.text(f"{RUN}paper/", "wo"))
    assert "its report is what is printed" in page
    assert "Kim Park" not in page
    for part in ("paper/", "run-sheet.pdf"):
        assert stage.outsider().get(f"/p/{stage.project.slug}/{RUN}{part}").status_code == 404


def test_contacts_are_only_for_those_who_may_see_the_people(
    stage: Stage, going: Weekend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_papers.make_due(lambda: going.now, "worker")
    caller = program(stage, "au")
    (paper,) = caller.get("cutover/runs/RUN-1/papers").json()
    kept = f"papers/{paper['number']}"
    assert "sl@example.org" in printed(stage.get(f"{RUN}report.pdf", "wo"), tmp_path)
    assert "sl@example.org" in printed(caller.get("cutover/runs/RUN-1/report.pdf"), tmp_path)
    assert "sl@example.org" in printed(stage.get(f"{RUN}{kept}.pdf", "wo"), tmp_path)
    # A party that sees the cutover and not the people.
    from firstlight.workspace import queries

    rights_in = queries.rights_in
    monkeypatch.setattr(queries, "rights_in", lambda person: rights_in(person) - {"people.view"})
    for answer in (stage.get(f"{RUN}report.pdf", "wo"), caller.get("cutover/runs/RUN-1/report.pdf")):
        said = printed(answer, tmp_path)
        assert "example.org" not in said
        assert "Count the stock" in said
    assert stage.get(f"{RUN}{kept}.pdf", "wo").status_code == 403
    assert caller.get(f"cutover/runs/RUN-1/{kept}.xlsx").status_code == 403
    page = stage.text(f"{RUN}paper/", "wo")
    assert f"{kept}.pdf" not in page
    assert "for those who may see the people" in page
