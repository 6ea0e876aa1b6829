"""Running the command line as a person would, in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from tests.conftest import REPOSITORY


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        assert self.out, f"nothing but this was said (exit code {self.code}): {self.err}"
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture(scope="session")
def command_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of all commands of this session, so that the empty database is made once."""
    return tmp_path_factory.mktemp("installation")


@pytest.fixture(scope="session")
def firstlight(command_data: Path) -> Run:
    """Run `firstlight …` and return its answer. A traceback is never an answer."""

    copying = Lock()

    def run(*arguments: object, data: Path = command_data) -> Answer:
        with copying:
            if not (data / "cache").exists() and (command_data / "cache").exists():
                shutil.copytree(command_data / "cache", data / "cache")
        variables = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("FIRSTLIGHT", "DJANGO"))},
            "PYTHONPATH": str(REPOSITORY / "src"),
            "FIRSTLIGHT_DATA": str(data),
        }
        done = subprocess.run(
            [sys.executable, "-m", "firstlight", *map(str, arguments)],
            capture_output=True,
            text=True,
            env=variables,
            timeout=120,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Answer(done.returncode, done.stdout, done.stderr)

    return run


PROJECT = """\
name: Wave 1
organisation: Example Foods
product: finance-operations
approach: phased
time_zone: Europe/Berlin
go_live: 2026-12-07 05:00
as_of: 2026-11-20 09:40
profile: {integrations: no, legacy_data: no, external_dependencies: no, isv: no, regulated: no}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small project folder."""
    root = tmp_path / "wave-1"
    root.mkdir()
    (root / "project.yaml").write_text(PROJECT)
    (root / "people.csv").write_text(
        "Ref,Name,Roles\nes,Emil Strand,Executive sponsor\npo,Paula Ortiz,Process owner; Approver\n"
        "pl,Petra Lind,Project lead\ncm,Cora Mees,Cutover manager\nsl,Sami Laine,Support lead\n"
    )
    (root / "scope.csv").write_text(
        "Ref,Title,Level,Part of,Owner\n65,Order to cash,End to end,,Paula\n"
        "65.10,Take orders,Process area,65,Paula\n65.10.010,Confirm sales orders,Process,65.10,Paula\n"
    )
    (root / "requirements.csv").write_text(
        "Ref,Title,Process\nR-1,Confirm an order,65.10.010\nR-2,Refuse an order over the credit limit,65.10.010\n"
    )
    return root
