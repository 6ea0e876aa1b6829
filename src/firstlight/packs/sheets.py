"""A project's own checks and accepted risks as sheets."""

from __future__ import annotations

from firstlight.kernel.sheets import Sheet, choice, instant, register_sheet, text
from firstlight.packs import actions, stores
from firstlight.packs.models import Tailoring
from firstlight.workspace.policies import MAY_VIEW_READINESS
from firstlight.workspace.sheets import roles_column

CHECKS = register_sheet(
    Sheet(
        ref="packs.checks",
        stem="checks",
        title="Own checks",
        about="Checks that this project adds to its packs, says differently or waives, each with the reason.",
        columns=(
            text("check_ref", "Check", "Area and a name, such as cutover.night-bus; for a changed one its ref.",
                 most=120, required=True, aliases=("ref", "check ref"), example="cutover.night-bus"),
            choice("kind", "Kind", "Added, changed, or does not apply.", dict(Tailoring.Kind.choices), required=True,
                   example="Added"),
            text("title", "Title", "A statement that is true when the check is met.", most=300,
                 example="A shuttle runs between both sites on cutover night"),
            choice("obligation", "Obligation", "Mandatory or recommended.", ("mandatory", "recommended"), empty="",
                   example="recommended"),
            text("what", "What to check", "What one looks at.", most=4000),
            text("why", "Why", "Why it matters.", most=4000),
            text("outcome", "Expected outcome", "What is there when it is met.", most=4000),
            text("risk", "Risk", "What happens when it is not.", most=4000),
            text("mitigation", "Mitigation", "What one does then.", most=4000),
            text("measure", "Measure", "For an added one: what judges it. Blank: it is attested.", most=100),
            roles_column().but(key="by", title="Attested by", explain="Roles that may attest it.", aliases=("by",)),
            text("reason", "Reason", "Why this project needs it.", most=2000, required=True,
                 example="Public transport stops at 01:00"),
        ),
        store=stores.tailoring,
        apply=actions.tailor_checks,
        order=12,
        view=MAY_VIEW_READINESS,
        identity=("check_ref",),
        aliases=("checks", "tailoring"),
        examples=({"check_ref": "cutover.night-bus", "kind": "Added", "obligation": "recommended",
                   "title": "A shuttle runs between both sites on cutover night",
                   "reason": "Public transport stops at 01:00"},),
    )
)  # fmt: skip

WAIVERS = register_sheet(
    Sheet(
        ref="packs.waivers",
        stem="waivers",
        title="Accepted risks",
        about="Checks whose risk a named person accepts in writing, for a time. They are printed on page one.",
        columns=(
            text("check_ref", "Check", "The ref of the check.", most=120, required=True, aliases=("ref", "check ref"),
                 example="performance.search"),
            text("reason", "Reason", "Why the risk can be borne.", most=4000, required=True, aliases=("because",),
                 example="Only two planners search by lot number; a saved view is faster."),
            text("person", "Accepted by", "The ref of the person who accepts it, from the people.", most=60,
                 required=True, aliases=("person", "by"), example="hb"),
            instant("accepted", "Accepted", "When.", required=True, aliases=("date",), example="2026-11-19 09:00"),
            instant("expires", "Expires", "Until when it is accepted.", required=True,
                    aliases=("until", "valid until", "expiry"), example="2027-01-31 18:00"),
        ),
        store=stores.waivers,
        apply=actions.record_waivers,
        order=75,
        view=MAY_VIEW_READINESS,
        lasting=True,
        identity=("check_ref", "person", "accepted"),
        aliases=("waivers", "risk acceptance"),
        examples=({"check_ref": "performance.search", "person": "hb", "accepted": "2026-11-19 09:00",
                   "expires": "2027-01-31 18:00", "reason": "Only two planners search by lot number."},),
    )
)  # fmt: skip
