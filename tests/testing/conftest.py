from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.cast import profile
from tests.testing.room import Room


@pytest.fixture
def room(db: None, now: datetime) -> Room:
    """An empty project."""
    from firstlight.kernel.context import Context
    from firstlight.workspace.actions import add_project
    from firstlight.workspace.roles import FOLDER_READER

    machine = Context(FOLDER_READER, now)
    project = add_project(machine, profile())
    return Room(project, machine.within(project))


@pytest.fixture(scope="session")
def real_files(shared_data: Path) -> Path:
    """Files of test results of other producers; skipped where they do not lie beside the repository."""
    return shared_data / "test-results"
