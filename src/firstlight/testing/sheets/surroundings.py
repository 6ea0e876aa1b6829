"""Security roles, testers and versions as sheets."""

from __future__ import annotations

from firstlight.kernel.sheets import Sheet, choice, day, flag, instant, names, register_sheet, text
from firstlight.testing import actions, stores
from firstlight.testing.models import Access, Role, Version
from firstlight.testing.sheets.columns import NOTES, ref
from firstlight.workspace.policies import MAY_VIEW_TESTING

ACCESS = choice(
    "access", "Access", "On a physical device, a virtual desktop, or from afar.", dict(Access.choices), empty="",
    aliases=("environment kind", "kind of access", "connection"), example="Physical device",
)  # fmt: skip

ROLES = register_sheet(
    Sheet(
        ref="testing.roles",
        stem="tests/cases",
        title="Roles",
        about="Security roles, and whether a run under them shows anything. Well-known administrators need no row.",
        columns=(
            text("name", "Name", "As it is called in the system.", most=200, required=True,
                 aliases=("role", "security role", "role name"), example="Order clerk"),
            choice("kind", "Kind", "A role of the business, one role for everybody, or an administrator.",
                   dict(Role.Kind.choices), required=True, aliases=("role kind", "role type"),
                   example="Business role"),
            NOTES,
        ),
        store=stores.roles,
        apply=actions.change_roles,
        order=52,
        identity=("name",),
        view=MAY_VIEW_TESTING,
        aliases=("security roles",),
        examples=({"name": "Order clerk", "kind": "Business role"},),
    )
)  # fmt: skip

TESTERS = register_sheet(
    Sheet(
        ref="testing.testers",
        stem="tests/cases",
        title="Testers",
        about="Who tries the cases: under which role, as which kind of user, where and on what.",
        columns=(
            ref("T-12", "tester", "tester id"),
            text("name", "Name", "As it stands in the runs.", most=200, required=True,
                 aliases=("full name", "tester name"), example="Lena Brandt"),
            text("mail", "Mail", "Where the link to the cases is sent.", most=254,
                 aliases=("email", "e-mail", "mail address"), example="lena.brandt@example.org"),
            text("role", "Role", "The security role that the account has.", most=200,
                 aliases=("security role", "security roles"), example="Order clerk"),
            text("persona", "Persona", "What kind of user.", most=200, aliases=("job", "user type"),
                 example="Order clerk"),
            text("place", "Place", "Where the tests are run.", most=200, aliases=("location", "site", "office"),
                 example="Hanover"),
            ACCESS,
            text("device", "Device", "On what.", most=200, aliases=("hardware",), example="Tablet"),
            text("language", "Language", "The language of the link, such as de.", most=20, aliases=("lang",),
                 example="de"),
            flag("super_user", "Super-user", "Yes for those who are trained first, and train others.", empty=False,
                 aliases=("key user", "superuser", "trainer", "champion"), example="yes"),
            day("trained_on", "Trained on", "The day on which they were trained. Blank where nobody said.",
                aliases=("trained", "training", "training date"), example="2026-10-26"),
            NOTES,
        ),
        store=stores.testers,
        apply=actions.change_testers,
        order=54,
        view=MAY_VIEW_TESTING,
        examples=({"ref": "T-12", "name": "Lena Brandt", "mail": "lena.brandt@example.org", "role": "Order clerk",
                   "persona": "Order clerk", "place": "Hanover", "access": "Physical device", "device": "Tablet"},),
    )
)  # fmt: skip

VERSIONS = register_sheet(
    Sheet(
        ref="testing.versions",
        stem="tests/cases",
        title="Versions",
        about="What was deployed and when. What passed before no longer counts for what a version touches.",
        columns=(
            ref("10.0.45", "version", "build", "release"),
            text("title", "Title", "What is new in it.", most=300, required=True,
                 aliases=("name", "description", "what changed"), example="Prices of weighed goods"),
            choice("kind", "Kind", "Code, configuration or data.", dict(Version.Kind.choices), required=True,
                   aliases=("type", "version kind"), example="Code"),
            instant("at", "Deployed on", "When it was deployed where it is tested.", required=True,
                    aliases=("at", "deployed", "deployed at", "date", "since"), example="2026-11-09 18:00"),
            names("affects", "Affects", "The refs of processes, requirements or cases it touches. Blank: everything.",
                  aliases=("touches", "impact", "affected"), example="65.20.050; R-114"),
            text("owner", "Owner", "Who deployed it.", most=200, aliases=("responsible", "deployed by")),
            NOTES,
        ),
        store=stores.versions,
        apply=actions.change_versions,
        order=64,
        view=MAY_VIEW_TESTING,
        aliases=("solution versions", "deployments", "builds"),
        examples=({"ref": "10.0.45", "title": "Prices of weighed goods", "kind": "Code",
                   "at": "2026-11-09 18:00", "affects": "65.20.050"},),
    )
)  # fmt: skip
