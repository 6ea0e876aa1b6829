"""The runbook and the contacts of a run on paper: who is reached how, for those who may see the people."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from firstlight.assurance import evidence
from firstlight.cutover.live.queries import run_named
from firstlight.cutover.live.report import report_of
from firstlight.cutover.models import RunPaper
from firstlight.ledger.queries import head_of
from firstlight.reporting import run_papers
from firstlight.reporting.run_annex import NOTHING, Annex, annex_of
from firstlight.reporting.run_report import run_file
from firstlight.workspace.models import Person
from tests.cast import Cast
from tests.cutover.running import Weekend, weekend

pytestmark = pytest.mark.django_db


@pytest.fixture
def going(cast: Cast) -> Weekend:
    """A run with a checkpoint at which a role and a person decide, and one name that is nobody's among the people."""
    Person.objects.filter(project=cast.project, ref="wo").update(
        extras={"Phone (night)": "+49 40 5550 11", "Floor": "3", "Hotel": "Park"}, place="Hamburg"
    )
    return weekend(
        cast,
        {"ref": "1", "title": "Load invoices", "instruction": "Open the job.\nWait.", "verification": "Totals tie.",
         "rollback": "Delete the batch.", "documents": ("Page 7",)},
        {"ref": "2", "title": "Data accepted", "kind": "checkpoint", "minutes": 0, "predecessors": ("1",),
         "deciders": ("Approver", "Emil Strand"), "owner": "", "backup": "", "verifier": ""},
        {"ref": "3", "title": "Open the gates", "predecessors": ("2",), "owner": "Night desk", "verifier": ""},
    )  # fmt: skip


def annex(made: Weekend, **given: Any) -> Annex:
    run = run_named(made.cast.project, made.run.ref)
    return annex_of(run, report_of(run, made.now), **{"people": True, **given})


def printed(made: Weekend, form: str, **given: Any) -> bytes:
    run = run_named(made.cast.project, made.run.ref)
    return run_file(made.cast.project, report_of(run, made.now), form, annex(made, **given))


def words(data: bytes, tmp_path: Path) -> str:
    path = tmp_path / "run.pdf"
    path.write_bytes(data)
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.replace("\u200b", "").split())


def test_everybody_in_a_run_is_a_contact_with_what_they_do_in_it(going: Weekend) -> None:
    found = {one.name: one for one in annex(going).contacts or ()}
    assert {name: one.does for name, one in found.items()} == {
        "Cora Mees": ("leads the run",),
        "Petra Lind": ("leads the run",),
        "Anna Prahl": ("decides at 2, as Approver",),
        "Emil Strand": ("decides at 2",),
        "Kim Park": ("verifies 1 step",),
        "Sami Laine": ("backup of 2 steps",),
        "Willem Oost": ("owner of 1 step",),
        "Night desk": ("owner of 1 step",),
    }
    assert [*found][:2] == ["Cora Mees", "Petra Lind"]
    assert [*found][-1] == "Night desk"
    assert (found["Night desk"].known, found["Night desk"].mail) == (False, "")
    willem = found["Willem Oost"]
    assert (willem.mail, willem.phone, willem.place) == ("wo@example.org", "+49 40 5550 11", "Hamburg")
    assert (willem.job, willem.roles) == ("Workstream owner", ("Workstream owner", "Test lead"))


def test_contacts_and_the_runbook_are_on_the_paper_with_where_the_ledger_ends(going: Weekend, tmp_path: Path) -> None:
    head = head_of(going.cast.project)
    said = words(printed(going, "pdf"), tmp_path)
    for one in (
        "Contacts", "wo@example.org", "+49 40 5550 11", "es@example.org", "leads the run", "decides at 2",
        "not in the list of people", "Runbook", "Open the job.", "How one sees that it worked: Totals tie.",
        "If it goes wrong: Delete the batch.", "Documents: Page 7", "Backup: Sami Laine", head.digest[:12],
    ):  # fmt: skip
        assert one in said, one
    book = load_workbook(BytesIO(printed(going, "xlsx")))
    assert book.sheetnames[-2:] == ["Runbook", "Contacts"]
    reached = {row[0]: row[3:5] for row in book["Contacts"].iter_rows(min_row=2, values_only=True)}
    assert reached["Willem Oost"] == ("wo@example.org", "+49 40 5550 11")
    first = next(book["Runbook"].iter_rows(min_row=2, max_row=2, values_only=True))
    assert first[6:] == ("Open the job.\nWait.", "Totals tie.", "Delete the batch.", "Page 7")
    summary = dict(row[:2] for row in book["Summary"].iter_rows(min_row=2, values_only=True))
    assert summary["Ledger"] == f"entry {head.sequence:,}, {head.digest}"
    assert printed(going, "pdf") == printed(going, "pdf")


def test_who_may_not_see_the_people_gets_the_runbook_without_contacts(going: Weekend, tmp_path: Path) -> None:
    said = words(printed(going, "pdf", people=False), tmp_path)
    assert "Runbook" in said
    assert "Contacts" not in said
    assert "example.org" not in said
    assert "Contacts" not in load_workbook(BytesIO(printed(going, "xlsx", people=False))).sheetnames


def test_what_is_kept_every_half_hour_has_both_and_a_closed_run_neither(going: Weekend, tmp_path: Path) -> None:
    run_papers.make_due(lambda: going.now, "worker")
    (paper,) = RunPaper.objects.all()
    said = words(evidence.content(paper.pdf), tmp_path)
    assert "wo@example.org" in said
    assert "Runbook" in said
    going.lead("close_run", reason="Enough.")
    assert annex(going) == NOTHING
