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

    def scope(self) -> None:
        """Two rollouts, an integration, a part, and a requirement that is out of scope."""
        from firstlight.scope import actions, sheets

        rows: tuple[tuple[Any, Any, tuple[dict[str, Any], ...]], ...] = (
            (actions.change_rollouts, sheets.ROLLOUTS, (
                {"ref": "W1", "title": "Wave 1", "go_live": date(2026, 12, 7)},
                {"ref": "W2", "title": "Wave 2", "go_live": date(2027, 4, 12)},
            )),
            (actions.change_integrations, sheets.INTEGRATIONS, ({"ref": "I-1", "title": "Bank", "volume_a_day": 900},)),
            (actions.change_parts, sheets.PARTS, ({"ref": "P-1", "title": "Finance", "kind": "application"},)),
            (actions.change_requirements, sheets.REQUIREMENTS, ({"ref": "R-9", "title": "Later", "in_scope": False},)),
        )  # fmt: skip
        for action, sheet, given in rows:
            action(self.context, self.project, [added(sheet, **values) for values in given])

    def require(self, *rows: dict[str, Any]) -> None:
        """What was agreed with providers."""
        from firstlight.dependencies.actions import change_requirements
        from firstlight.dependencies.sheets import REQUIREMENTS

        change_requirements(self.context, self.project, [added(REQUIREMENTS, **row) for row in rows])

    def meet(self, ref: str, **values: Any) -> None:
        """A meeting with a provider."""
        from firstlight.dependencies.actions import change_meetings
        from firstlight.dependencies.sheets import MEETINGS

        change_meetings(self.context, self.project, [added(MEETINGS, ref=ref, **{"title": "Weekly call", **values})])

    def row(self, ref: str = "D-1") -> Any:
        """A dependency as it is kept."""
        from firstlight.dependencies.queries import dependency_named

        return dependency_named(self.project, ref)

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
