from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from firstlight.kernel.context import Context
from firstlight.kernel.sheets import Row, RowChange
from tests.cast import added, profile

#: When the window of the project begins: Friday 4 December, 18:00 in Berlin.
START = datetime(2026, 12, 4, 17, 0, tzinfo=UTC)


def after(hours: float) -> datetime:
    """So many hours into the window."""
    return START + timedelta(hours=hours)


@dataclass
class Cutover:
    """A project with a plan, made in few words. Unless said otherwise a step is fine in every respect."""

    project: Any
    context: Context

    def add(self, *rows: dict[str, Any]) -> None:
        """Steps; what is not given is as it should be."""
        from firstlight.cutover.actions import change_tasks

        fine = {
            "title": "A step", "minutes": 60, "owner": "Mira Holt", "backup": "Jonas Feld", "verifier": "Nadia Wolff",
            "instruction": "Do it.", "verification": "It is done.",
        }  # fmt: skip
        self._apply(change_tasks, "tasks", *({**fine, **row} for row in rows))

    def plan(self, **values: Any) -> None:
        from firstlight.cutover.actions import change_plans

        self._apply(change_plans, "plans", values)

    def shift(self, person: str, start: datetime, end: datetime, **values: Any) -> None:
        from firstlight.cutover.actions import change_shifts
        from firstlight.cutover.models import Shift

        number = Shift.objects.filter(project=self.project).count() + 1
        row = {"ref": f"S-{number}", "person": person, "start": start, "end": end, **values}
        self._apply(change_shifts, "shifts", row)

    def blackout(self, start: datetime, end: datetime, **values: Any) -> None:
        from firstlight.cutover.actions import change_blackouts

        self._apply(change_blackouts, "blackouts", {"ref": "B-1", "start": start, "end": end, "reason": "Backup",
                                                    **values})  # fmt: skip

    def rehearse(self, ref: str, minutes: dict[str, float], **values: Any) -> None:
        """A rehearsal on 7 November in which steps took so many minutes, one after the other."""
        from firstlight.cutover.actions import change_rehearsals, record_timings

        began = datetime(2026, 11, 7, 8, 0, tzinfo=UTC)
        said = {"ref": ref, "title": f"Mock cutover {ref}", "started": began, "ended": began + timedelta(hours=30)}
        self._apply(change_rehearsals, "rehearsals", {**said, **values})
        rows = []
        for task, taken in minutes.items():
            rows.append({"rehearsal": ref, "task": task, "started": began,
                         "ended": (began := began + timedelta(minutes=taken))})  # fmt: skip
        self._apply(record_timings, "timings", *rows)

    def forecast(self) -> int:
        """What the background loop does with the forecast; how many were made anew."""
        from firstlight.cutover.forecasting import make_due

        return make_due(lambda: self.context.now, "a-worker")

    def change(self, ref: str, **values: Any) -> None:
        from firstlight.cutover.actions import change_tasks
        from firstlight.cutover.sheets import TASKS

        before = TASKS.store.current(self.project)[(ref,)]
        after_it = Row(before.identity, {**before.values, **values}, before.extras)
        change_tasks(self.context, self.project, [RowChange("changed", before, after_it)])

    def task(self, ref: str) -> Any:
        from firstlight.cutover.models import Task

        return Task.objects.get(project=self.project, ref=ref)

    def order(self) -> list[str]:
        from firstlight.cutover.models import Task

        return list(Task.objects.filter(project=self.project).values_list("ref", flat=True))

    def _apply(self, action: Any, name: str, *rows: dict[str, Any]) -> None:
        from firstlight.kernel.sheets import sheets

        action(self.context, self.project, [added(sheets[f"cutover.{name}"], **row) for row in rows])


@pytest.fixture
def cutover(db: None, now: datetime) -> Cutover:
    """A project whose window runs from Friday 4 December, 18:00, to Monday 7 December, 05:00, in Berlin."""
    from firstlight.workspace.actions import add_project
    from firstlight.workspace.roles import FOLDER_READER

    machine = Context(FOLDER_READER, now)
    project = add_project(machine, profile())
    return Cutover(project, machine.within(project))
