"""How the actions on the cutover are done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.cast import NOW, Cast, added
from tests.cutover.conftest import Cutover, after
from tests.cutover.mspdi_files import project, task
from tests.house.doing import Doing, does


def _rows(cast: Cast, name: str, **values: Any) -> Doing:
    from firstlight.kernel.sheets import sheets

    return Doing(cast.machine, (cast.project, [added(sheets[f"cutover.{name}"], **values)]))


def _planned(cast: Cast) -> Cutover:
    cutover = Cutover(cast.project, cast.machine)
    cutover.add({"ref": "1"})
    return cutover


@does("cutover.actions.tasks.change_tasks")
def _tasks(cast: Cast) -> Doing:
    return _rows(cast, "tasks", ref="1", title="Stop the interfaces", minutes=30)


@does("cutover.actions.around.change_plans")
def _plans(cast: Cast) -> Doing:
    return _rows(cast, "plans", ref="back", title="Way back", kind="rollback")


@does("cutover.actions.around.change_blackouts")
def _blackouts(cast: Cast) -> Doing:
    return _rows(cast, "blackouts", ref="B-1", start=after(8), end=after(9), reason="Nightly backup")


@does("cutover.actions.around.change_shifts")
def _shifts(cast: Cast) -> Doing:
    return _rows(cast, "shifts", ref="S-1", person="Mira Holt", start=after(0), end=after(8))


@does("cutover.actions.rehearsals.change_rehearsals")
def _rehearsals(cast: Cast) -> Doing:
    return _rows(cast, "rehearsals", ref="R1", title="Mock cutover 1")


@does("cutover.actions.rehearsals.record_timings")
def _timings(cast: Cast) -> Doing:
    _planned(cast).rehearse("R1", {})
    return _rows(cast, "timings", rehearsal="R1", task="1", started=NOW - timedelta(hours=2), ended=NOW)


@does("cutover.actions.rehearsals.take_duration")
def _take_duration(cast: Cast) -> Doing:
    return Doing(cast.machine, (_planned(cast).task("1"),), {"minutes": 95, "seen": 60})


@does("cutover.actions.project_files.keep_project_file")
def _keep_project_file(cast: Cast) -> Doing:
    _planned(cast)
    return Doing(cast.machine, (project(task(1, "Stop the interfaces", 2)),), {"name": "plan.xml"})


@does("cutover.actions.around.change_triggers")
def _triggers(cast: Cast) -> Doing:
    return _rows(
        cast, "triggers", ref="RT-1", seen="The load falls behind", threshold="90 minutes", said_by="Mira Holt"
    )


@does("cutover.actions.checkpoints.decide_checkpoint")
def _decide(cast: Cast) -> Doing:
    from firstlight.cutover.actions.checkpoints import Said

    cutover = _planned(cast)
    cutover.add({"ref": "2", "kind": "checkpoint", "predecessors": ("1",), "deciders": ("Executive sponsor",)})
    return Doing(cast.context("es"), (cutover.task("2"), Said("go", "All loads tie.")))


@does("cutover.actions.checkpoints.record_decisions")
def _record_decisions(cast: Cast) -> Doing:
    return _rows(cast, "decisions", task="2", outcome="go", decided_by="Eva Sommer", at=NOW, reason="All loads tie.")
