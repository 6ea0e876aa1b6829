"""The cast of all tests: the people of one project, and an outsider who has another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from firstlight.kernel.context import Context
from firstlight.kernel.sheets import Row, RowChange

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
def cast(db: None, now: datetime) -> Cast:
    """One project with everyone in it, judged by the go-live pack; an outsider in a project of their own."""
    from firstlight.identity.actions import add_user
    from firstlight.packs.actions import pin_packs
    from firstlight.packs.queries import version_named
    from firstlight.packs.shipped import load_shipped_packs
    from firstlight.workspace.actions import add_project, change_people, tie_account
    from firstlight.workspace.models import Person
    from firstlight.workspace.roles import FOLDER_READER, INSTALLATION
    from firstlight.workspace.sheets import PEOPLE as PEOPLE_SHEET

    machine = Context(FOLDER_READER, now)
    installation = Context(INSTALLATION, now)
    load_shipped_packs(machine)
    project = add_project(machine, profile())
    inside = machine.within(project)
    pin_packs(inside, [version_named("go-live")])
    rows = [
        added(PEOPLE_SHEET, ref=ref, name=name, title=title, roles=roles, email=f"{ref}@example.org")
        for ref, name, title, roles in PEOPLE
    ]
    change_people(inside, project, rows)
    users = {}
    for ref, name, _, _ in PEOPLE:
        users[ref] = add_user(installation, email=f"{ref}@example.org", name=name)
        tie_account(installation.within(project), ref, users[ref])
    people = {person.ref: person for person in Person.objects.filter(project=project).select_related("project")}
    return Cast(project, inside, people, users, _outsider(machine, installation))


def _outsider(machine: Context, installation: Context) -> Any:
    from firstlight.identity.actions import add_user
    from firstlight.workspace.actions import add_project, change_people, tie_account
    from firstlight.workspace.sheets import PEOPLE as PEOPLE_SHEET

    other = add_project(machine, profile(name="Elsewhere", slug="elsewhere"))
    row = added(PEOPLE_SHEET, ref="os", name="Oskar Stein", roles=("project-lead",), email="os@example.org")
    change_people(machine.within(other), other, [row])
    user = add_user(installation, email="os@example.org", name="Oskar Stein")
    tie_account(installation.within(other), "os", user)
    return user
