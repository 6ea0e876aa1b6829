from __future__ import annotations

from datetime import datetime

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
