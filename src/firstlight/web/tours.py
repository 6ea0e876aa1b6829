"""A tour of seven steps for each role: where one finds what one came for. It can be ended and begun again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class Step:
    """A step: what to do, why in one sentence, and the page it is done on."""

    title: str
    why: str
    page: str

    def said(self) -> tuple[str, str]:
        """Title and sentence in the reader's language."""
        return _(self.title), _(self.why)


STEPS: dict[str, Step] = {
    "verdict": Step(
        gettext_noop("Read the verdict"),
        gettext_noop("The word is computed from evidence. Below it stand the reasons, and each leads to its check."),
        "home",
    ),
    "reasons": Step(
        gettext_noop("Open a check"),
        gettext_noop("A check says what is asked, on which evidence it was judged, and when that lapses."),
        "readiness",
    ),
    "word": Step(
        gettext_noop("Give your word"),
        gettext_noop("Some checks rest on the word of a person. Open one of yours, say how it stands, add a file."),
        "readiness",
    ),
    "waits": Step(
        gettext_noop("See what waits for you"),
        gettext_noop("The home page lists what is asked of you: actions, words that lapse, signatures."),
        "home",
    ),
    "signatures": Step(
        gettext_noop("Sign what you have seen"),
        gettext_noop("You see exactly what your signature covers. When it changes later, you are asked again."),
        "signatures",
    ),
    "actions": Step(
        gettext_noop("Keep the actions moving"),
        gettext_noop("Each gap has an owner and a date. Overdue ones count against the verdict."),
        "actions",
    ),
    "scope": Step(
        gettext_noop("Bring in the scope"),
        gettext_noop("Paste it from Excel or import the workbook; a preview shows each row before anything changes."),
        "scope",
    ),
    "delivered": Step(
        gettext_noop("Compare scope with what is delivered"),
        gettext_noop("Each item is delivered, partial or missing; what nobody has compared is not a pass."),
        "delivered",
    ),
    "baselines": Step(
        gettext_noop("Look at the scope baseline"),
        gettext_noop("What was signed is frozen. Every later change shows as a difference."),
        "baselines",
    ),
    "risk": Step(
        gettext_noop("Read the risk profile"),
        gettext_noop("Approach, size and integrations say how large the support team has to be."),
        "risk-profile",
    ),
    "testing": Step(
        gettext_noop("See how tests stand"),
        gettext_noop("Which requirements have passed, which have no case, and which failed last."),
        "testing",
    ),
    "failing": Step(
        gettext_noop("Go through what failed"),
        gettext_noop("The latest result of each test that failed, the significant ones first."),
        "failing",
    ),
    "dependencies": Step(
        gettext_noop("Watch what others promised"),
        gettext_noop("A date that is too late, or a provider who is silent, shows here first."),
        "dependencies",
    ),
    "checklists": Step(
        gettext_noop("Know the checklists"),
        gettext_noop("Every check with what it asks, why, and where that comes from."),
        "packs",
    ),
    "people": Step(
        gettext_noop("Invite people and give them roles"),
        gettext_noop("A role says what somebody may see and do. An invitation needs only a mail address."),
        "people",
    ),
    "authority": Step(
        gettext_noop("Say who decides"),
        gettext_noop("The chart of authority names who is accountable for the go-live, a waiver, a rollback."),
        "authority",
    ),
    "knowledge": Step(
        gettext_noop("Check what administrators know"),
        gettext_noop("Monitoring, troubleshooting, where to get support: person by person."),
        "knowledge",
    ),
    "reviews": Step(
        gettext_noop("Plan the readiness review"),
        gettext_noop("It belongs at least four weeks before go-live. Its questions are ready."),
        "reviews",
    ),
    "decisions": Step(
        gettext_noop("Prepare the go or no-go"),
        gettext_noop("The meeting freezes the verdict; votes, dissent and conditions are kept with it."),
        "decisions",
    ),
    "assessments": Step(
        gettext_noop("Take the decision pack along"),
        gettext_noop("PDF, PowerPoint and Excel come from one frozen assessment, so their figures agree."),
        "assessments",
    ),
    "ledger": Step(
        gettext_noop("Verify the record"),
        gettext_noop("Every change is chained to the one before it. Anyone can verify the chain."),
        "ledger",
    ),
    "account": Step(
        gettext_noop("Make signing in easy"),
        gettext_noop("A passkey on your phone lets you sign and vote in a few seconds."),
        "account",
    ),
}

#: What each role is shown, in this order.
TOURS: dict[str, tuple[str, ...]] = {
    "project-lead": ("people", "scope", "reasons", "actions", "authority", "reviews", "decisions"),
    "executive-sponsor": ("verdict", "reasons", "risk", "decisions", "signatures", "assessments", "account"),
    "approver": ("verdict", "reasons", "signatures", "baselines", "decisions", "assessments", "account"),
    "cutover-manager": ("verdict", "reasons", "authority", "dependencies", "actions", "decisions", "assessments"),
    "test-lead": ("testing", "failing", "scope", "reasons", "word", "actions", "signatures"),
    "change-manager": ("verdict", "reasons", "word", "people", "actions", "reviews", "assessments"),
    "migration-lead": ("verdict", "reasons", "word", "dependencies", "actions", "signatures", "assessments"),
    "integration-lead": ("verdict", "scope", "dependencies", "testing", "word", "actions", "signatures"),
    "solution-architect": ("scope", "delivered", "baselines", "risk", "dependencies", "word", "actions"),
    "support-lead": ("verdict", "risk", "knowledge", "word", "actions", "decisions", "assessments"),
    "it-administrator": ("verdict", "waits", "knowledge", "word", "dependencies", "actions", "account"),
    "process-owner": ("verdict", "waits", "delivered", "testing", "failing", "signatures", "actions"),
    "workstream-owner": ("verdict", "waits", "word", "delivered", "testing", "actions", "signatures"),
    "partner-consultant": ("verdict", "reasons", "scope", "testing", "dependencies", "actions", "waits"),
    "auditor": ("verdict", "reasons", "checklists", "signatures", "decisions", "assessments", "ledger"),
}


def tour_for(roles: Sequence[str]) -> tuple[Step, ...]:
    """The tour of the first of these roles in the order above: who leads is shown how to lead. None without a role."""
    role = next((role for role in TOURS if role in roles), None)
    return tuple(STEPS[key] for key in TOURS[role]) if role else ()
