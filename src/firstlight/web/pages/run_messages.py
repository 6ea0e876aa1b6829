"""Messages of a run: what is prepared for which event and who gets it, and what became of what was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from firstlight.cutover.live.prepared import Prepared
from firstlight.cutover.live.texts import FIELDS, Text, Texts
from firstlight.cutover.models import Run
from firstlight.letters.models import Letter
from firstlight.web import wording
from firstlight.web.listing import Cell, Choice, Column, Filter, Listed
from firstlight.web.pages.letters import letter_line
from firstlight.webhooks.models import Delivery
from firstlight.workspace.models import Person

#: What a message is prepared for, in the order of a run.
_EVENTS = {
    "started": noop("The run starts"), "back": noop("A way back starts"),
    "next": noop("A step is next, about 20 minutes before"), "ready": noop("A step can begin now"),
    "blocked": noop("A step is blocked"), "late": noop("A step is late"),
    "done": noop("A step is done and to be verified"), "due": noop("A checkpoint is to be decided"),
    "decided": noop("A checkpoint was decided"), "closed": noop("The run is closed"),
}  # fmt: skip
_LANGUAGES = dict(settings.LANGUAGES)
_STATES = {
    Letter.State.WAITING: noop("Waits to be sent"), Letter.State.SENDING: noop("Being sent"),
    Letter.State.SENT: noop("Sent"), Letter.State.FAILED: noop("Could not be sent"),
    Letter.State.UNCERTAIN: noop("May not have been sent"), Letter.State.DROPPED: noop("No longer needed"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Worded:
    """A text in one language: as it would be read, and as it is written, with what is filled in still in braces.

    `own`: the project put it in place of the one that is shipped.
    """

    code: str
    language: str
    subject: str
    body: tuple[str, ...]
    text: Text
    own: bool


@dataclass(frozen=True, slots=True)
class PreparedLine:
    """What is prepared for an event: its texts, what can be filled in, who would get it, and who has no address."""

    code: str
    event: str
    texts: tuple[Worded, ...]
    fields: str
    to: tuple[str, ...]
    unreached: tuple[str, ...]


def event_words(event: str) -> str:
    """At what a message is written; also how its subject begins in a rehearsal."""
    return _("How a subject begins in a rehearsal") if event == "rehearsal" else wording.said(_EVENTS.get(event, event))


def language_words(language: str) -> str:
    """A language by its own name."""
    return _LANGUAGES.get(language, language)


def prepared_lines(
    run: Run, found: Iterable[Prepared], texts: Texts, people: Sequence[Person], hears: Callable[..., list[Person]]
) -> list[PreparedLine]:
    """The prepared texts in the order of a run; `hears` says who of the people a message is for."""
    lines = []
    for one in found:
        event, heard = one.message.event, hears(one.message, people)
        lines.append(PreparedLine(
            event, wording.said(_EVENTS[event]),
            tuple(_worded(run, one, texts, language) for language in texts.languages()),
            " ".join(f"{{{name}}}" for name in FIELDS[event]),
            tuple(person.name for person in heard if person.email),
            tuple(person.name for person in heard if not person.email),
        ))  # fmt: skip
    return lines


def _worded(run: Run, one: Prepared, texts: Texts, language: str) -> Worded:
    event = one.message.event
    rehearsal = run.mode == Run.Mode.REHEARSAL
    read = texts.filled(event, language, one.message.facts, ZoneInfo(run.time_zone), rehearsal=rehearsal)
    return Worded(language, _LANGUAGES.get(language, language), read.subject, tuple(read.body.splitlines()),
                  texts.of(event, language), (event, language) in texts.own)  # fmt: skip


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
            Cell(at=letter.written + ahead, both=True),
            Cell("–", at=letter.sent + ahead if letter.sent else None, both=True),
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


@dataclass(frozen=True, slots=True)
class ToldLine:
    """An attempt to tell another program: of what, whom, how it ended."""

    words: str
    address: str
    state: str
    word: str
    at: datetime
    reason: str


#: How an attempt is drawn.
_TOLD = {
    Delivery.Outcome.DELIVERED: "met", Delivery.Outcome.FAILED: "partly", Delivery.Outcome.GIVEN_UP: "unmet",
}  # fmt: skip


def told_lines(attempts: Iterable[Delivery], entries: Mapping[int, str], ahead: timedelta) -> list[ToldLine]:
    """Attempts at entries of this run, the newest first; `entries` are their words by number."""
    outcomes = wording.Labels(Delivery.Outcome.choices)
    return [
        ToldLine(entries[one.sequence], one.subscription.address.partition("?")[0],
                 _TOLD[Delivery.Outcome(one.outcome)], outcomes[one.outcome], one.at + ahead, one.reason)
        for one in attempts if one.sequence is not None and one.sequence in entries
    ]  # fmt: skip
