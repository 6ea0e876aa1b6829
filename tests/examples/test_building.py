"""The folders of the example are exactly what the script makes of its data."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.examples.judging import EXAMPLES, STATES

#: The whole tree, for a clone that stays small.
MOST_BYTES = 2_900_000


def _files(root: Path) -> dict[str, Path]:
    return {
        path.relative_to(root).as_posix(): path
        for name in STATES
        for path in (root / name).rglob("*")
        if path.is_file()
    }


def _content(path: Path) -> object:
    """The bytes; of a workbook those of its parts, since how well they are packed depends on the machine."""
    data = path.read_bytes()
    if path.suffix != ".xlsx":
        return data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_building_again_gives_the_files_that_are_there(tmp_path: Path) -> None:
    variables = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("FIRSTLIGHT", "DJANGO"))},
        "PYTHONPATH": os.pathsep.join(str(REPOSITORY / folder) for folder in ("src", "script/examples")),
        "FIRSTLIGHT_DATA": str(tmp_path / "data"),
    }
    out = tmp_path / "examples"
    command = [sys.executable, "-m", "northmere", str(out)]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    made, there = _files(out), _files(EXAMPLES)
    assert made.keys() == there.keys()
    different = [name for name in made if _content(made[name]) != _content(there[name])]
    assert not different, "script/build-examples writes these anew"


def test_the_tree_stays_small() -> None:
    assert sum(path.stat().st_size for path in _files(EXAMPLES).values()) < MOST_BYTES


def test_evidence_begins_with_its_day() -> None:
    for name, path in _files(EXAMPLES).items():
        if path.parent.name == "evidence":
            assert path.name[:2] == "20", name
            assert path.stat().st_size > 0
