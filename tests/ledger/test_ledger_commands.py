"""The ledger as somebody checks it who has only the command line, an export and an anchor from earlier."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cast import NOW, Cast
from tests.cli.conftest import Run, command_data, firstlight, folder

__all__ = ["command_data", "firstlight", "folder"]

pytestmark = pytest.mark.requirement("PLT-02")


@pytest.fixture
def exported(cast: Cast, tmp_path: Path) -> Path:
    from firstlight.ledger.files import export

    out = io.StringIO()
    export(cast.project, out, NOW)
    path = tmp_path / "ledger.jsonl"
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def test_an_edited_export_is_refused_and_the_first_bad_entry_named(firstlight: Run, exported: Path) -> None:
    assert firstlight("ledger", "verify", "--file", exported).code == 0
    lines = exported.read_text().splitlines()
    lines[6] = json.dumps(json.loads(lines[6]) | {"actor_name": "Emil Strand"})
    exported.write_text("\n".join(lines) + "\n")
    answer = firstlight("ledger", "verify", "--file", exported, "--json")
    assert answer.code == 2
    assert answer.document["ok"] is False
    assert (answer.document["problem"]["kind"], answer.document["problem"]["sequence"]) == ("changed", 6)
    assert "changed after it was written" in answer.document["problem"]["sentence"]


def test_a_file_that_is_no_export_is_bad_input(firstlight: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("[" * 100_000)
    answer = firstlight("ledger", "verify", "--file", path)
    assert answer.code == 3
    assert "notes.txt, line 1" in answer.err


def test_yesterdays_database_put_back_is_found_by_an_anchor(firstlight: Run, folder: Path, tmp_path: Path) -> None:
    data, anchor = tmp_path / "data", tmp_path / "anchor.json"
    firstlight("load", folder, data=data)
    database, yesterday = data / "firstlight.sqlite3", tmp_path / "yesterday.sqlite3"
    shutil.copyfile(database, yesterday)
    firstlight("load", folder, data=data)
    anchor.write_text(firstlight("ledger", "anchor", "wave-1", data=data).out)
    for left in data.glob("firstlight.sqlite3*"):
        left.unlink()
    shutil.copyfile(yesterday, database)
    answer = firstlight("ledger", "verify", "--project", "wave-1", "--anchor", anchor, "--json", data=data)
    problem: Any = answer.document["problem"]
    assert answer.code == 2
    assert problem["kind"] == "rolled-back"
    assert problem["sequence"] == answer.document["entries"] + 1
