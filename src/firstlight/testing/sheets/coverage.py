"""Combinations that matter and rules of others, as lists."""

from __future__ import annotations

from firstlight.kernel.sheets import Sheet, choice, flag, names, register_sheet, text
from firstlight.testing import actions, stores
from firstlight.testing.models import Regulation
from firstlight.testing.sheets.columns import NOTES, ref
from firstlight.testing.sheets.surroundings import ACCESS
from firstlight.workspace.policies import MAY_VIEW_TESTING

COMBINATIONS = register_sheet(
    Sheet(
        ref="testing.combinations",
        stem="tests/coverage",
        title="Combinations",
        about="Kinds of user, places, ways of access and devices that acceptance tests have to cover together.",
        columns=(
            ref("C-3", "combination"),
            text("title", "Title", "Why it matters.", most=300, required=True, aliases=("why", "reason", "description"),
                 example="Night shift picks with handhelds in the cold store"),
            text("persona", "Persona", "What kind of user. Blank: any.", most=200, aliases=("job", "user type", "role"),
                 example="Warehouse picker, night"),
            text("place", "Place", "Where. Blank: anywhere.", most=200, aliases=("location", "site", "office"),
                 example="Leipzig"),
            ACCESS,
            text("device", "Device", "On what. Blank: anything.", most=200, aliases=("hardware",), example="Handheld"),
            flag("significant", "Significant", "Yes where go-live makes no sense without it.", empty=False,
                 aliases=("critical", "must"), example="yes"),
            text("owner", "Owner", "Who sees to it.", most=200, aliases=("responsible",), example="Test lead"),
            NOTES,
        ),
        store=stores.combinations,
        apply=actions.change_combinations,
        order=63,
        view=MAY_VIEW_TESTING,
        aliases=("coverage", "personas and devices"),
        examples=({"ref": "C-3", "title": "Night shift picks with handhelds in the cold store",
                   "persona": "Warehouse picker, night", "place": "Leipzig", "device": "Handheld",
                   "significant": "yes", "owner": "Test lead"},),
    )
)  # fmt: skip

REGULATIONS = register_sheet(
    Sheet(
        ref="testing.regulations",
        stem="tests/coverage",
        title="Regulations",
        about="Rules of the company, the industry and the country: by which feature the solution follows them, and "
        "where that is documented. The results are those of the requirements.",
        columns=(
            ref("L-7", "regulation", "rule ref"),
            text("title", "Rule", "What it is called.", most=300, required=True,
                 aliases=("title", "regulation", "name"), example="Value added tax, invoices"),
            choice("level", "Level", "Of the company, the industry or the country.", dict(Regulation.Level.choices),
                   required=True, aliases=("scope", "type"), example="Country"),
            text("where", "Where", "Which company, industry or country.", most=200,
                 aliases=("country", "industry", "company", "legal entity"), example="Germany"),
            names("requirements", "Requirements", "The refs of what follows from it, split by semicolons.",
                  aliases=("requirement", "requirement refs"), example="R-114; R-115"),
            text("feature", "Feature", "By what the solution follows it.", most=2000, aliases=("solution feature",),
                 example="Posting profile with tax groups"),
            text("documents", "Documents", "Files or addresses in which feature and results are documented.", most=2000,
                 aliases=("document", "documentation", "evidence"), example="register of rules.csv"),
            text("owner", "Owner", "Who answers for it.", most=200, aliases=("responsible",), 
                 example="Head of finance"),
            NOTES,
        ),
        store=stores.regulations,
        apply=actions.change_regulations,
        order=64,
        view=MAY_VIEW_TESTING,
        aliases=("regulatory", "rules", "regulatory requirements"),
        examples=({"ref": "L-7", "title": "Value added tax, invoices", "level": "Country", "where": "Germany",
                   "requirements": "R-114", "feature": "Posting profile with tax groups",
                   "documents": "register of rules.csv", "owner": "Head of finance"},),
    )
)  # fmt: skip
