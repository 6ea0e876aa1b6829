"""The register as a sheet."""

from __future__ import annotations

from firstlight.dependencies import actions, stores
from firstlight.dependencies.models import Dependency
from firstlight.dependencies.queries import OWNED_BY
from firstlight.kernel.sheets import OwnRows, Sheet, choice, day, flag, integer, names, register_sheet, text
from firstlight.workspace.policies import MAY_VIEW_DEPENDENCIES, MAY_VIEW_OWN_DEPENDENCIES
from firstlight.workspace.queries import own_names

DEPENDENCIES = register_sheet(
    Sheet(
        ref="dependencies.register",
        stem="dependencies",
        title="Dependencies",
        about="What the go-live needs from others: ISV solutions, other systems, services; who provides it and when.",
        columns=(
            text("ref", "Ref", "A short name that stays the same for ever.", most=60, required=True,
                 aliases=("id", "number", "key", "dependency id"), example="D-04"),
            text("title", "Title", "What is needed.", most=300, required=True,
                 aliases=("name", "dependency", "description", "external dependency"), example="Warehouse scanners"),
            choice("kind", "Kind", "ISV solution, other system, service or other.", dict(Dependency.Kind.choices),
                   empty="other", aliases=("type", "category"), example="Service"),
            text("provider", "Provider", "Who provides it.", most=200, aliases=("vendor", "supplier", "third party"),
                 example="Scanner provider"),
            text("contact", "Contact", "Whom to call there.", most=300, aliases=("contact person",)),
            text("commitment", "Commitment", "What they have committed to, in their words.", most=4000,
                 aliases=("committed", "deliverable"), example="40 devices, set up and tested"),
            day("needed_by", "Needed by", "By what day the project needs it. Blank: by go-live.",
                aliases=("needed", "required by", "need date"), example="2026-12-01"),
            day("promised", "Promised", "The day they have promised.",
                aliases=("promised date", "committed date", "delivery date", "due date"), example="2026-11-27"),
            day("confirmed_on", "Confirmed on", "The day they last said how it stands.",
                aliases=("last confirmed", "last status", "last contact", "status date"), example="2026-11-16"),
            integer("cadence_days", "Cadence (days)", "How many days may pass between two words of theirs.", least=1,
                    most=366, empty=14, aliases=("cadence", "status every", "meeting cadence"), example="7"),
            names("scope_refs", "Scope", "Refs of the integrations and solution parts that need it, by semicolons.",
                  aliases=("scope refs", "integrations", "parts", "affects"), example="I-03; P-01"),
            choice("requirements_state", "Requirements", "Open, agreed with the provider, or met.",
                   dict(Dependency.Requirements.choices), empty="open",
                   aliases=("requirements state", "state of requirements"), example="Agreed"),
            flag("in_scope", "In scope", "No for what this go-live does not need; it is kept and does not count.",
                 empty=True, example="yes"),
            text("owner", "Owner", "Who looks after it in the project.", most=200,
                 aliases=("responsible", "assigned to"), example="Integration lead"),
            text("notes", "Notes", "Anything else.", most=4000, aliases=("comment", "comments", "remarks")),
        ),
        store=stores.dependencies,
        apply=actions.change_dependencies,
        order=70,
        view=MAY_VIEW_DEPENDENCIES,
        own=OwnRows(MAY_VIEW_OWN_DEPENDENCIES, OWNED_BY, own_names),
        aliases=("external dependencies", "dependency register"),
        examples=({"ref": "D-04", "title": "Warehouse scanners", "kind": "Service", "provider": "Scanner provider",
                   "commitment": "40 devices, set up and tested", "needed_by": "2026-12-01",
                   "promised": "2026-11-27", "confirmed_on": "2026-11-16", "cadence_days": 7,
                   "requirements_state": "Agreed", "in_scope": "yes", "owner": "Integration lead"},),
    )
)  # fmt: skip
