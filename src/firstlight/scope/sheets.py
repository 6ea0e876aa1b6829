"""The scope as sheets: what columns each list has and how people name them."""

from __future__ import annotations

from firstlight.contracts.tables import Cell
from firstlight.engines.riskprofile import DEFAULTS
from firstlight.kernel.sheets import Column, Sheet, choice, day, flag, integer, names, register_sheet, text
from firstlight.scope import actions, stores
from firstlight.scope.catalogue import CATALOGUE
from firstlight.scope.changes import CHANGED_ON
from firstlight.scope.models import ComparedRow, Integration, Process, Requirement, SolutionPart
from firstlight.workspace.policies import MAY_VIEW_SCOPE


def _ref(example: str) -> Column:
    return text(
        "ref", "Ref", "A short name that stays the same for ever, even when the title changes.", most=60,
        required=True, aliases=("id", "number", "key", "code", "requirement id", "process id"), example=example,
    )  # fmt: skip


def _title(example: str) -> Column:
    return text(
        "title", "Title", "In the words of the business.", most=300, required=True,
        aliases=("name", "description", "requirement"), example=example,
    )  # fmt: skip


_IN_SCOPE = flag(
    "in_scope", "In scope", "No for what was decided to stay out; it is kept and does not count.", empty=True,
    aliases=("scope",), example="yes",
)  # fmt: skip
_OWNER = text(
    "owner", "Owner", "Who answers for it in the business.", most=200,
    aliases=("business owner", "process owner", "responsible", "assigned to"), example="Head of order desk",
)  # fmt: skip
_NOTES = text("notes", "Notes", "Anything else.", most=4000, aliases=("comment", "comments", "remarks"))

_WEIGHTS = dict(ComparedRow.Weight.choices)
#: How a row was held against what is delivered, and what is done about a gap.
COMPARISON = (
    choice("delivered", "Delivered", "Delivered, partial or missing. Blank: nobody has compared it yet.",
           dict(ComparedRow.Delivered.choices), empty="", aliases=("delivery", "delivery state", "compared with scope"),
           example="Partial"),
    choice("gap_priority", "Gap priority", "For what is partial or missing: how soon it has to be closed.", _WEIGHTS,
           empty="", aliases=("priority of the gap",), example="High"),
    choice("gap_risk", "Gap risk", "For what is partial or missing: what it costs when it is not there.", _WEIGHTS,
           empty="", aliases=("risk level", "gap risk level"), example="Medium"),
    text("gap_owner", "Gap owner", "For what is partial or missing: who closes it.", most=200,
         aliases=("owner of the gap",), example="Ravi Menon"),
    day("expected", "Expected", "For what is partial or missing: the day on which it is expected to be complete.",
        aliases=("expected completion date", "expected date", "expected on"), example="2026-12-01"),
    day("compared_on", "Compared on", "The day on which the state of delivery was found.",
        aliases=("compared",), example="2026-11-18"),
    text("action", "Action", "The ref of an action about the gap, where there is one.", most=60, example="A-12"),
)  # fmt: skip


def _level() -> Column:
    shown = {str(level.value): str(level.label) for level in Process.Level}
    words = choice(
        "level", "Level", "End to end, process area, process, or scenario.", shown, required=True,
        aliases=("work item type", "type"), example="Process",
    )  # fmt: skip

    def parse(cell: Cell, zone: object) -> int:
        plain = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
        return int(words.parse(str(plain) if isinstance(plain, int) else plain, zone))  # type: ignore[arg-type]

    return words.but(parse=parse, format=lambda value, zone: shown[str(value)])


ROLLOUTS = register_sheet(
    Sheet(
        ref="scope.rollouts",
        stem="rollouts",
        title="Rollouts",
        about="The go-live that is decided on and every later one, with their users.",
        columns=(
            _ref("W1"),
            _title("Wave 1: order desk and warehouse"),
            day("go_live", "Go-live", "The day it goes live.", aliases=("date", "go live", "go-live date")),
            integer("users", "Users", "How many people start to work with it on that day.", most=10_000_000,
                    aliases=("number of users", "user count"), example="420"),
            names("countries", "Countries", "Where, split by semicolons.", example="DE; NL"),
            names("legal_entities", "Legal entities", "Which companies, split by semicolons.",
                  aliases=("companies",), example="NM01"),
            names("time_zones", "Time zones", "In which zones people work, split by semicolons.",
                  aliases=("time zone",), example="Europe/Berlin"),
            names("languages", "Languages", "In which languages people are supported, split by semicolons.",
                  aliases=("language",), example="German; Dutch"),
            _IN_SCOPE, _OWNER, _NOTES,
        ),
        store=stores.rollouts,
        apply=actions.change_rollouts,
        order=20,
        view=MAY_VIEW_SCOPE,
        examples=({"ref": "W1", "title": "Wave 1: order desk and warehouse", "go_live": "2026-12-07", "users": 420,
                   "countries": "DE; NL", "legal_entities": "NM01", "in_scope": "yes"},),
    )
)  # fmt: skip

