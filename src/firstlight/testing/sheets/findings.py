"""What was found in tests, as a list."""

from __future__ import annotations

from firstlight.kernel.sheets import Sheet, choice, day, instant, register_sheet, text
from firstlight.testing import actions, stores
from firstlight.testing.models import Finding
from firstlight.testing.sheets.columns import NOTES, ref
from firstlight.workspace.policies import MAY_VIEW_TESTING

FINDINGS = register_sheet(
    Sheet(
        ref="testing.findings",
        stem="tests/findings",
        title="Findings",
        about="What tests have found: what it means for the business, who sees to it, by when. A retest closes it.",
        columns=(
            ref("F-12", "finding", "finding id", "bug id", "defect id", "defect", "issue", "work item id"),
            text("title", "Title", "What is not as it should be.", most=300, required=True,
                 aliases=("summary", "name", "description"), example="Weighed quantity is rounded on the invoice"),
            choice("kind", "Kind", "Bug, gap, training need, data issue or standard product.",
                   dict(Finding.Kind.choices), empty="bug", aliases=("type", "category", "work item type"),
                   example="Bug"),
            choice("severity", "Severity", "Critical and high are significant: no acceptance test ends with one open.",
                   dict(Finding.Severity.choices), empty="medium", aliases=("priority", "impact level", "level"),
                   example="High"),
            choice("state", "State", "Open, in work, to retest, deferred, closed or withdrawn.",
                   dict(Finding.State.choices), empty="open", aliases=("status",), example="In work"),
            text("impact", "Business impact", "What it means for the business, in its own words.", most=2000,
                 aliases=("impact", "business effect", "consequence"),
                 example="Customers are charged up to 1 % too much."),
            text("cycle", "Cycle", "The ref of the cycle in which it was found.", most=60,
                 aliases=("test cycle", "found in cycle", "found in"), example="UAT-2"),
            text("case", "Case", "The ref of the case that found it, and that is repeated to close it.", most=60,
                 aliases=("test case", "test case id", "found by case"), example="TC-118"),
            text("process", "Process", "The ref of the process it touches. Blank: that of its case.", most=60,
                 aliases=("business process", "process ref"), example="65.20.050"),
            text("owner", "Owner", "Who sees to it.", most=200, aliases=("assigned to", "responsible", "assignee"),
                 example="Finance solution architect"),
            day("expected", "Expected", "The day by which it is expected to be done.",
                aliases=("expected date", "due", "due date", "target date", "estimated completion", "eta"),
                example="2026-11-24"),
            text("workaround", "Workaround", "How people work until then.", most=2000, aliases=("work around",)),
            text("root_cause", "Root cause", "Why it happened.", most=2000, aliases=("cause", "reason")),
            day("found_on", "Found on", "The day it was found.",
                aliases=("found", "created", "created date", "date", "reported on", "opened"), example="2026-11-12"),
            text("found_by", "Found by", "Who found it.", most=200, aliases=("reporter", "created by", "raised by")),
            text("closed_because", "Closed because", "Why it is closed without a retest.", most=2000,
                 aliases=("resolution", "closing reason")),
            NOTES,
        ),
        store=stores.findings,
        apply=actions.change_findings,
        order=68,
        view=MAY_VIEW_TESTING,
        aliases=("defects", "bugs", "issues", "items found"),
        examples=({"ref": "F-12", "title": "Weighed quantity is rounded on the invoice", "kind": "Bug",
                   "severity": "High", "state": "In work", "impact": "Customers are charged up to 1 % too much.",
                   "cycle": "UAT-2", "case": "TC-118", "owner": "Finance solution architect",
                   "expected": "2026-11-24", "found_on": "2026-11-12"},),
    )
)  # fmt: skip

LENIENCIES = register_sheet(
    Sheet(
        ref="testing.leniencies",
        stem="tests/findings",
        title="Accepted incomplete",
        about="Cycles that may end incomplete, and why. It holds while nothing significant is open and all that is "
        "open has an owner and a date, and once the exit of the cycle is signed.",
        columns=(
            text("cycle", "Cycle", "The ref of the cycle.", most=60, required=True, aliases=("test cycle",),
                 example="UAT-2"),
            text("reason", "Reason", "Why the business can live with what is open.", most=4000, required=True,
                 aliases=("because", "statement"), example="Two label layouts are open; labels are written by hand."),
            text("asked_by", "Asked by", "Who asked for it.", most=200, required=True, aliases=("by", "person"),
                 example="Test lead"),
            instant("asked", "Asked", "When.", required=True, aliases=("date", "on"), example="2026-11-19 16:00"),
            instant("withdrawn", "Taken back", "When it was taken back. Blank: it stands."),
        ),
        store=stores.leniencies,
        apply=actions.record_leniencies,
        order=69,
        view=MAY_VIEW_TESTING,
        identity=("cycle", "asked"),
        lasting=True,
        aliases=("exceptions",),
        examples=({"cycle": "UAT-2", "reason": "Two label layouts are open; labels are written by hand.",
                   "asked_by": "Test lead", "asked": "2026-11-19 16:00"},),
    )
)  # fmt: skip
