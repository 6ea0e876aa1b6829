"""Messages of running cutovers: to the right people as letters, to other programs by webhooks, each once."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from firstlight.cutover.actions import tell_occasion
from firstlight.cutover.actions.checkpoints import is_among
from firstlight.cutover.actions.messages import OCCASION, occasion_of
from firstlight.cutover.audit import OCCASION_TOLD
from firstlight.cutover.live.messages import LEADS, Message, messages_of
from firstlight.cutover.live.texts import Text, Texts, texts_of
from firstlight.cutover.models import Run
from firstlight.kernel.context import Context
from firstlight.kernel.due import do_each
from firstlight.ledger.queries import touching
from firstlight.letters.queries import has_mail
from firstlight.letters.stores import write_letter
from firstlight.webhooks.queries import anybody_listens, listening
from firstlight.workspace.languages import language_of
from firstlight.workspace.models import Person
from firstlight.workspace.roles import MESSENGER, rights_of

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

#: After a run is closed its last messages go out within this time, or not at all.
_LATEST = timedelta(hours=1)


def waits(now: datetime) -> bool:
    """Whether a run goes on, or was closed just now, and somebody can be told. At most two queries."""
    return (has_mail() or anybody_listens()) and _going(now).exists()


def _going(now: datetime) -> QuerySet[Run]:
    return Run.objects.filter(started__isnull=False).exclude(closed__lt=now - _LATEST).order_by("pk")


def write_due(clock: Clock, worker: str) -> int:
    """Write what is to be said now and was not said yet. Returns how many letters there are by now for it."""
    return do_each(
        _going(clock()).select_related("project", "plan", "rehearsal"), lambda run: write(run, clock()),
        lambda run: f"the messages of run {run.ref} of {run.project.slug} could not be written", log,
    )  # fmt: skip


def write(run: Run, seen: datetime) -> int:
    """Write the letters of a run, each in the language of its reader; the same occasion to the same person once.

    Webhooks that listen are told of each occasion once, by the ledger, in the language of the installation.
    """
    now = seen + run.project.clock_offset
    found, texts = messages_of(run, now), texts_of(run.project)
    if listening(run.project, OCCASION_TOLD.code):
        _tell(run, found, texts, now)
    return _letters(run, found, texts, seen) if has_mail() else 0


def _tell(run: Run, found: Iterable[Message], texts: Texts, now: datetime) -> None:
    named = {occasion_of(run, message.key): message for message in found}
    known = touching(run.project, [(OCCASION, name) for name in named], (), most=len(named)) if named else []
    told = {entry.subject_id for entry in known}
    context = Context(MESSENGER, now, run.project)
    for name, message in named.items():
        if name not in told:
            words = _words(run, message, texts, settings.LANGUAGE_CODE)
            step = str(message.facts.get("step", "")).partition(" ")[0]
            tell_occasion(context, run, key=message.key, event=message.event, step=step, subject=words.subject,
                          body=words.body)  # fmt: skip


def _words(run: Run, message: Message, texts: Texts, language: str) -> Text:
    rehearsal = run.mode == Run.Mode.REHEARSAL
    return texts.filled(message.event, language, message.facts, ZoneInfo(run.time_zone), rehearsal=rehearsal)


def _letters(run: Run, found: Iterable[Message], texts: Texts, seen: datetime) -> int:
    people = list(Person.objects.filter(project=run.project).exclude(email="").select_related("user"))
    count = 0
    for message in found:
        for person in recipients(message, people):
            words = _words(run, message, texts, language_of(person))
            write_letter(
                run.project, _key(run, message, person), seen, about=about(run), to=person.email,
                to_name=" ".join(person.name.split()), subject=words.subject, body=words.body,
            )  # fmt: skip
            count += 1
    return count


def about(run: Run) -> str:
    """How letters name a run."""
    return f"run:{run.pk}"


def recipients(message: Message, people: Iterable[Person]) -> list[Person]:
    """Who of the people hears it: who is named, by name or role, and who leads the run where that is said."""
    named = [one for one in message.to if one and one != LEADS]
    leads = LEADS in message.to
    return [
        one for one in people
        if (named and is_among(one, named)) or (leads and "cutover.run" in rights_of(one.roles))
    ]  # fmt: skip


def _key(run: Run, message: Message, person: Person) -> str:
    whole = f"{run.edition} {message.key} {person.pk}"
    return f"run:{run.pk}:{hashlib.sha256(whole.encode()).hexdigest()[:40]}"