PROCESSES = register_sheet(
    Sheet(
        ref="scope.processes",
        stem="scope",
        title="Processes",
        about="The processes that the solution must support, in the words of the business.",
        columns=(
            _ref("65.20.050"),
            _title("Take and confirm sales orders"),
            _level(),
            text("parent", "Part of", "The ref of the process above it.", most=60,
                 aliases=("parent", "parent ref", "belongs to"), example="65.20"),
            text("rollout", "Rollout", "The ref of the rollout it goes live with.", most=60, aliases=("wave",),
                 example="W1"),
            _IN_SCOPE, _OWNER, *COMPARISON, _NOTES,
        ),
        store=stores.processes,
        apply=actions.change_processes,
        order=30,
        view=MAY_VIEW_SCOPE,
        aliases=("scope", "process", "business processes", "process catalogue", "process catalog"),
        dialects=(CATALOGUE,),
        examples=(
            {"ref": "65", "title": "Order to cash", "level": "End to end", "in_scope": "yes"},
            {"ref": "65.20", "title": "Manage sales orders", "level": "Process area", "parent": "65"},
            {"ref": "65.20.050", "title": "Take and confirm sales orders", "level": "Process", "parent": "65.20",
             "rollout": "W1", "in_scope": "yes", "owner": "Head of order desk"},
        ),
    )
)  # fmt: skip

REQUIREMENTS = register_sheet(
    Sheet(
        ref="scope.requirements",
        stem="scope",
        title="Requirements",
        about="What the processes need from the solution, and what rules demand.",
        columns=(
            _ref("R-114"),
            _title("Invoice by weighed quantity, price per kilogram"),
            choice("kind", "Kind", "Functional, regulatory or non-functional.", dict(Requirement.Kind.choices),
                   empty="functional", aliases=("type", "category"), example="Functional"),
            choice("priority", "Priority", "Must, should or could.", dict(Requirement.Priority.choices), empty="",
                   aliases=("moscow",), example="Must"),
            text("process", "Process", "The ref of the process it belongs to.", most=60,
                 aliases=("process ref", "business process"), example="65.20.050"),
            text("regulation", "Regulation", "For a regulatory one: the rule and where it applies.", most=200,
                 aliases=("law", "rule"), example=""),
            _IN_SCOPE, _OWNER, *COMPARISON, CHANGED_ON, _NOTES,
        ),
        store=stores.requirements,
        apply=actions.change_requirements,
        order=40,
        view=MAY_VIEW_SCOPE,
        examples=({"ref": "R-114", "title": "Invoice by weighed quantity, price per kilogram", "kind": "Functional",
                   "priority": "Must", "process": "65.20.050", "in_scope": "yes"},),
    )
)  # fmt: skip

PARTS = register_sheet(
    Sheet(
        ref="scope.parts",
        stem="parts",
        title="Solution parts",
        about="The applications, customisations and ISV solutions that the solution is made of.",
        columns=(
            _ref("P-01"),
            _title("Finance"),
            choice("kind", "Kind", "Application, customisation or ISV solution.", dict(SolutionPart.Kind.choices),
                   required=True, aliases=("type",), example="Application"),
            choice("size", "Size", "For a customisation: small, medium or large.", dict(SolutionPart.Size.choices),
                   empty="", aliases=("effort",), example="Small"),
            text("vendor", "Vendor", "Who makes it.", most=200, aliases=("provider", "supplier"), example="Microsoft"),
            text("version", "Version", "The version that goes live.", most=60, example="10.0.44"),
            _IN_SCOPE, _OWNER, *COMPARISON, _NOTES,
        ),
        store=stores.parts,
        apply=actions.change_parts,
        order=45,
        view=MAY_VIEW_SCOPE,
        aliases=("parts", "solution"),
        examples=({"ref": "P-01", "title": "Finance", "kind": "Application", "vendor": "Microsoft",
                   "version": "10.0.44", "in_scope": "yes"},),
    )
)  # fmt: skip

