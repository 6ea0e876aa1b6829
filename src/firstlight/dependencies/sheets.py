"""The register as a sheet, and what was agreed, met, said and seen as others."""

from __future__ import annotations

import re

from firstlight.contracts.tables import Cell
from firstlight.dependencies import actions, stores
from firstlight.dependencies.models import Dependency, ProviderWord, ServiceState
from firstlight.dependencies.queries import OWNED_BY
from firstlight.kernel.sheets import (
    Column,
    OwnRows,
    Sheet,
    choice,
    day,
    flag,
    instant,
    integer,
    names,
    register_sheet,
    text,
)
from firstlight.workspace.policies import MAY_VIEW_DEPENDENCIES, MAY_VIEW_OWN_DEPENDENCIES
from firstlight.workspace.queries import own_names

_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def _mail(key: str, title: str, explain: str, **settings: object) -> Column:
    """A mail address, so that nothing is sent to a name."""
    words = text(key, title, explain, most=254, **settings)
    accepts = "a mail address such as name@example.org"

    def parse(cell: Cell, zone: object) -> str:
        found = str(words.parse(cell, zone))  # type: ignore[arg-type]
        if not _MAIL.fullmatch(found):
            raise ValueError(accepts)
        return found

    return words.but(parse=parse, accepts=accepts)


def _of_dependency() -> Column:
    return text("dependency", "Dependency", "The ref of the dependency, from the dependencies.", most=60,
                required=True, aliases=("dependency ref", "for"), example="D-04")  # fmt: skip


_EVIDENCE = names("evidence", "Evidence", "Names of files in the folder evidence, split by semicolons.",
                  commas=False, aliases=("files", "document"))  # fmt: skip

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
            _mail("contact_mail", "Contact mail", "Where the contact is written to.",
                  aliases=("mail", "e-mail", "email", "contact email"), example="scanners@example.org"),
            text("commitment", "Commitment", "What they have committed to, in their words.", most=4000,
                 aliases=("committed", "deliverable"), example="40 devices, set up and tested"),
            day("needed_by", "Needed by", "By what day the project needs it. Blank: by go-live.",
                aliases=("needed", "required by", "need date"), example="2026-12-01"),
            day("promised", "Promised", "The day they have promised.",
                aliases=("promised date", "committed date", "delivery date", "due date"), example="2026-11-27"),
            day("delivered_on", "Delivered on", "The day on which it was there. Blank: it is not there yet.",
                aliases=("delivered", "received on", "done on")),
            day("confirmed_on", "Confirmed on", "The day they last said how it stands.",
                aliases=("last confirmed", "last status", "last contact", "status date"), example="2026-11-16"),
            integer("cadence_days", "Cadence (days)", "How many days may pass between two words of theirs.", least=1,
                    most=366, empty=14, aliases=("cadence", "status every", "meeting cadence"), example="7"),
            text("rollout", "Rollout", "The ref of the rollout that needs it. Blank: the one that is decided on.",
                 most=60, aliases=("wave",), example="W1"),
            names("scope_refs", "Scope", "Refs of what needs it: integrations, solution parts, processes, "
                  "requirements; by semicolons.",
                  aliases=("scope refs", "integrations", "parts", "affects"), example="I-03; P-01"),
            choice("scope_match", "Fits the scope", "Whether what they deliver was held against the scope: agrees, or "
                   "differs. Blank: nobody has.", dict(Dependency.Match.choices), empty="",
                   aliases=("scope aligned", "matches scope"), example="Agrees"),
            day("scope_compared_on", "Held against scope on", "When that was done.", aliases=("scope checked on",),
                example="2026-11-12"),
            choice("requirements_state", "Requirements", "Open, agreed with the provider, or met; where they are not "
                   "listed one by one.", dict(Dependency.Requirements.choices), empty="open",
                   aliases=("requirements state", "state of requirements"), example="Agreed"),
            text("health_address", "Health address", "An https address that answers while the service works; the "
                 "worker asks it.", most=500, aliases=("health url", "status page", "health")),
            text("plan_line", "In the plan as", "Where it stands in the project plan.", most=200,
                 aliases=("plan line", "project plan", "plan reference"), example="Line 214"),
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
                   "contact_mail": "scanners@example.org", "commitment": "40 devices, set up and tested",
                   "needed_by": "2026-12-01", "promised": "2026-11-27", "confirmed_on": "2026-11-16",
                   "cadence_days": 7, "requirements_state": "Agreed", "plan_line": "Line 214", "in_scope": "yes",
                   "owner": "Integration lead"},),
    )
)  # fmt: skip

