"""How the actions on the cutover are done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from firstlight.kernel.context import Context
from firstlight.workspace.roles import CLOCK_WATCH, MESSENGER
from tests.cast import NOW, Cast, added
from tests.cutover.conftest import Cutover, after
from tests.cutover.mspdi_files import project, task
from tests.cutover.running import weekend
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


def _running(cast: Cast, name: str, *args: Any, by: str = "wo", before: tuple[str, ...] = (), **given: Any) -> Doing:
    """An action on a run of two steps; `before` are actions on step 1 that were done then."""
    made = weekend(cast, {"ref": "1"}, {"ref": "2", "predecessors": ("1",)})
    for one in before:
        made.do(one, "1")
    return Doing(made.cast.context(by), (made.run, *args), given)


@does("cutover.actions.runs.open_run")
def _open_run(cast: Cast) -> Doing:
    from firstlight.cutover.models import Plan

    _planned(cast)
    return Doing(cast.context("cm"), (Plan.objects.get(project=cast.project),), {"mode": "rehearsal"})


@does("cutover.actions.runs.start_run")
def _start_run(cast: Cast) -> Doing:
    made = weekend(cast, {"ref": "1"}, started=False)
    return Doing(cast.context("cm"), (made.run,))


@does("cutover.actions.runs.pause_run")
def _pause_run(cast: Cast) -> Doing:
    return _running(cast, "pause_run", by="cm", reason="The environment is away.")


@does("cutover.actions.runs.resume_run")
def _resume_run(cast: Cast) -> Doing:
    made = weekend(cast, {"ref": "1"})
    made.lead("pause_run")
    return Doing(cast.context("cm"), (made.run,))


@does("cutover.actions.runs.close_run")
def _close_run(cast: Cast) -> Doing:
    return _running(cast, "close_run", by="cm", reason="Enough was seen.")


@does("cutover.actions.steps.start_step")
def _start_step(cast: Cast) -> Doing:
    return _running(cast, "start_step", "1")


@does("cutover.actions.steps.override_step")
def _override_step(cast: Cast) -> Doing:
    return _running(cast, "override_step", "2", by="cm", reason="The vendor leaves at noon.")


@does("cutover.actions.steps.finish_step")
def _finish_step(cast: Cast) -> Doing:
    return _running(cast, "finish_step", "1", before=("start_step",), note="48,120 rows")


@does("cutover.actions.steps.verify_step")
def _verify_step(cast: Cast) -> Doing:
    before = ("start_step", "finish_step")
    return _running(cast, "verify_step", "1", by="pc", before=before, evidence="Report 12 is empty.")


@does("cutover.actions.steps.skip_step")
def _skip_step(cast: Cast) -> Doing:
    return _running(cast, "skip_step", "1", by="cm", reason="Nothing to load.")


@does("cutover.actions.steps.reopen_step")
def _reopen_step(cast: Cast) -> Doing:
    return _running(cast, "reopen_step", "1", before=("start_step",), reason="The wrong file.")


@does("cutover.actions.steps.block_step")
def _block_step(cast: Cast) -> Doing:
    return _running(cast, "block_step", "1", reason="The certificate is refused.")


@does("cutover.actions.steps.unblock_step")
def _unblock_step(cast: Cast) -> Doing:
    made = weekend(cast, {"ref": "1"})
    made.do("block_step", "1", reason="The certificate is refused.")
    return Doing(cast.context("wo"), (made.run, "1"))


@does("cutover.actions.steps.reassign_step")
def _reassign_step(cast: Cast) -> Doing:
    return _running(cast, "reassign_step", "1", by="cm", owner="Kim Park")


@does("cutover.actions.steps.note_step")
def _note_step(cast: Cast) -> Doing:
    return _running(cast, "note_step", "1", note="61 of 84 answer")


@does("cutover.actions.steps.enter_late")
def _enter_late(cast: Cast) -> Doing:
    return _running(cast, "enter_late", "1", started=NOW, ended=NOW + timedelta(minutes=40))


def _gated(cast: Cast, *votes: str, outcome: str = "go") -> Any:
    """A run at a checkpoint of two people, at which some have voted."""
    made = weekend(cast, {"ref": "2", "kind": "checkpoint", "deciders": ("Executive sponsor", "Anna Prahl")})
    for by in votes:
        made.do("vote_at_checkpoint", "2", by=by, outcome=outcome, reason="A load is short.")
    return made


@does("cutover.actions.voting.vote_at_checkpoint")
def _vote(cast: Cast) -> Doing:
    return Doing(cast.context("es"), (_gated(cast).run, "2"), {"outcome": "go"})


@does("cutover.actions.voting.decide_in_run")
def _decide_in_run(cast: Cast) -> Doing:
    run = _gated(cast, "es", "ap").run
    return Doing(cast.context("es"), (run, "2"), {"outcome": "go", "reason": "All loads tie."})


@does("cutover.actions.voting.turn_back")
def _turn_back(cast: Cast) -> Doing:
    made = _gated(cast, "es", "ap", outcome="no-go")
    made.do("decide_in_run", "2", by="es", outcome="no-go", reason="A load is short.", follows="rollback")
    made.cutover.plan(ref="back", title="Way back", kind="rollback")
    made.cutover.add({"ref": "B1", "plan": "back"})
    return Doing(cast.context("cm"), (made.run,))


def _with_issue(cast: Cast) -> Any:
    made = weekend(cast, {"ref": "1"})
    made.do("raise_issue", title="The bank refuses us", stops=["1"])
    return made.run


@does("cutover.actions.issues.raise_issue")
def _raise_issue(cast: Cast) -> Doing:
    return _running(cast, "raise_issue", by="pc", title="23 scanners do not answer")


@does("cutover.actions.messages.tell_occasion")
def _tell_occasion(cast: Cast) -> Doing:
    made = weekend(cast, {"ref": "1"})
    given = {"key": "late:1", "event": "late", "step": "1", "subject": "Late: 1", "body": "It is late."}
    return Doing(Context(MESSENGER, NOW, cast.project), (made.run,), given)


@does("cutover.actions.messages.word_message")
def _word_message(cast: Cast) -> Doing:
    given = {"event": "closed", "language": "en", "subject": "{run} is over", "body": "Thank you. {reason}"}
    return Doing(cast.context("cm"), (), given)


@does("cutover.actions.issues.change_issue")
def _change_issue(cast: Cast) -> Doing:
    given = {"title": "The bank refuses our certificate", "owner": "Kim Park", "due": NOW + timedelta(hours=2)}
    return Doing(cast.context("wo"), (_with_issue(cast), 1), given)


@does("cutover.actions.issues.defer_issue")
def _defer_issue(cast: Cast) -> Doing:
    given = {"decision": "Paper lists until six.", "agreed_by": ["Sami Laine"]}
    return Doing(cast.context("cm"), (_with_issue(cast), 1), given)


@does("cutover.actions.issues.resolve_issue")
def _resolve_issue(cast: Cast) -> Doing:
    return Doing(cast.context("wo"), (_with_issue(cast), 1), {"resolution": "A new certificate."})


@does("cutover.actions.lessons.write_lessons")
def _write_lessons(cast: Cast) -> Doing:
    return _running(cast, "write_lessons", by="cm", lessons="The bank files need a second approver.")


@does("cutover.actions.clock_steps.tell_clock_step")
def _tell_clock_step(cast: Cast) -> Doing:
    made = weekend(cast, {"ref": "1"})
    return Doing(Context(CLOCK_WATCH, NOW, cast.project), (made.run,), {"seconds": -600})


@does("cutover.actions.runs.reset_run")
def _reset_run(cast: Cast) -> Doing:
    return _running(cast, "reset_run", by="cm")


@does("cutover.actions.runs.clone_run")
def _clone_run(cast: Cast) -> Doing:
    made = weekend(cast, {"ref": "1"})
    made.lead("close_run", reason="Enough was seen.")
    return Doing(cast.context("cm"), (made.run,))
