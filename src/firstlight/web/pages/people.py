"""People, groups and parties as their pages show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from firstlight.web import wording
from firstlight.web.figures import number
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.workspace.models import Invitation, Party, PersonGroup
from firstlight.workspace.queries import CONSENTS, of_customer
from firstlight.workspace.roles import ROLES
from firstlight.workspace.sight import SUBJECTS, seen_by


class _Cells:
    """How a person becomes cells; what is said of many of them is made once."""

    def __init__(self, address: Callable[[str], str]) -> None:
        self.address, self.kinds = address, wording.Labels(Party.Kind.choices)
        self.unsaid, self.has, self.has_none = Cell(_("not said")), _("Yes"), _("None")
        self.place, self.roles, self.party = cache(Cell), cache(self._roles), cache(self._party)

    def __call__(self, row: Any) -> tuple[Cell, ...]:
        return (
            Cell(row.name, self.address(row.ref), row.title),
            self.roles(tuple(row.roles)),
            self.party(row.party__name, row.party__kind) if row.party__name else self.unsaid,
            self.place(row.place) if row.place else self.unsaid,
            Cell(self.has, sub=row.user__email) if row.user__email else Cell(self.has_none, sub=row.email),
        )

    def _roles(self, roles: tuple[str, ...]) -> Cell:
        return Cell(", ".join(map(wording.role, roles))) if roles else Cell(_("none"), state="unknown")

    def _party(self, name: str, kind: str) -> Cell:
        return Cell(name, sub=self.kinds[kind])


def people(address: Callable[[str], str], parties: Iterable[Party]) -> Listed[Any]:
    """Everyone in the project."""
    return Listed(
        _("person"),
        _("people"),
        (
            Column(_("Person"), "name", wide=True),
            Column(_("Roles")),
            Column(_("Organisation"), "party__name"),
            Column(_("Place"), "place"),
            Column(_("Account"), "user__email", wide=True),
        ),
        _Cells(address),
        _filters(parties),
        ("ref", "name", "title", "email", "place", "party__name"),
        ("name", "ref"),
        reads=("ref", "name", "title", "email", "place", "roles", "party__name", "party__kind", "user__email"),
    )


def _filters(parties: Iterable[Party]) -> tuple[Filter, ...]:
    return (
        Filter(
            "role",
            _("Role"),
            "roles__icontains",
            tuple(Choice(key, words, f'"{key}"') for key, words in ROLES.items()),
        ),
        Filter("party", _("Organisation"), "party__ref", tuple(Choice(one.ref, one.name, one.ref) for one in parties)),
        Filter(
            "account",
            _("Account"),
            "user__isnull",
            (Choice("yes", _("Has one"), False), Choice("no", _("Has none"), True)),
        ),
        Filter("ref", _("Ref"), "ref"),
    )


def groups() -> Listed[PersonGroup]:
    """Groups of people who are affected alike."""

    def cells(row: PersonGroup) -> tuple[Cell, ...]:
        return (
            Cell(row.title, sub=row.about or row.ref),
            Cell(row.place or _("not said")),
            Cell(row.language or _("not said")),
            Cell(number(row.size)) if row.size is not None else Cell(_("unknown"), state="unknown"),
            Cell(row.contact or _("nobody")),
        )

    return Listed(
        "group",
        "groups",
        (
            Column("Group", "title", wide=True, edits="title"),
            Column("Place", "place", edits="place"),
            Column("Language", "language", edits="language"),
            Column("People affected", "size", figure=True, edits="size"),
            Column("Contact", "contact", edits="contact"),
        ),
        cells,
        (
            Filter("place", "Place", "place"),
            Filter("language", "Language", "language"),
            Filter("ref", "Ref", "ref"),
        ),
        ("ref", "title", "about", "place", "language", "contact"),
        ("ref",),
    )


@dataclass(frozen=True, slots=True)
class PartyLine:
    """An organisation, what it sees, and whether the customer has agreed."""

    party: Party
    people: int
    sees: str
    consents: tuple[str, ...]
    waits: bool


def party_lines(parties: Iterable[Party], needed: bool) -> list[PartyLine]:
    """All organisations of the project."""
    lines = []
    for party in parties:
        given = tuple(one.person.name for one in party.consents.all() if of_customer(one.person))
        waits = needed and party.kind != Party.Kind.CUSTOMER and len(given) < CONSENTS
        seen = seen_by(party.kind, party.sees)
        if len(seen) == len(SUBJECTS):
            words = _("Everything")
        else:
            words = ", ".join(wording.said(title) for key, title in SUBJECTS.items() if key in seen) or _(
                "Only the dependencies and actions that it owns"
            )
        lines.append(PartyLine(party, len(party.people.all()), words, given, waits))
    return lines


def invitation_state(invitation: Invitation | None, now: datetime) -> tuple[str, str]:
    """How the newest invitation of somebody stands: a state and a word; empty without one."""
    if invitation is None:
        return "", ""
    if invitation.accepted:
        return "met", _("Accepted")
    if invitation.revoked:
        return "not-applicable", _("Taken back")
    if invitation.expires <= now:
        return "stale", _("Expired")
    return "running", _("Open")
