from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from firstlight.contracts.reading import Reading
from firstlight.kernel.context import Context
from firstlight.kernel.sheets import Row, RowChange
from tests.cast import added, profile


@dataclass
class Register:
    """A project with external dependencies, made in few words. Unless said otherwise one is fine in every respect."""

    project: Any
    context: Context

    def add(self, *refs: str, **values: Any) -> None:
        from firstlight.dependencies.actions import change_dependencies
        from firstlight.dependencies.sheets import DEPENDENCIES

        fine = {
            "needed_by": date(2026, 12, 1), "promised": date(2026, 11, 30), "confirmed_on": date(2026, 11, 18),
            "requirements_state": "met", "provider": "Scanner provider",
        }  # fmt: skip
        rows = [added(DEPENDENCIES, **{"ref": ref, "title": f"Thing {ref}", **fine, **values}) for ref in refs]
        change_dependencies(self.context, self.project, rows)

    def change(self, ref: str, **values: Any) -> None:
        from firstlight.dependencies.actions import change_dependencies
        from firstlight.dependencies.sheets import DEPENDENCIES

        before = DEPENDENCIES.store.current(self.project)[(ref,)]
        after = Row(before.identity, {**before.values, **values}, before.extras)
        change_dependencies(self.context, self.project, [RowChange("changed", before, after)])

    def read(self, measure: str, now: datetime | None = None) -> Reading:
        from firstlight.readiness.registry import measures

        return measures[f"dependencies.{measure}"].read(self.project, now or self.context.now)


@pytest.fixture
def register(db: None, now: datetime) -> Register:
    """A project whose go-live is on Monday 7 December in Berlin, with an empty register."""
    from firstlight.workspace.actions import add_project
    from firstlight.workspace.roles import FOLDER_READER

    machine = Context(FOLDER_READER, now)
    project = add_project(machine, profile())
    return Register(project, machine.within(project))
