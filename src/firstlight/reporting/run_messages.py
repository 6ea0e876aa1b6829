"""Messages of running cutovers to the right people: written as letters, which are sent, retried and shown as such."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from firstlight.cutover.actions.checkpoints import is_among
from firstlight.cutover.live.messages import LEADS, Message, messages_of
from firstlight.cutover.live.texts import texts_of
from firstlight.cutover.models import Run
from firstlight.kernel.due import do_each
from firstlight.letters.queries import has_mail
from firstlight.letters.stores import write_letter
from firstlight.workspace.languages import language_of
from firstlight.workspace.models import Person
from firstlight.workspace.roles import rights_of

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

#: After a run is closed its last messages go out within this time, or not at all.
_LATEST = timedelta(hours=1)


def waits(now: datetime) -> bool:
    """Whether a run goes on, or was closed just now, and mail can be sent. At most one query."""
    return has_mail() and _going(now).exists()


def _going(now: datetime) -> QuerySet[Run]:
    return Run.objects.filter(started__isnull=False).exclude(closed__lt=now - _LATEST).order_by("pk")


def write_due(clock: Clock, worker: str) -> int:
    """Write what is to be said now and was not said yet. Returns how many letters there are by now for it."""
    return do_each(
        _going(clock()).select_related("project", "plan", "rehearsal"), lambda run: write(run, clock()),
        lambda run: f"the messages of run {run.ref} of {run.project.slug} could not be written", log,
    )  # fmt: skip


def write(run: Run, seen: datetime) -> int:
    """Write the letters of a run, each in the language of its reader; the same occasion to the same person once."""
    people = list(Person.objects.filter(project=run.project).exclude(email="").select_related("user"))
    texts, zone = texts_of(run.project), ZoneInfo(run.time_zone)
    count = 0
    for message in messages_of(run, seen + run.project.clock_offset):
        for person in recipients(message, people):
            words = texts.filled(
                message.event, language_of(person), message.facts, zone, rehearsal=run.mode == Run.Mode.REHEARSAL
            )
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
