"""People as a sheet."""

from __future__ import annotations

import re

from firstlight.contracts.tables import Cell
from firstlight.kernel.sheets import Column, Sheet, names, register_sheet, text
from firstlight.workspace.actions import change_people
from firstlight.workspace.roles import ROLES
from firstlight.workspace.stores import people_store

_BY_WORD = {re.sub(r"[\s_-]+", "-", word.lower()): role for role, title in ROLES.items() for word in (role, title)}


def roles_column() -> Column:
    """Roles by their names, several in one cell."""
    words = names(
        "roles",
        "Roles",
        "What the person does in the project; it decides what they may do here. Several are split by semicolons.",
        example="Process owner; Approver",
    )
    accepts = "roles split by semicolons, from: " + ", ".join(ROLES.values())

    def parse(cell: Cell, zone: object) -> tuple[str, ...]:
        found = []
        for word in words.parse(cell, zone):  # type: ignore[arg-type]
            role = _BY_WORD.get(re.sub(r"[\s_-]+", "-", word.lower()))
            if role is None:
                raise ValueError(accepts)
            found.append(role)
        return tuple(found)

    return words.but(
        parse=parse, accepts=accepts, format=lambda value, zone: "; ".join(ROLES.get(role, role) for role in value)
    )


PEOPLE = register_sheet(
    Sheet(
        ref="workspace.people",
        stem="people",
        title="People",
        about="Everyone who answers, signs, decides or is informed, with their roles in the project.",
        columns=(
            text("ref", "Ref", "A short name that stays the same, such as initials.", most=60, required=True,
                 aliases=("id", "person id", "initials"), example="hb"),
            text("name", "Name", "The person's name.", most=200, required=True, aliases=("full name", "person")),
            text("email", "Mail", "Their mail address; it is what they sign in with.", most=254,
                 aliases=("e-mail", "email", "mail address")),
            text("title", "Job title", "Their job, as colleagues would say it.", most=200, aliases=("position",)),
            text("party", "Party", "Their organisation: a ref from the parties in project.yaml.", most=60,
                 aliases=("organisation", "company")),
            text("place", "Place", "Where they work.", most=200, aliases=("location", "site")),
            roles_column(),
        ),
        store=people_store,
        apply=change_people,
        order=10,
        examples=(
            {"ref": "hb", "name": "Hanna Berg", "email": "hanna.berg@example.org", "title": "Finance lead",
             "place": "Head office", "roles": "Process owner; Approver"},
        ),
    )
)  # fmt: skip
