"""What was tried of the interfaces, as a list."""

from __future__ import annotations

from firstlight.kernel.sheets import Sheet, choice, day, integer, register_sheet, text
from firstlight.testing import actions, stores
from firstlight.testing.models import Interface
from firstlight.testing.sheets.columns import NOTES
from firstlight.workspace.policies import MAY_VIEW_TESTING

INTERFACES = register_sheet(
    Sheet(
        ref="testing.interfaces",
        stem="tests/interfaces",
        title="Interfaces tested",
        about="Each interface as it was tried: its pattern reviewed, its peak run, its other end switched off.",
        columns=(
            text("integration", "Integration", "The ref of the integration, as in integrations.xlsx.", most=60,
                 required=True, aliases=("ref", "interface", "integration ref", "interface ref", "id"),
                 example="I-03"),
            text("cycle", "Cycle", "The ref of the test cycle in which volume and outage were tried.", most=60,
                 aliases=("test cycle", "tried in"), example="SIT-2"),
            choice("review", "Pattern review", "Fits, in doubt or has to change. Blank: not reviewed.",
                   dict(Interface.Review.choices), empty="",
                   aliases=("review", "pattern reviewed", "review outcome"), example="Fits"),
            text("reviewed_pattern", "Pattern as reviewed", "The pattern that was looked at.", most=120,
                 aliases=("reviewed pattern", "pattern"), example="File exchange"),
            text("reviewed_by", "Reviewed by", "Who reviewed the pattern.", most=200, aliases=("reviewer", "architect"),
                 example="Solution architect"),
            day("reviewed_on", "Reviewed on", "The day of the review.", aliases=("review date",),
                example="2026-10-14"),
            text("review_result", "Result of review", "What the review found.", most=2000,
                 aliases=("review result", "review notes"), example="Volume and need fit a nightly file."),
            integer("peak_reached", "Peak run", "Messages or rows in the busiest hour of the test.", most=10**12,
                    aliases=("peak reached", "peak tested", "volume run", "run in the test", "peak run an hour"),
                    example="900"),
            day("peak_on", "Peak run on", "The day on which that volume was run.",
                aliases=("volume run on", "peak date"), example="2026-11-05"),
            day("outage_on", "Outage simulated on", "The day on which the other system was switched off in a test.",
                aliases=("outage on", "outage date", "switched off"), example="2026-09-14"),
            text("outage_happened", "What happened", "What happened to the process.", most=4000,
                 aliases=("effect",), example="Orders waited in the queue and came through at 10:50."),
            text("outage_told", "How users were told", "Who told whom, how and how soon.", most=4000,
                 aliases=("told", "communication", "how told"), example="Banner and mail by the service desk, 6 min."),
            text("outage_seen", "What users saw", "What was on their screens.", most=4000,
                 aliases=("seen", "user experience"), example="“Orders of chains are delayed” above the list."),
            text("outage_plan", "Plan", "What is done until the system is back.", most=4000,
                 aliases=("workaround", "what users do", "fallback"),
                 example="Chains mail orders, the desk types them."),
            NOTES,
        ),
        store=stores.interfaces,
        apply=actions.change_interfaces,
        order=64,
        identity=("integration",),
        view=MAY_VIEW_TESTING,
        aliases=("interface tests", "sit interfaces"),
        examples=({"integration": "I-03", "cycle": "SIT-2", "review": "Fits", "reviewed_pattern": "File exchange",
                   "reviewed_by": "Solution architect", "reviewed_on": "2026-10-14", "peak_reached": 900,
                   "peak_on": "2026-11-05", "outage_on": "2026-09-14",
                   "outage_happened": "Payments waited in the queue.", "outage_told": "Treasury, by telephone.",
                   "outage_seen": "Payments stand at “waiting”.", "outage_plan": "Urgent ones by its own page."},),
    )
)  # fmt: skip
