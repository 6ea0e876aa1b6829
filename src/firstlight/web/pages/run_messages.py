"""Messages of a run: what is prepared for which event and who gets it, and what became of what was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from firstlight.cutover.live import prepared
from firstlight.cutover.live.prepared import Prepared
from firstlight.letters.models import Letter
from firstlight.web import wording
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.web.pages.letters import letter_line
from firstlight.workspace.models import Person

#: What a message is prepared for.
_EVENTS = {
    prepared.STARTED: noop("The run starts"),
    prepared.SOON: noop("A step is next, about 20 minutes before or when ready"),
    prepared.BLOCKED: noop("A step is blocked"), prepared.OVER: noop("A step is late"),
    prepared.DUE: noop("A checkpoint is to be decided"), prepared.DECIDED: noop("A checkpoint was decided"),
    prepared.CLOSED: noop("The run is closed"),
}  # fmt: skip
_STATES = {
    Letter.State.WAITING: noop("Waits to be sent"), Letter.State.SENDING: noop("Being sent"),
    Letter.State.SENT: noop("Sent"), Letter.State.FAILED: noop("Could not be sent"),
    Letter.State.UNCERTAIN: noop("May not have been sent"), Letter.State.DROPPED: noop("No longer needed"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PreparedLine:
    """A prepared text: its event, its subject and words, who would get it, and who would but has no address."""

    event: str
    subject: str
    body: tuple[str, ...]
    to: tuple[str, ...]
    unreached: tuple[str, ...]


def prepared_lines(
    found: Iterable[Prepared], people: Sequence[Person], hears: Callable[..., list[Person]]
) -> list[PreparedLine]:
    """The prepared texts in the order of a run; `hears` says who of the people a message is for."""
    lines = []
    for one in found:
        heard = hears(one.message, people)
        lines.append(PreparedLine(
            wording.said(_EVENTS[one.event]), one.message.subject, tuple(one.message.body.splitlines()),
            tuple(person.name for person in heard if person.email),
            tuple(person.name for person in heard if not person.email),
        ))  # fmt: skip
    return lines


def letters(ahead: timedelta) -> Listed[Letter]:
    """The letters of a run as a list. `ahead` is how far the clock of its project is ahead of the one on the wall."""

    def cells(letter: Letter) -> tuple[Cell, ...]:
        line = letter_line(letter, ahead)
        dropped = letter.state == Letter.State.DROPPED
        reason = "" if dropped or letter.state == Letter.State.SENT or not letter.reason else line.words
        return (
            Cell(letter.subject, sub=letter.body), Cell(letter.to_name or letter.to),
            Cell(wording.said(_STATES[Letter.State(letter.state)]), state="not-applicable" if dropped else line.state,
                 sub=reason),
            Cell(at=letter.written + ahead), Cell("–", at=letter.sent + ahead if letter.sent else None),
        )  # fmt: skip

    return Listed(
        noop("message"), noop("messages"),
        (
            Column(noop("Message"), "subject", wide=True), Column(noop("To"), "to_name"),
            Column(noop("State"), "state"),
            Column(noop("Written"), "pk", whole=True), Column(noop("Sent"), "sent", whole=True),
        ),
        cells,
        (Filter("state", noop("State"), "state", tuple(Choice(key, words, key) for key, words in _STATES.items())),),
        ("subject", "body", "to_name"),
    )  # fmt: skip


def standing(counts: dict[str, int]) -> list[tuple[str, int, str]]:
    """How many letters stand how: state as it is drawn, number, words; those that need somebody first."""
    waiting = counts.get(Letter.State.WAITING, 0) + counts.get(Letter.State.SENDING, 0)
    found = [
        ("unmet", counts.get(Letter.State.FAILED, 0), _("could not be sent")),
        ("partly", counts.get(Letter.State.UNCERTAIN, 0), _("may not have arrived")),
        ("running", waiting, _("wait to be sent")),
        ("met", counts.get(Letter.State.SENT, 0), _("sent")),
    ]
    return [one for one in found if one[1]]
