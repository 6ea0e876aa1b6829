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
