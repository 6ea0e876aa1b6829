"""The pack as files: the same bytes everywhere, whole or not at all, under the digest of the ledger."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from firstlight.kernel.errors import Invalid
from firstlight.reporting import decision_pack
from firstlight.reporting.decision_pack import assessment_digest, assessment_json, write_pack
from tests.reporting import variants
from tests.reporting.sample import GO, NO_GO, document

NAMES = ["decision-pack.pdf", "decision-pack.pptx", "decision-pack.xlsx", "assessment.json"]

WRITING = """
import sys
from pathlib import Path
from firstlight.readiness.comparing import compare
from firstlight.reporting.decision_pack import write_pack
from tests.reporting import variants
for name, new in (("plain", variants.document()), ("hostile", variants.hostile())):
    old = variants.earlier(new)
    write_pack(new, Path(sys.argv[1]) / name, since=compare(old, new), since_as_of=old["as_of"])
"""


def circumstances(**more: str) -> dict[str, str]:
    """The environment of a process that has nothing but the sources."""
    repository = Path(__file__).resolve().parents[2]
    return {"PATH": os.environ["PATH"], "PYTHONPATH": f"{repository / 'src'}{os.pathsep}{repository}", **more}


def written_in(folder: Path, **environment: str) -> dict[str, str]:
    """The digests of the packs that a process of its own writes under these circumstances."""
    command = [sys.executable, "-c", WRITING, str(folder)]
    subprocess.run(command, env=circumstances(**environment), cwd=folder, check=True)
    files = sorted(folder.rglob("*.*"))
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_two_processes_elsewhere_write_the_same_bytes(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    one = written_in(here, TZ="UTC", LANG="C", PYTHONHASHSEED="1", HOME=str(here))
    two = written_in(
        there, TZ="Asia/Kolkata", LC_ALL="C.UTF-8", LANG="de_DE.UTF-8", PYTHONHASHSEED="2", SOURCE_DATE_EPOCH="7"
    )
    assert len(one) == 8
    assert one == two


def test_the_pack_is_four_files_in_a_folder_that_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "pack"
    written = write_pack(document(GO), folder)
    assert [path.name for path in written] == NAMES
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)


def test_a_pack_that_cannot_be_made_leaves_the_older_one_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pack(document(GO), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def broken(*given: Any, **more: Any) -> bytes:
        raise RuntimeError("no slides today")

    monkeypatch.setattr(decision_pack, "pptx", broken)
    with pytest.raises(RuntimeError):
        write_pack(document(NO_GO), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_json_is_the_document_and_its_digest_is_printed(tmp_path: Path) -> None:
    made = variants.hostile()
    data = assessment_json(made)
    assert json.loads(data) == made
    assert data.endswith(b"}\n")
    assert assessment_json(json.loads(data)) == data


def test_another_document_is_refused() -> None:
    for make in (decision_pack.pdf, decision_pack.pptx, decision_pack.xlsx):
        with pytest.raises(Invalid, match="firstlight/assessment/1"):
            make({"schema": "firstlight/portfolio/1"})
        with pytest.raises(Invalid):
            make({})


def test_the_digest_is_the_one_that_the_ledger_holds(cast: Any) -> None:
    from firstlight.readiness.actions import assess_project
    from firstlight.readiness.queries import body_of

    made = assess_project(cast.machine)
    frozen = body_of(made)
    assert assessment_digest(frozen) == made.digest
    assert assessment_digest({**frozen, "ignored": [{"file": "a.bin", "reason": "unknown"}]}) == made.digest


def test_a_real_assessment_makes_a_pack(cast: Any, tmp_path: Path) -> None:
    from firstlight.readiness.actions import assess_project
    from firstlight.readiness.queries import body_of

    written = write_pack(body_of(assess_project(cast.machine)), tmp_path)
    assert all(path.stat().st_size > 10_000 for path in written)


def test_importing_the_pack_loads_no_maker_of_files() -> None:
    code = "import sys, firstlight.reporting.decision_pack; print([n for n in sys.modules if n in %r])"
    heavy = ("typst", "pptx", "xlsxwriter", "lxml", "django")
    done = subprocess.run(
        [sys.executable, "-c", code % (heavy,)], capture_output=True, check=True, text=True, env=circumstances()
    )
    assert done.stdout.strip() == "[]"
