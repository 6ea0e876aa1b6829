"""What each role is for, and who may do what: the table is made from the rights themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from firstlight.kernel.actions import actions
from firstlight.kernel.policies import Policy
from firstlight.kernel.sheets import sheets
from firstlight.web import wording
from firstlight.web.opening import page_policies
from firstlight.workspace.roles import RIGHTS, ROLES

#: One line a role. What it may do in detail is in the table.
DUTIES = {
    "project-lead": _("Runs the project: profile, people, checklists, assessments."),
    "workstream-owner": _("Answers for one part of the work and its evidence."),
    "process-owner": _("Speaks for a business process, accepts it and signs."),
    "approver": _("Signs and decides."),
    "executive-sponsor": _("Answers for the go-live, accepts risks in writing."),
    "change-manager": _("Prepares people for the change."),
    "test-lead": _("Plans tests and keeps their results."),
    "migration-lead": _("Answers for the data that moves."),
    "integration-lead": _("Answers for the interfaces."),
    "solution-architect": _("Answers for how the solution is built."),
    "support-lead": _("Takes the solution into support."),
    "cutover-manager": _("Runs the cutover."),
    "it-administrator": _("Keeps the environments; gives their word on them."),
    "partner-consultant": _("Works with the project, and does not sign."),
    "auditor": _("Reads everything, changes nothing."),
}


@dataclass(frozen=True, slots=True)
class RightLine:
    """One right in words, and for each role whether it carries it."""

    words: str
    held: tuple[bool, ...]

    @property
    def roles(self) -> list[tuple[str, bool]]:
        """Each role by its title, and whether it carries the right."""
        return list(zip(role_titles(), self.held, strict=True))


def role_titles() -> list[str]:
    """The roles across the table."""
    return [wording.role(role) for role in ROLES]


def right_lines() -> list[RightLine]:
    """Every right that some role carries, in the words in which it is refused."""
    words = {policy.right: policy.sentence for policy in _policies()}
    lines = []
    for right, sentence in sorted(words.items(), key=lambda pair: pair[1]):
        held = tuple(right in RIGHTS[role] for role in ROLES)
        if any(held):
            lines.append(RightLine(_begun(wording.said(sentence)), held))
    return lines


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _policies() -> Iterator[Policy]:
    for _name, action in actions.items():
        yield action.policy
    yield from page_policies()
    for _name, sheet in sheets.items():
        if sheet.view is not None:
            yield sheet.view
