"""What stands around the steps: plans, black-outs, shifts, rehearsals and the times that steps took in them."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from firstlight.contracts.tables import Cell
from firstlight.cutover import actions, stores
from firstlight.cutover.models import Plan, Rehearsal, Timing
from firstlight.kernel.sheets import Column, Sheet, choice, instant, names, register_sheet, text
from firstlight.workspace.policies import MAY_VIEW_CUTOVER


def _zone(key: str, title: str, explain: str, **settings: object) -> Column:
    """The name of a time zone."""
    words = text(key, title, explain, most=60, **settings)
    accepts = "a time zone such as Europe/Berlin"

    def parse(cell: Cell, zone: ZoneInfo) -> str:
        found = str(words.parse(cell, zone))
        try:
            return ZoneInfo(found).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(accepts) from None

    return words.but(parse=parse, accepts=accepts)


def _ref(example: str) -> Column:
    return text("ref", "Ref", "A short name that stays the same.", most=60, required=True, aliases=("id", "number"),
                example=example)  # fmt: skip


def _plan() -> Column:
    return text("plan", "Plan", "The ref of the plan. Blank: the cutover.", most=60, empty=stores.CUTOVER)


PLANS = register_sheet(
    Sheet(
        ref="cutover.plans",
        stem="cutover/plan",
        title="Cutover plans",
        about="The cutover and the way back from it, each with its zone and its window.",
        columns=(
            _ref("rollback"),
            text("title", "Plan", "What it is called.", most=200, required=True, aliases=("title", "name"),
                 example="Way back to the old system"),
            choice("kind", "Kind", "A cutover, or a rollback.", dict(Plan.Kind.choices), empty="cutover",
                   aliases=("type",), example="Rollback"),
            text("back_from", "Way back from", "For a rollback: the ref of the plan that it leads back from. "
                 "Blank: the cutover.", most=60, aliases=("rolls back", "back from"), example="cutover"),
            _zone("time_zone", "Time zone", "The zone that its times are meant in. Blank: that of the project.",
                  aliases=("zone", "timezone"), example="Europe/Berlin"),
            instant("window_start", "Window starts", "When it may begin. Blank: as the window of the project.",
                    aliases=("window start",), example="2026-12-04 18:00"),
            instant("window_end", "Window ends", "By when it has to be done. Blank: as the window of the project.",
                    aliases=("window end",), example="2026-12-07 05:00"),
            text("notes", "Notes", "Anything else.", most=4000, aliases=("comments",)),
        ),
        store=stores.plans,
        apply=actions.change_plans,
        order=75,
        view=MAY_VIEW_CUTOVER,
        examples=({"ref": "rollback", "title": "Way back to the old system", "kind": "Rollback"},),
    )
)  # fmt: skip

BLACKOUTS = register_sheet(
    Sheet(
        ref="cutover.blackouts",
        stem="cutover/plan",
        title="Black-outs",
        about="Times within the window in which no step may start or end, such as a backup or a freeze of a provider.",
        columns=(
            _ref("B-1"),
            _plan(),
            instant("start", "From", "When it begins.", required=True, aliases=("start", "begin"),
                    example="2026-12-05 02:00"),
            instant("end", "Until", "When it is over.", required=True, aliases=("end", "to"),
                    example="2026-12-05 03:00"),
            text("reason", "Reason", "Why nothing may start or end then.", most=300, required=True,
                 aliases=("title", "why"), example="Nightly backup"),
        ),
        store=stores.blackouts,
        apply=actions.change_blackouts,
        order=76,
        view=MAY_VIEW_CUTOVER,
        aliases=("blackouts", "downtimes"),
        examples=({"ref": "B-1", "start": "2026-12-05 02:00", "end": "2026-12-05 03:00", "reason": "Nightly backup"},),
    )
)  # fmt: skip

SHIFTS = register_sheet(
    Sheet(
        ref="cutover.shifts",
        stem="cutover/plan",
        title="Shifts",
        about="Who is there when, what they can do, and where they are reached, so that no step waits for nobody.",
        columns=(
            _ref("S-1"),
            text("person", "Person", "The name that also stands as owner of steps.", most=200, required=True,
                 aliases=("name", "who", "person name"), example="Mira Holt"),
            instant("start", "From", "When they are there from.", required=True, aliases=("start", "begin"),
                    example="2026-12-05 20:00"),
            instant("end", "Until", "Until when.", required=True, aliases=("end", "to"), example="2026-12-06 04:00"),
            names("skills", "Skills", "What they can do, split by semicolons.", aliases=("skill", "roles"),
                  example="Data load"),
            text("reached_at", "Reached at", "Their number or address during the shift.", most=200,
                 aliases=("phone", "contact", "number"), example="Room 2.14"),
        ),
        store=stores.shifts,
        apply=actions.change_shifts,
        order=77,
        view=MAY_VIEW_CUTOVER,
        aliases=("shift plan", "roster", "schichten"),
        examples=({"ref": "S-1", "person": "Mira Holt", "start": "2026-12-05 20:00", "end": "2026-12-06 04:00",
                   "skills": "Data load", "reached_at": "Room 2.14"},),
    )
)  # fmt: skip

REHEARSALS = register_sheet(
    Sheet(
        ref="cutover.rehearsals",
        stem="cutover/plan",
        title="Rehearsals",
        about="Mock cutovers: when each ran, where, whether it met its exit criteria, and what was learned.",
        columns=(
            _ref("R1"),
            text("title", "Rehearsal", "What it is called.", most=200, required=True, aliases=("title", "name"),
                 example="Mock cutover 1"),
            _plan(),
            text("environment", "Environment", "Where it ran.", most=200, aliases=("env",), example="Pre-production"),
            instant("started", "Started", "When it began.", aliases=("start",), example="2026-11-07 08:00"),
            instant("ended", "Ended", "When it was over.", aliases=("end", "finished"), example="2026-11-08 16:30"),
            choice("outcome", "Outcome", "Whether it met its exit criteria. Blank: nobody has said so.",
                   dict(Rehearsal.Outcome.choices), empty="", aliases=("result",), example="Exit criteria met"),
            text("lessons", "Lessons", "What went otherwise than planned, and what follows.", most=20_000,
                 aliases=("lessons learned", "notes"), example="The bank files need a second approver."),
        ),
        store=stores.rehearsals,
        apply=actions.change_rehearsals,
        order=78,
        view=MAY_VIEW_CUTOVER,
        aliases=("mock cutovers", "dress rehearsals"),
        examples=({"ref": "R1", "title": "Mock cutover 1", "environment": "Pre-production",
                   "started": "2026-11-07 08:00", "ended": "2026-11-08 16:30", "outcome": "Exit criteria met"},),
    )
)  # fmt: skip

TIMINGS = register_sheet(
    Sheet(
        ref="cutover.timings",
        stem="cutover/plan",
        title="Rehearsal times",
        about="When each step began and ended in a rehearsal. From these the plan learns how long steps take.",
        columns=(
            text("rehearsal", "Rehearsal", "The ref of the rehearsal.", most=60, required=True, example="R1"),
            text("task", "Step", "The number of the step.", most=60, required=True,
                 aliases=("task", "task id", "id", "step number"), example="120"),
            instant("started", "Started", "When it began.", aliases=("start", "actual start"),
                    example="2026-11-07 22:05"),
            instant("ended", "Ended", "When it ended.", aliases=("end", "finish", "actual end"),
                    example="2026-11-07 23:20"),
            choice("outcome", "Outcome", "Done, failed or skipped.", dict(Timing.Outcome.choices), empty="done",
                   aliases=("result", "status"), example="Done"),
            text("note", "Note", "What was noticed.", most=4000, aliases=("notes", "comment")),
        ),
        store=stores.timings,
        apply=actions.record_timings,
        order=79,
        view=MAY_VIEW_CUTOVER,
        identity=("rehearsal", "task"),
        aliases=("rehearsal actuals", "actuals"),
        examples=({"rehearsal": "R1", "task": "120", "started": "2026-11-07 22:05", "ended": "2026-11-07 23:20"},),
    )
)  # fmt: skip
