"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

PLANS_CHANGED = Record("cutover.plans.changed", "Cutover plans changed")
TASKS_CHANGED = Record("cutover.tasks.changed", "Cutover tasks changed")
BLACKOUTS_CHANGED = Record("cutover.blackouts.changed", "Black-outs of the cutover changed")
SHIFTS_CHANGED = Record("cutover.shifts.changed", "Shifts of the cutover changed")
REHEARSALS_CHANGED = Record("cutover.rehearsals.changed", "Rehearsals of the cutover changed")
TIMINGS_RECORDED = Record("cutover.timings.recorded", "Times of a rehearsal recorded")
PROJECT_FILE_KEPT = Record("cutover.project-file.kept", "File of MS Project kept")
DURATION_TAKEN = Record("cutover.duration.taken", "Duration taken from rehearsals")
CHECKPOINT_DECIDED = Record("cutover.checkpoint.decided", "Go or no-go said at a checkpoint")
DECISIONS_RECORDED = Record("cutover.checkpoints.recorded", "Decisions at checkpoints recorded")
TRIGGERS_CHANGED = Record("cutover.triggers.changed", "Rollback triggers changed")
RUN_OPENED = Record("cutover.run.opened", "Run of the cutover opened")
RUN_STARTED = Record("cutover.run.started", "Run of the cutover started")
RUN_PAUSED = Record("cutover.run.paused", "Run of the cutover paused")
RUN_RESUMED = Record("cutover.run.resumed", "Run of the cutover goes on")
RUN_CLOSED = Record("cutover.run.closed", "Run of the cutover closed")
STEP_STARTED = Record("cutover.step.started", "Step started")
STEP_OVERRIDDEN = Record("cutover.step.overridden", "Step started before its turn")
STEP_FINISHED = Record("cutover.step.finished", "Step finished")
STEP_VERIFIED = Record("cutover.step.verified", "Step verified")
STEP_SKIPPED = Record("cutover.step.skipped", "Step skipped")
STEP_REOPENED = Record("cutover.step.reopened", "Step taken up again")
STEP_BLOCKED = Record("cutover.step.blocked", "Step blocked")
STEP_UNBLOCKED = Record("cutover.step.unblocked", "Step can go on")
STEP_REASSIGNED = Record("cutover.step.reassigned", "Step given to somebody else")
STEP_NOTED = Record("cutover.step.noted", "Note on a step")
STEP_ENTERED_LATE = Record("cutover.step.entered-late", "Step entered late")
