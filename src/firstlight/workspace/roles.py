"""The roles that people hold in a project, and the rights that come with them."""

from __future__ import annotations

from firstlight.kernel.context import Actor

#: Role and how it is read.
ROLES: dict[str, str] = {
    "project-lead": "Project lead",
    "workstream-owner": "Workstream owner",
    "process-owner": "Process owner",
    "approver": "Approver",
    "executive-sponsor": "Executive sponsor",
    "change-manager": "Change manager",
    "test-lead": "Test lead",
    "migration-lead": "Migration lead",
    "integration-lead": "Integration lead",
    "solution-architect": "Solution architect",
    "support-lead": "Support lead",
    "cutover-manager": "Cutover manager",
    "it-administrator": "IT administrator",
    "partner-consultant": "Partner consultant",
    "auditor": "Auditor",
}

#: Roles without which nobody can decide on a go-live.
DECISION_ROLES = ("executive-sponsor", "approver", "project-lead", "cutover-manager", "support-lead")

#: What everyone in a project may see, unless their party may not.
VIEW = frozenset(
    {
        "project.view",
        "ledger.view",
        "readiness.view",
        "decisions.view",
        "scope.view",
        "testing.view",
        "dependencies.view",
        "cutover.view",
        "actions.view",
        "people.view",
        "files.view",
        "own-dependencies.view",
        "own-actions.view",
    }
)
WORK = VIEW | {
    "scope.edit",
    "testing.edit",
    "dependencies.edit",
    "assurance.attest",
    "assurance.act",
    "assurance.ask",
    "readiness.assess",
    "intake.share",
    "knowledge.confirm",
    "reviews.answer",
    "reviews.review",
    "decisions.vote",
    "cutover.decide",
    "cutover.work",
}
LEAD = WORK | {
    "cutover.plan",
    "cutover.run",
    "reviews.plan",
    "decisions.prepare",
    "decisions.preside",
    "scope.baseline",
    "project.edit",
    "project.export",
    "packs.pin",
    "packs.tailor",
    "packs.waive",
    "intake.import",
    "people.edit",
    "people.invite",
    "people.authority",
    "people.consent",
    "guests.share",
    "assurance.declare-immaterial",
    "scope.declare-immaterial",
    "testing.declare-immaterial",
}
SIGN = frozenset({"assurance.sign"})
#: What those who decide need besides; each decision names who may vote in it.
DECIDE = frozenset({"reviews.review", "decisions.vote", "decisions.preside", "cutover.decide", "cutover.work"})

RIGHTS: dict[str, frozenset[str]] = {
    "project-lead": LEAD | SIGN,
    "workstream-owner": WORK | SIGN,
    "process-owner": WORK | SIGN | {"scope.declare-immaterial", "testing.declare-immaterial"},
    "approver": VIEW | SIGN | DECIDE | {"assurance.attest", "assurance.act", "people.consent", "reviews.answer"},
    "executive-sponsor": VIEW
    | SIGN
    | DECIDE
    | {"assurance.attest", "packs.waive", "guests.share", "assurance.declare-immaterial", "people.consent"},
    "change-manager": WORK | SIGN,
    "test-lead": WORK | SIGN | {"testing.declare-immaterial"},
    "migration-lead": WORK | SIGN,
    "integration-lead": WORK | SIGN,
    "solution-architect": WORK | SIGN,
    "support-lead": WORK | SIGN,
    "cutover-manager": WORK | SIGN | {"cutover.plan", "cutover.run"},
    "it-administrator": VIEW | {"assurance.attest", "assurance.act", "knowledge.confirm", "cutover.work"},
    "partner-consultant": WORK,
    "auditor": VIEW | {"project.export"},
}

EVERY_RIGHT: frozenset[str] = frozenset().union(*RIGHTS.values())

#: The machine that loads project folders: everything a project lead may do, and to make projects and people.
FOLDER_READER = Actor(
    "system", "folder-reader", "Folder reader", LEAD | SIGN | {"project.add", "assurance.record", "cutover.record"}
)

#: The machine behind the command line of an installation: accounts and links.
INSTALLATION = Actor(
    "system",
    "installation",
    "Installation",
    frozenset(
        {
            "identity.add-users",
            "identity.make-links",
            "identity.appoint",
            "identity.reset-second-factor",
            "people.edit",
            "project.view",
        }
    ),
)

#: The sign-in page itself: nobody is signed in yet.
SIGN_IN_PAGE = Actor("system", "sign-in-page", "Sign-in page", frozenset({"identity.use-links", "identity.sign-in"}))

#: Where guest links lead: it knows the link and nobody behind it.
GUEST_DOOR = Actor("system", "guest-door", "Guest door", frozenset({"guests.use"}))

#: Where invitations lead: nobody is signed in yet.
INVITATION_DOOR = Actor("system", "invitation-door", "Invitation", frozenset({"people.accept", "identity.add-users"}))

#: What acts on events between layers.
FOLLOW_UP = Actor("system", "follow-up", "Follow-up", frozenset({"assurance.act", "project.view", "testing.edit"}))

#: What asks the health addresses of providers and notes what it sees.
HEALTH_WATCH = Actor("system", "health-watch", "Health watch", frozenset({"dependencies.watch"}))
#: What notices that the clock of the server was set.
CLOCK_WATCH = Actor("system", "clock-watch", "Clock watch", frozenset({"cutover.watch-clock"}))
MESSENGER = Actor("system", "messenger", "Messenger", frozenset({"cutover.tell"}))
#: What notices that providers are silent.
PROVIDER_WATCH = Actor("system", "provider-watch", "Provider watch", frozenset({"dependencies.watch"}))


def spoken(role: str) -> str:
    """A role inside a sentence: "the project lead", "the IT administrator"."""
    title = ROLES.get(role, role)
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def rights_of(roles: list[str]) -> frozenset[str]:
    """All rights that come with these roles."""
    return frozenset().union(*(RIGHTS.get(role, frozenset()) for role in roles))
