"""The ledger: read, searched, verified, taken along."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from firstlight.ledger.models import Entry
from tests.ledger.chains import unguarded
from tests.web.conftest import Stage


def _entries(page: str) -> list[int]:
    return [int(n) for n in re.findall(r'<li>\s*<span class="fl-code">(\d+)</span>', page)]


@pytest.mark.requirement("PLT-02")
def test_entries_say_who_what_when_before_and_after(stage: Stage) -> None:
    page = stage.text("ledger/")
    shown = _entries(page)
    assert shown == sorted(shown, reverse=True)
    assert "Project assessed" in page
    assert "Folder reader (program)" in page
    assert "Fri 20 Nov, 09:40 CET" in page
    assert '<span class="visually-hidden">After: </span>' in page
    assert "Petra Lind" in stage.text("ledger/?actor=petra")


def test_older_entries_come_page_by_page_without_a_gap(stage: Stage) -> None:
    from firstlight.scope import actions, sheets

    rows = ({"ref": f"N-{n}", "title": f"New {n}"} for n in range(70))
    stage.change(actions.change_requirements, sheets.REQUIREMENTS, *rows)
    seen: list[int] = []
    address = "ledger/"
    while address:
        page = stage.text(address)
        seen += _entries(page)
        older = re.search(r'href="/p/[^"/]+/(ledger/\?[^"]*before=\d+)" rel="next"', page)
        address = older.group(1).replace("&amp;", "&") if older else ""
    assert seen == list(range(max(seen), 0, -1))
    assert len(seen) > 100


def test_the_address_narrows_by_action_subject_and_actor(stage: Stage) -> None:
    page = stage.text("ledger/?action=assurance.content.signed")
    assert len(_entries(page)) == 1
    assert "Emil Strand" in page
    assert "selected>Signed</option>" in page
    assert len(_entries(stage.text("ledger/?subject=R-1"))) == 1
    assert len(_entries(stage.text("ledger/?subject=process"))) == 3
    assert "No entry fits" in stage.text("ledger/?actor=nobody-of-that-name")


@pytest.mark.requirement("PLT-02")
def test_the_chain_can_be_verified_and_a_changed_entry_is_found(stage: Stage) -> None:
    page = stage.text("ledger/verify/")
    assert ">Whole</span>" in page
    count = Entry.objects.filter(stream=stage.project.uid).count()
    assert f"All {count} entries were walked" in page
    _tamper(stage, 5)
    page = stage.text("ledger/verify/")
    assert ">Broken</span>" in page
    assert "Entry 5" in page
    assert "was changed after it was written" in page


def _tamper(stage: Stage, sequence: int) -> None:
    """Change an entry as someone who owns the database would."""
    with unguarded() as cursor:
        cursor.execute(
            "UPDATE ledger_entry SET actor_name = 'Somebody else' WHERE stream = %s AND sequence = %s",
            [stage.project.uid, sequence],
        )


@pytest.mark.requirement("PLT-02")
def test_an_export_and_an_anchor_can_be_verified_by_anyone(stage: Stage, tmp_path: Path) -> None:
    from firstlight.ledger.files import Export, read_anchor
    from firstlight.ledger.rules import examine

    export = stage.get("ledger/export.jsonl")
    assert export.headers["Content-Disposition"].startswith("attachment")
    file = tmp_path / "ledger.jsonl"
    file.write_bytes(b"".join(export.streaming_content))
    anchor_file = tmp_path / "anchor.json"
    anchor_file.write_bytes(stage.get("ledger/anchor.json").content)
    read = Export(file)
    entries = list(read.entries())
    result = examine(entries, lambda: read.head, [read_anchor(anchor_file)])
    assert result.ok
    assert result.entries == Entry.objects.filter(stream=stage.project.uid).count()
    assert json.loads(anchor_file.read_text())["sequence"] == result.entries


def test_looking_writes_nothing(stage: Stage) -> None:
    before = Entry.objects.count()
    for address in ("", "readiness/", "ledger/verify/", "checks/scope.agreed/", "packs/", "assessments/2/"):
        stage.text(address)
    stage.get("assessments/2/decision-pack.json")
    assert Entry.objects.count() == before
