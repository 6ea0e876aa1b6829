"""Attestations, signatures and actions as sheets."""

from __future__ import annotations

from firstlight.assurance import actions, stores
from firstlight.assurance.models import ActionItem, Attestation
from firstlight.kernel.sheets import OwnRows, Sheet, choice, day, instant, names, register_sheet, text
from firstlight.workspace.policies import MAY_VIEW_ACTIONS, MAY_VIEW_OWN_ACTIONS, MAY_VIEW_READINESS
from firstlight.workspace.queries import own_names
from firstlight.workspace.roles import ROLES

_PERSON = text("person", "Person", "The ref of the person, from the people.", most=60, required=True,
               aliases=("by", "name", "signed by", "attested by"), example="hb")  # fmt: skip
_ROLE = choice("role", "Role", "The role in which they speak.", ROLES, required=True, aliases=("as",),
               example="Process owner")  # fmt: skip

ATTESTATIONS = register_sheet(
    Sheet(
        ref="assurance.attestations",
        stem="attestations",
        title="Attestations",
        about="What people vouch for, check by check. It is labelled as their word, and lapses when it expires.",
        columns=(
            text("check_ref", "Check", "The ref of the check, such as cutover.plan-complete.", most=120, required=True,
                 aliases=("check ref", "item", "ref"), example="cutover.plan-complete"),
            choice("state", "State", "Met, partly, unmet or not applicable.", dict(Attestation.State.choices),
                   required=True, aliases=("status", "answer"), example="Met"),
            text("statement", "Statement", "What is vouched for, in one or two sentences.", most=4000, required=True,
                 aliases=("comment", "because", "remark"), example="All 340 steps have an owner and a backup."),
            _PERSON,
            _ROLE,
            instant("effective", "Effective", "When it was true; not when it was typed.", required=True,
                    aliases=("date", "as of", "effective date"), example="2026-11-18 10:00"),
            instant("expires", "Expires", "When it is no longer to be believed. Blank: as the pack says.",
                    aliases=("valid until", "expiry"), example="2026-12-02 18:00"),
            names("evidence", "Evidence", "Names of files in the folder evidence, split by semicolons.",
                  commas=False, aliases=("files", "document"), example="cutover-plan-v7.pdf"),
            names("links", "Links", "Addresses of what cannot be copied here, split by semicolons.",
                  commas=False, aliases=("link", "address", "url")),
            instant("withdrawn", "Taken back", "When the person took the word back. Blank: it stands."),
            text("withdrawn_because", "Taken back because", "Why they took it back.", most=2000),
        ),
        store=stores.attestations,
        apply=actions.record_attestations,
        order=80,
        view=MAY_VIEW_READINESS,
        lasting=True,
        identity=("check_ref", "person", "effective"),
        examples=({"check_ref": "cutover.plan-complete", "state": "Met", "person": "hb", "role": "Cutover manager",
                   "statement": "All 340 steps have an owner and a backup.", "effective": "2026-11-18 10:00"},),
    )
)  # fmt: skip

SIGNATURES = register_sheet(
    Sheet(
        ref="assurance.signatures",
        stem="signatures",
        title="Signatures",
        about="Who signed what. The digest binds a signature to its content; the command “firstlight sign” writes it.",
        columns=(
            text("on", "On", "What was signed: scope, testing:sit, testing:uat, dependencies, or the ref of a check.",
                 most=150, required=True, aliases=("what", "subject", "content"), example="scope"),
            _ROLE,
            _PERSON,
            text("statement", "Statement", "What is signed for.", most=4000, required=True,
                 aliases=("comment",), example="The scope of wave 1 is what we expect to go live."),
            instant("signed", "Signed", "When.", required=True, aliases=("date", "signed at", "signed on"),
                    example="2026-11-12 15:40"),
            text("digest", "Digest", "Written by “firstlight sign”. A signature without it is bound to nothing.",
                 most=64, aliases=("sha256", "fingerprint")),
            text("delegated_by", "Delegated by", "For whom they signed, where they stood in.", most=200,
                 aliases=("on behalf of", "for")),
            text("immaterial_digest", "Immaterial digest", "Of later content whose change was declared immaterial.",
                 most=64),
            text("immaterial_because", "Immaterial because", "Why that change does not matter.", most=2000),
            text("immaterial_by", "Immaterial by", "Who declared it.", most=200),
            instant("immaterial_at", "Immaterial since", "When they declared it."),
        ),
        store=stores.signatures,
        apply=actions.record_signatures,
        order=90,
        view=MAY_VIEW_READINESS,
        lasting=True,
        identity=("on", "role", "person", "signed"),
        examples=({"on": "scope", "role": "Executive sponsor", "person": "hb", "signed": "2026-11-12 15:40",
                   "statement": "The scope of wave 1 is what we expect to go live."},),
    )
)  # fmt: skip

ACTIONS = register_sheet(
    Sheet(
        ref="assurance.actions",
        stem="actions",
        title="Actions",
        about="What will be done about what is not met, by whom and by when.",
        columns=(
            text("ref", "Ref", "A short name that stays the same.", most=60, required=True,
                 aliases=("id", "number"), example="A-12"),
            text("title", "What will be done", "One sentence.", most=300, required=True,
                 aliases=("title", "action", "task", "description"), example="Write cases for new requirements"),
            text("check_ref", "Check", "The ref of the check it is for.", most=120, aliases=("check ref", "item"),
                 example="uat.coverage"),
            choice("priority", "Priority", "High, medium or low.", dict(ActionItem.Priority.choices), empty="medium",
                   example="High"),
            choice("risk", "Risk level", "How bad it is when it is not done.", dict(ActionItem.Priority.choices),
                   empty="medium", aliases=("risk",), example="High"),
            text("owner", "Owner", "Who does it.", most=200, aliases=("responsible", "assigned to"),
                 example="Test lead"),
            day("due", "Due", "By when.", aliases=("due date", "expected completion date", "target date")),
            choice("state", "State", "Open, under way, done or dropped.", dict(ActionItem.State.choices), empty="open",
                   aliases=("status",), example="Open"),
            text("blocker", "Blocker", "What stands in the way.", most=2000),
            text("workaround", "Workaround", "How one gets by until then.", most=2000),
            text("source", "Source", "Where it comes from, such as a meeting or a review.", most=200),
            text("notes", "Notes", "Anything else.", most=4000, aliases=("comment", "comments")),
        ),
        store=stores.action_items,
        apply=actions.change_actions,
        order=85,
        view=MAY_VIEW_ACTIONS,
        own=OwnRows(MAY_VIEW_OWN_ACTIONS, ("owner",), own_names),
        aliases=("mitigations", "action register", "mitigation plan"),
        examples=({"ref": "A-12", "title": "Write cases for the five new requirements", "check_ref": "uat.coverage",
                   "priority": "High", "risk": "High", "owner": "Test lead", "due": "2026-11-24"},),
    )
)  # fmt: skip