REQUIREMENTS = register_sheet(
    Sheet(
        ref="dependencies.requirements",
        stem="dependencies",
        title="Agreed requirements",
        about="What was agreed with providers, one requirement a row, until it is met.",
        columns=(
            text("ref", "Ref", "A short name that stays the same.", most=60, required=True, aliases=("id", "number"),
                 example="Q-07"),
            _of_dependency(),
            text("title", "Requirement", "What they have to fulfil.", most=500, required=True,
                 aliases=("title", "description"), example="Devices are enrolled before they are sent"),
            day("agreed_on", "Agreed on", "The day on which both agreed to it. Blank: it is open.",
                aliases=("agreed",), example="2026-10-13"),
            day("met_on", "Met on", "The day on which it was found to be met. Blank: it is not yet.",
                aliases=("met", "fulfilled on", "done on")),
            _EVIDENCE,
            flag("dropped", "Dropped", "Yes for one that is no longer wanted; the notes say why.", empty=False),
            text("notes", "Notes", "Anything else.", most=4000, aliases=("comment", "comments", "remarks")),
        ),
        store=stores.requirements,
        apply=actions.change_requirements,
        order=71,
        view=MAY_VIEW_DEPENDENCIES,
        aliases=("requirements on providers", "provider requirements"),
        examples=({"ref": "Q-07", "dependency": "D-04", "title": "Devices are enrolled before they are sent",
                   "agreed_on": "2026-10-13"},),
    )
)  # fmt: skip

MEETINGS = register_sheet(
    Sheet(
        ref="dependencies.meetings",
        stem="dependencies",
        title="Provider meetings",
        about="Status meetings with providers: how often, when the last was held, what was said, when the next one is.",
        columns=(
            text("ref", "Ref", "A short name that stays the same.", most=60, required=True, aliases=("id", "number"),
                 example="M-12"),
            text("title", "Meeting", "What it is called.", most=300, required=True, aliases=("title", "name"),
                 example="Weekly call with the scanner provider"),
            names("dependencies", "Dependencies", "Refs of the dependencies that it is about, by semicolons.",
                  required=True, aliases=("dependency", "about"), example="D-04"),
            integer("cadence_days", "Cadence (days)", "How many days may pass between two of them.", least=1, most=366,
                    empty=14, aliases=("cadence", "every"), example="7"),
            day("held_on", "Held on", "The day on which it was held. Blank: it is still to come.",
                aliases=("held", "date"), example="2026-11-16"),
            text("minutes", "Minutes", "What was said and agreed.", most=20_000, aliases=("notes", "outcome"),
                 example="60 devices are packed; the cradles come a week later."),
            _EVIDENCE,
            day("next_on", "Next on", "The day of the next one; of one that is still to come, its day.",
                aliases=("next", "next meeting", "planned for"), example="2026-11-23"),
        ),
        store=stores.meetings,
        apply=actions.change_meetings,
        order=72,
        view=MAY_VIEW_DEPENDENCIES,
        aliases=("meetings with providers", "status meetings"),
        examples=({"ref": "M-12", "title": "Weekly call with the scanner provider", "dependencies": "D-04",
                   "cadence_days": 7, "held_on": "2026-11-16", "next_on": "2026-11-23",
                   "minutes": "60 devices are packed; the cradles come a week later."},),
    )
)  # fmt: skip

WORDS = register_sheet(
    Sheet(
        ref="dependencies.words",
        stem="dependencies",
        title="Provider words",
        about="Every word of providers about their dates, as it was given. What holds now stands in the dependencies.",
        columns=(
            text("ref", "Ref", "The name of the word.", most=80, required=True, example="D-04-W3"),
            _of_dependency(),
            choice("kind", "Word", "The date stands, it moves, or the thing is delivered.",
                   dict(ProviderWord.Kind.choices), required=True, example="The date moves"),
            day("promised", "Day", "The day that held after the word.", required=True, example="2026-12-08"),
            text("note", "Note", "What they said to it.", most=4000, example="The maker delivers the cradles late."),
            instant("said", "Said", "When.", required=True, example="2026-11-12 15:30"),
            text("by", "By", "Who said it.", most=300, required=True, example="Account manager"),
            text("taken_down_by", "Taken down by", "Who wrote it down. Blank: they wrote it themselves, by their link.",
                 most=200, example="Integration lead"),
        ),
        store=stores.words,
        apply=actions.record_words,
        order=73,
        view=MAY_VIEW_DEPENDENCIES,
        lasting=True,
        examples=({"ref": "D-04-W3", "dependency": "D-04", "kind": "The date moves", "promised": "2026-12-08",
                   "said": "2026-11-12 15:30", "by": "Account manager", "taken_down_by": "Integration lead"},),
    )
)  # fmt: skip

SERVICES = register_sheet(
    Sheet(
        ref="dependencies.services",
        stem="dependencies",
        title="Provider services",
        about="Whether the services behind dependencies work, as people said or as it was seen at health addresses.",
        columns=(
            _of_dependency(),
            choice("state", "State", "Works, or down.", dict(ServiceState.State.choices), required=True,
                   aliases=("status",), example="Works"),
            instant("since", "Since", "Since when it is so.", required=True, example="2026-11-16 09:00"),
            instant("seen", "Seen", "When that was last seen.", required=True, aliases=("as of", "checked"),
                    example="2026-11-20 08:00"),
            text("reason", "Reason", "What was seen.", most=300, example="Test payment went through"),
            text("by", "By", "Who saw it. Blank: it was seen at the health address.", most=200,
                 example="Integration lead"),
        ),
        store=stores.services,
        apply=actions.record_services,
        order=74,
        view=MAY_VIEW_DEPENDENCIES,
        identity=("dependency",),
        examples=({"dependency": "D-04", "state": "Works", "since": "2026-11-16 09:00", "seen": "2026-11-20 08:00",
                   "reason": "Test payment went through", "by": "Integration lead"},),
    )
)  # fmt: skip
