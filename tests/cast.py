"""The cast of all tests: the people of one project, and an outsider who has another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from firstlight.kernel.context import Context
from firstlight.kernel.sheets import Row, RowChange
from tests.prepared import Prepared

#: Ref, name, job and roles of everyone in the project.
PEOPLE: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("pl", "Petra Lind", "Programme lead", ("project-lead",)),
    ("wo", "Willem Oost", "Workstream owner", ("workstream-owner", "test-lead")),
    ("po", "Paula Ortiz", "Head of order desk", ("process-owner",)),
    ("ap", "Anna Prahl", "Finance director", ("approver",)),
    ("es", "Emil Strand", "Managing director", ("executive-sponsor",)),
    ("cm", "Cora Mees", "Cutover manager", ("cutover-manager",)),
    ("sl", "Sami Laine", "Head of service desk", ("support-lead",)),
    ("au", "Ada Unger", "Internal auditor", ("auditor",)),
    ("pc", "Kim Park", "Consultant", ("partner-consultant",)),
)

NOW = datetime(2026, 11, 20, 8, 40, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """The project, everyone in it with an account, and the outsider."""

    project: Any
    machine: Context
    people: dict[str, Any]
    users: dict[str, Any]
    outsider: Any

    def context(self, ref: str, now: datetime = NOW) -> Context:
        """The circumstances of one of them."""
        from firstlight.workspace.queries import context_of

        return context_of(self.people[ref], self.users[ref], now)


def profile(**changes: Any) -> Any:
    """A small complete profile."""
    from firstlight.workspace.profile import Profile

    values: dict[str, Any] = {
        "name": "Wave 1",
        "slug": "wave-1",
        "organisation": "Example Foods",
        "product": "finance-operations",
        "approach": "phased",
        "time_zone": "Europe/Berlin",
        "go_live": datetime(2026, 12, 7, 4, 0, tzinfo=UTC),
        "window": (datetime(2026, 12, 4, 17, 0, tzinfo=UTC), datetime(2026, 12, 7, 4, 0, tzinfo=UTC)),
        "users_at_go_live": 420,
        "next_committee": None,
        "phases": (),
        "parties": (),
        "packs": (),
        "required_tests": ("sit", "uat"),
        "answers": {},
        "as_of": None,
    }
    return Profile(**(values | changes))


def added(sheet: Any, **values: Any) -> RowChange:
    """The change that adds a row to a sheet; what is not given is empty."""
    complete = {column.key: values.get(column.key, column.empty) for column in sheet.columns}
    return RowChange("added", None, Row(sheet.identify(complete), complete))


@pytest.fixture
def cast(prepared: Prepared, now: datetime) -> Cast:
    """One project with everyone in it, judged by the go-live pack; an outsider in a project of their own."""
    return prepared("cast", lambda: make_cast(now))


def make_cast(now: datetime) -> Cast:
    """The same, made by actions in an otherwise empty workspace."""
    from firstlight.packs.actions import pin_packs
    from firstlight.packs.queries import version_named
    from firstlight.packs.shipped import load_shipped_packs
    from firstlight.workspace.actions import add_project
    from firstlight.workspace.models import Person
    from firstlight.workspace.roles import FOLDER_READER

    machine = Context(FOLDER_READER, now)
    load_shipped_packs(machine)
    project = add_project(machine, profile())
    inside = machine.within(project)
    pin_packs(inside, [version_named("go-live")])
    users = _join(inside, PEOPLE)
    other = add_project(machine, profile(name="Elsewhere", slug="elsewhere"))
    outsider = _join(machine.within(other), [("os", "Oskar Stein", "", ("project-lead",))])["os"]
    people = {person.ref: person for person in Person.objects.filter(project=project).select_related("project")}
    return Cast(project, inside, people, users, outsider)


def _join(inside: Context, people: Sequence[tuple[str, str, str, tuple[str, ...]]]) -> dict[str, Any]:
    """The accounts of people who are now in the project; made in few statements, since every test makes them."""
    from firstlight.identity.models import User
    from firstlight.workspace.actions import change_people
    from firstlight.workspace.models import Person
    from firstlight.workspace.sheets import PEOPLE as PEOPLE_SHEET

    rows = [
        added(PEOPLE_SHEET, ref=ref, name=name, title=title, roles=roles, email=f"{ref}@example.org")
        for ref, name, title, roles in people
    ]
    change_people(inside, inside.project, rows)
    made = [User(email=f"{ref}@example.org", name=name, password="!") for ref, name, _, _ in people]
    users = {user.email.partition("@")[0]: user for user in User.objects.bulk_create(made)}
    persons = list(Person.objects.filter(project_id=inside.project.pk))
    for person in persons:
        person.user = users[person.ref]
    Person.objects.bulk_update(persons, ["user"])
    return users
