"""Giving one's word: in which roles, and what a check asks for; words that were given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from firstlight.assurance.models import Attestation
from firstlight.ledger.models import Entry
from firstlight.packs.content import Check
from firstlight.packs.models import Waiver
from firstlight.web import wording
from firstlight.workspace.models import Person, Project


def roles_for(person: Person, check: Check) -> list[tuple[str, str]]:
    """The roles one holds, those whose word counts for the check first, each saying so."""
    counts = [role for role in person.roles if role in check.attested_by]
    others = [role for role in person.roles if role not in check.attested_by]
    said = _("%(role)s; this check asks for another role’s word")
    return [(role, wording.role(role)) for role in counts] + [
        (role, said % {"role": wording.role(role)}) for role in others
    ]


def word_wanted(check: Check) -> str:
    """What the check asks for, as a sentence above the form."""
    roles = wording.either(wording.role_inside(role) for role in check.attested_by)
    files = " " + _("Evidence has to be with it.") if check.evidence_required else ""
    return _("“%(title)s” stands on the word of the %(roles)s.") % {"title": check.title, "roles": roles} + files


def risk_borne(check: Check) -> str:
    """Which check it is and what may come of it, as a sentence above the form."""
    risk = check.risk or _("It stays as it is; with an accepted risk it no longer blocks.")
    return _("“%(title)s” is not reached. %(risk)s") % {"title": check.title, "risk": risk}


def mitigation_for(check: Check) -> str:
    """Which check it is for and what usually helps, as a sentence above the form."""
    said = _("For “%(title)s”.") % {"title": check.title}
    return f"{said} {check.mitigation}" if check.mitigation else said


def owners(project: Project) -> list[tuple[str, str]]:
    """The people who can own an action, by name."""
    return [("", _("Choose an owner")), *((one.name, one.name) for one in project.people.all())]


def acceptance_sentence(waiver: Waiver) -> str:
    """Who accepted what until when."""
    until = wording.day(waiver.expires.date())
    who = waiver.person.name
    return _("%(who)s accepts the risk until %(until)s: “%(reason)s”") % {
        "who": who, "until": until, "reason": waiver.reason,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class GivenWord:
    """A word on a check as it stands on its page."""

    number: int
    state: str
    word: str
    statement: str
    who: str
    at: datetime
    withdrawn: datetime | None
    because: str
    own: bool


def given_words(rows: Iterable[Attestation], person: Person) -> list[GivenWord]:
    """All words on a check, the newest first; one's own that still stand can be taken back."""
    return [
        GivenWord(
            row.pk,
            "not-applicable" if row.withdrawn else row.state,
            _("Taken back") if row.withdrawn else wording.word(row.state),
            row.statement,
            f"{row.person.name}, {wording.role(row.role)}",
            row.effective,
            row.withdrawn,
            row.withdrawn_because,
            row.person_id == person.pk and row.withdrawn is None,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class News:
    """Something recorded about a check after it was judged."""

    what: str
    who: str
    at: datetime


def news(entries: Sequence[Entry]) -> list[News]:
    """What was recorded since, the newest first."""
    return [News(one.label, one.actor_name, one.at) for one in entries]
