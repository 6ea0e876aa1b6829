"""Who may set up projects and people, and the reverse question: who could."""

from __future__ import annotations

from firstlight.kernel.policies import Policy
from firstlight.workspace.models import Person, Project
from firstlight.workspace.queries import rights_in

MAY_ADD_PROJECTS = Policy("project.add", "add projects")
MAY_EDIT_PROJECT = Policy("project.edit", "change the project's profile")
MAY_EXPORT_PROJECT = Policy("project.export", "take the whole project along")
MAY_IMPORT = Policy("intake.import", "bring files into the project")
MAY_EDIT_PEOPLE = Policy("people.edit", "change who is in the project")
MAY_INVITE = Policy("people.invite", "invite people")
MAY_ACCEPT_INVITATIONS = Policy("people.accept", "accept an invitation")
MAY_CONSENT = Policy("people.consent", "agree to what another organisation sees")
MAY_SET_AUTHORITY = Policy("people.authority", "say who decides what")
MAY_CONFIRM_KNOWLEDGE = Policy("knowledge.confirm", "confirm what somebody knows")
MAY_SHARE = Policy("guests.share", "make guest links")
MAY_USE_GUEST_LINKS = Policy("guests.use", "look through a guest link")
MAY_VIEW = Policy("project.view", "see the project")
MAY_VIEW_READINESS = Policy("readiness.view", "see what the checks say")
MAY_VIEW_DECISIONS = Policy("decisions.view", "see reviews and decisions")
MAY_VIEW_SCOPE = Policy("scope.view", "see the scope")
MAY_VIEW_TESTING = Policy("testing.view", "see the tests")
MAY_VIEW_DEPENDENCIES = Policy("dependencies.view", "see the dependencies")
MAY_VIEW_CUTOVER = Policy("cutover.view", "see the cutover")
MAY_VIEW_OWN_DEPENDENCIES = Policy("own-dependencies.view", "see the dependencies of their organisation")
MAY_VIEW_OWN_ACTIONS = Policy("own-actions.view", "see the actions of their organisation")
MAY_VIEW_ACTIONS = Policy("actions.view", "see the register of actions")
MAY_VIEW_FILES = Policy("files.view", "take evidence and files along")
MAY_VIEW_PEOPLE = Policy("people.view", "see who is in the project")


def who_could(project: Project, policy: Policy) -> list[Person]:
    """The people of the project who have the right, by their roles and their party, in the order of their names."""
    people = project.people.select_related("party", "project")
    return [person for person in people if policy.right in rights_in(person)]
