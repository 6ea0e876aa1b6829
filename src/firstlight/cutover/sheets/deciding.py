"""What is said at checkpoints, and what makes people turn back."""

from __future__ import annotations

from firstlight.cutover import actions, stores
from firstlight.cutover.models import Decision
from firstlight.kernel.sheets import Column, Sheet, choice, instant, names, register_sheet, text
from firstlight.workspace.policies import MAY_VIEW_CUTOVER


def _plan(explain: str) -> Column:
    return text("plan", "Plan", explain, most=60, empty=stores.CUTOVER)


DECISIONS = register_sheet(
    Sheet(
        ref="cutover.decisions",
        stem="cutover/plan",
        title="Decisions at checkpoints",
        about="What was said at each checkpoint: go or no-go, by whom, why, and who thought otherwise.",
        columns=(
            text("task", "Checkpoint", "The number of the checkpoint.", most=60, required=True,
                 aliases=("step", "task"), example="240"),
            _plan("The ref of the plan. Blank: the cutover."),
            choice("outcome", "Outcome", "Go, or no-go.", dict(Decision.Outcome.choices), required=True,
                   aliases=("decision", "result"), example="Go"),
            choice("follows", "What follows", "After a no-go: turn back, or decide again.",
                   dict(Decision.Follows.choices), empty="", aliases=("then",)),
            text("decided_by", "Decided by", "Who said it.", most=200, required=True, aliases=("who",),
                 example="Eva Sommer"),
            instant("at", "At", "When it was said.", required=True, aliases=("decided", "when"),
                    example="2026-12-05 20:00"),
            text("reason", "Reason", "Why.", most=4_000, required=True, aliases=("because",),
                 example="All loads tie to the ledger."),
            text("dissent", "Dissent", "Who thought otherwise, and why.", most=4_000, aliases=("objection",)),
            names("unmet", "Criteria not met", "Criteria that were not met then, split by semicolons.", commas=False),
            text("recorded_by", "Recorded by", "Who wrote it down.", most=200),
        ),
        store=stores.decisions,
        apply=actions.record_decisions,
        order=79,
        view=MAY_VIEW_CUTOVER,
        lasting=True,
        identity=("task", "at"),
        examples=({"task": "240", "outcome": "Go", "decided_by": "Eva Sommer", "at": "2026-12-05 20:00",
                   "reason": "All loads tie to the ledger."},),
    )
)  # fmt: skip

TRIGGERS = register_sheet(
    Sheet(
        ref="cutover.triggers",
        stem="cutover/plan",
        title="Rollback triggers",
        about="What makes people turn back: what is seen, from which threshold on, and who says so.",
        columns=(
            text("ref", "Ref", "A short name that stays the same.", most=60, required=True, aliases=("id", "number"),
                 example="RT-1"),
            _plan("The plan that ends then. Blank: the cutover."),
            text("seen", "What is seen", "What somebody notices.", most=300, required=True,
                 aliases=("trigger", "event", "title"), example="The load of open items falls behind"),
            text("threshold", "Threshold", "From what on it counts.", most=300, aliases=("limit", "from"),
                 example="More than 90 minutes late at 02:00"),
            text("said_by", "Who says so", "Who declares that it has come to that.", most=200,
                 aliases=("declared by", "owner"), example="Cutover manager"),
        ),
        store=stores.triggers,
        apply=actions.change_triggers,
        order=78,
        view=MAY_VIEW_CUTOVER,
        aliases=("triggers", "rollback criteria"),
        examples=({"ref": "RT-1", "seen": "The load of open items falls behind",
                   "threshold": "More than 90 minutes late at 02:00", "said_by": "Cutover manager"},),
    )
)  # fmt: skip
