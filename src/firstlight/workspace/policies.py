"""Who may set up projects and people, and the reverse question: who could."""

from __future__ import annotations

from firstlight.kernel.policies import Policy
from firstlight.workspace.models import Person, Project
from firstlight.workspace.roles import RIGHTS

MAY_ADD_PROJECTS = Policy("project.add", "add projects")
MAY_EDIT_PROJECT = Policy("project.edit", "change the project's profile")
MAY_EDIT_PEOPLE = Policy("people.edit", "change who is in the project")
MAY_VIEW = Policy("project.view", "see the project")


def who_could(project: Project, policy: Policy) -> list[Person]:
    """The people of the project whose roles carry the right, in the order of their names."""
    roles = {role for role, rights in RIGHTS.items() if policy.right in rights}
    return [person for person in project.people.all() if roles & set(person.roles)]
