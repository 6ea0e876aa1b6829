"""The people check as its page shows it: people down, topics across."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from firstlight.web.pages.spans import short_day
from firstlight.workspace.crew import Check
from firstlight.workspace.knowing import Known
from firstlight.workspace.models import Person


@dataclass(frozen=True, slots=True)
class KnownCell:
    """One person and one topic: a state, a word, by whom and by what."""

    topic: str
    state: str
    word: str
    by: str
    evidence: str


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A person with a cell for every topic."""

    person: Person
    cells: tuple[KnownCell, ...]


def rows(check: Check, today: date) -> list[KnownRow]:
    """Everyone who is asked, by name."""
    return [
        KnownRow(person, tuple(_cell(check.of(person, topic), topic, today) for topic in check.topics))
        for person in check.people
    ]


def _cell(known: Known, topic: str, today: date) -> KnownCell:
    state = known.state(today)
    if known.confirmed is None:
        return KnownCell(topic, state, _("Not confirmed"), "", "")
    word = _("Confirmed") if state == "met" else _("Expired")
    facts = {"who": known.confirmed_by, "day": short_day(known.confirmed, today.year)}
    own = known.confirmed_by == known.name
    by = _("by themselves, %(day)s") % facts if own else _("by %(who)s, %(day)s") % facts
    return KnownCell(topic, state, word, by, known.evidence)