INTEGRATIONS = register_sheet(
    Sheet(
        ref="scope.integrations",
        stem="integrations",
        title="Integrations",
        about="Every interface to another system, with how much goes through it.",
        columns=(
            _ref("I-03"),
            _title("Bank statements"),
            choice("kind", "Type", "Real time, near real time, batch or manual.", dict(Integration.Kind.choices),
                   empty="", aliases=("kind", "integration type"), example="Batch"),
            text("pattern", "Pattern", "How it is built, such as data events, file exchange, OData, virtual table.",
                 most=120, aliases=("integration pattern",), example="File exchange"),
            text("system", "Other system", "The system at the other end.", most=200,
                 aliases=("system", "external system"), example="House bank"),
            integer("volume_a_day", "Volume a day", "Messages or rows on a usual day.", most=10**12,
                    aliases=("volume", "daily volume"), example="1200"),
            integer("peak_an_hour", "Peak an hour", "Messages or rows in the busiest hour.", most=10**12,
                    aliases=("peak", "peak volume", "peak per hour"), example="600"),
            choice("criticality", "Criticality", "What it costs the business when it stands still.",
                   dict(Integration.Criticality.choices), empty="", aliases=("critical", "impact"), example="High"),
            _IN_SCOPE, _OWNER, *COMPARISON, _NOTES,
        ),
        store=stores.integrations,
        apply=actions.change_integrations,
        order=46,
        view=MAY_VIEW_SCOPE,
        aliases=("interfaces",),
        examples=({"ref": "I-03", "title": "Bank statements", "kind": "Batch", "pattern": "File exchange",
                   "system": "House bank", "volume_a_day": 1200, "peak_an_hour": 600, "criticality": "High"},),
    )
)  # fmt: skip

SCOPE_CHANGES = register_sheet(
    Sheet(
        ref="scope.changes",
        stem="scope-changes",
        title="Scope changes",
        about="Why the scope differs from a baseline, item by item, and who agreed to that.",
        columns=(
            integer("baseline", "Baseline", "The number of the baseline.", least=1, most=100_000, required=True,
                    aliases=("baseline number",), example="1"),
            text("item", "Item", "The kind and the ref of the item, such as requirement:R-114.", most=120,
                 required=True, aliases=("scope item",), example="requirement:R-114"),
            text("reason", "Reason", "Why it differs.", most=4000, required=True, aliases=("why",),
                 example="Change request 41: the chain buys by weight."),
            text("agreed_by", "Agreed by", "Who agreed to it.", most=200, example="Henrike Aldag"),
            day("agreed_on", "Agreed on", "The day on which it was agreed.", example="2026-11-17"),
            text("covers", "Covers", "The digest of the difference that was explained. Left blank: whatever it is.",
                 most=64, aliases=("digest",)),
        ),
        store=stores.scope_changes,
        apply=actions.change_scope_changes,
        order=50,
        view=MAY_VIEW_SCOPE,
        identity=("baseline", "item"),
        examples=({"baseline": 1, "item": "requirement:R-114", "reason": "Change request 41",
                   "agreed_by": "Henrike Aldag", "agreed_on": "2026-11-17"},),
    )
)  # fmt: skip

RISK_SETTINGS = register_sheet(
    Sheet(
        ref="scope.risk-settings",
        stem="risk-settings",
        title="Risk settings",
        about="Thresholds of the go-live risk profile that the project chose in place of the defaults.",
        columns=(
            choice("ref", "Threshold", "Which one; the page of the risk profile lists them.",
                   tuple(one.ref for one in DEFAULTS), required=True, aliases=("setting",), example="users.high"),
            integer("value", "Value", "The number that counts for this project.", least=1, most=10_000_000,
                    required=True, aliases=("threshold value",), example="400"),
            text("reason", "Reason", "Why another number fits this project.", most=2000, aliases=("why",)),
        ),
        store=stores.risk_settings,
        apply=actions.change_risk_settings,
        order=51,
        view=MAY_VIEW_SCOPE,
        examples=({"ref": "users.high", "value": 400, "reason": "The service desk has four people."},),
    )
)  # fmt: skip
