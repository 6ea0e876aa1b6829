"""People as a sheet."""

from __future__ import annotations

import re

from firstlight.contracts.tables import Cell
from firstlight.kernel.sheets import Column, Sheet, day, integer, names, register_sheet, text
from firstlight.kernel.travelling import made_anew, travels
from firstlight.workspace.actions import change_authority, change_groups, change_knowledge, change_people
from firstlight.workspace.policies import MAY_VIEW_PEOPLE
from firstlight.workspace.roles import ROLES
from firstlight.workspace.stores import authority_store, groups_store, knowledge_store, people_store

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
            text("language", "Language", "The language they are written to in.", most=60),
            roles_column(),
        ),
        store=people_store,
        apply=change_people,
        order=10,
        view=MAY_VIEW_PEOPLE,
        examples=(
            {"ref": "hb", "name": "Hanna Berg", "email": "hanna.berg@example.org", "title": "Finance lead",
             "place": "Head office", "roles": "Process owner; Approver"},
        ),
    )
)  # fmt: skip


GROUPS = register_sheet(
    Sheet(
        ref="workspace.groups",
        stem="groups",
        title="Groups of people",
        about="People who are affected alike, such as a site, a shift or a department, whether or not they are users.",
        columns=(
            text("ref", "Ref", "A short name that stays the same.", most=60, required=True, aliases=("id", "group id"),
                 example="WH-N"),
            text("title", "Group", "What the group is called.", most=200, required=True, aliases=("name", "group name"),
                 example="Warehouse north, night shift"),
            text("about", "What they do", "Their work in a sentence.", most=2000, aliases=("description",)),
            text("place", "Place", "Where they work.", most=200, aliases=("location", "site"), example="Rostock"),
            text("language", "Language", "The language they work in.", most=60, example="German"),
            integer("size", "People affected", "How many people, with or without an account.",
                    aliases=("size", "headcount"), example="34"),
            text("contact", "Contact", "Who speaks for them.", most=200),
        ),
        store=groups_store,
        apply=change_groups,
        order=14,
        view=MAY_VIEW_PEOPLE,
        examples=(
            {"ref": "WH-N", "title": "Warehouse north, night shift", "place": "Rostock", "language": "German",
             "size": 34},
        ),
    )
)  # fmt: skip


def _whom(key: str, title: str, explain: str, example: str = "") -> Column:
    """Refs of people, or roles by their names, several in one cell."""
    words = names(key, title, explain, example=example)

    def parse(cell: Cell, zone: object) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_who(word) for word in words.parse(cell, zone)))  # type: ignore[arg-type]

    return words.but(parse=parse, format=lambda value, zone: "; ".join(ROLES.get(one, one) for one in value))


def _who(word: str) -> str:
    return _BY_WORD.get(re.sub(r"[\s_-]+", "-", word.lower()), word)


_ONE = text("accountable", "Accountable", "The one person or role that answers for the decision.", most=60,
            required=True, example="Executive sponsor")  # fmt: skip

AUTHORITY = register_sheet(
    Sheet(
        ref="workspace.authority",
        stem="authority",
        title="Authority to decide",
        about="Who decides what: one accountable for each decision; people by their ref, or roles by their name.",
        columns=(
            text("ref", "Decision", "A short name that stays the same, such as go-live or rollback.", most=60,
                 required=True, example="go-live"),
            text("title", "What is decided", "The decision in words.", most=200, required=True, example="Go-live"),
            _ONE.but(
                parse=lambda cell, zone: _who(str(_ONE.parse(cell, zone))),
                format=lambda value, zone: ROLES.get(value, value),
            ),
            _whom("responsible", "Responsible", "Who decides with them.", example="Approver; Project lead"),
            _whom("consulted", "Consulted", "Who is heard before."),
            _whom("informed", "Informed", "Who is told after."),
        ),
        store=authority_store,
        apply=change_authority,
        order=15,
        view=MAY_VIEW_PEOPLE,
        aliases=("raci", "decision authority"),
        examples=(
            {"ref": "go-live", "title": "Go-live", "accountable": "Executive sponsor",
             "responsible": "Approver; Project lead"},
        ),
    )
)  # fmt: skip

KNOWLEDGE = register_sheet(
    Sheet(
        ref="workspace.knowledge",
        stem="knowledge",
        title="People check",
        about="Whether administrators and IT know monitoring, troubleshooting and avenues of support, one by one.",
        columns=(
            text("person", "Person", "Who knows it: a ref from the list of people.", most=60, required=True,
                 aliases=("person ref",), example="sl"),
            text("topic", "Topic", "What they know: Monitoring, Troubleshooting, Avenues of support, or your own.",
                 most=100, required=True, example="Monitoring"),
            day("confirmed", "Confirmed on", "The day it was confirmed. Blank: not yet.", example="2026-11-12"),
            text("confirmed_by", "Confirmed by", "The person themselves, or who has seen it.", most=200,
                 example="Cora Mees"),
            text("evidence", "By what", "What was seen, in a sentence.", most=2000,
                 example="Found and closed the alert in the drill of 12 November"),
            day("expires", "Holds until", "From this day on it has to be confirmed again."),
        ),
        store=knowledge_store,
        apply=change_knowledge,
        order=16,
        view=MAY_VIEW_PEOPLE,
        identity=("person", "topic"),
        aliases=("people check",),
        examples=(
            {"person": "sl", "topic": "Monitoring", "confirmed": "2026-11-12", "confirmed_by": "Cora Mees",
             "evidence": "Found and closed the alert in the drill of 12 November"},
        ),
    )
)  # fmt: skip
#: Accounts are of an installation; people are tied to theirs where they arrive.
made_anew("workspace.Person", "user")
travels("workspace.Consent")
