"""The texts of messages: of the pinned packs, and what a project put in their place; filled in for a reader."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as format_date
from django.utils.translation import override

from firstlight.cutover.models import MessageText
from firstlight.kernel import clocks
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.packs.content import Pack
from firstlight.packs.queries import packs_of
from firstlight.packs.shipped import newest_shipped

_HOLE = re.compile(r"{(\w+)}")
#: What can be filled in, by event. `run` and `from` are titles of runs.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "started": ("run", "at", "end"),
    "back": ("run", "from", "at", "end"),
    "next": ("run", "step", "minutes", "planned"),
    "ready": ("run", "step", "planned"),
    "blocked": ("run", "step", "since", "reason"),
    "late": ("run", "step", "minutes", "planned"),
    "done": ("run", "step", "who", "at"),
    "due": ("run", "step", "count"),
    "decided": ("run", "step", "outcome", "at", "reason"),
    "closed": ("run", "reason"),
}
#: How a day and a time stand in a text, in the letters of Django's date format.
_MOMENTS = {"de": "j. M, H:i", "en": "j M, H:i"}
LONGEST_SUBJECT, LONGEST_BODY = 200, 4_000


@dataclass(frozen=True, slots=True)
class Text:
    """A subject and a body, with what is filled in still in braces."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Texts:
    """All texts by event and language. `shipped` are those of packs, `own` what the project put in their place."""

    shipped: Mapping[tuple[str, str], Text]
    rehearsal: Mapping[str, str]
    own: Mapping[tuple[str, str], Text]

    def languages(self) -> tuple[str, ...]:
        """The languages in which there are texts, English first."""
        return tuple(sorted({language for _event, language in self.shipped}, key=lambda one: (one != "en", one)))

    def of(self, event: str, language: str) -> Text:
        """The text for an event; in English where there is none in that language."""
        for key in ((event, language), (event, "en")):
            if found := self.own.get(key) or self.shipped.get(key):
                return found
        raise LookupError(event)

    def filled(
        self, event: str, language: str, facts: Mapping[str, object], zone: ZoneInfo, *, rehearsal: bool
    ) -> Text:
        """The text as somebody reads it. Times are said by the clock of the zone. A rehearsal says so first."""
        text = self.of(event, language)
        said = {name: _said(one, language, zone) for name, one in facts.items()}
        subject = fill(text.subject, said)
        if rehearsal:
            subject = fill(self.rehearsal.get(language, self.rehearsal["en"]), {"subject": subject})
        return Text(" ".join(subject.split())[:300], fill(text.body, said).strip())


def fill(text: str, facts: Mapping[str, str]) -> str:
    """What stands in braces, filled in; what is not known there stays as it is written. Once: no fact is filled in."""
    return _HOLE.sub(lambda hole: facts.get(hole[1], hole[0]), text)


def _said(one: object, language: str, zone: ZoneInfo) -> str:
    if not isinstance(one, datetime):
        return str(one)
    with override(language):
        there = one.astimezone(zone)
        which = f"{clocks.zone_name(there)}, " if clocks.comes_twice(there) else ""
        return f"{format_date(there, _MOMENTS.get(language, _MOMENTS['en']))} ({which}{zone.key})"


def texts_of(project: ProjectLike) -> Texts:
    """The texts as they hold in a project: its own, then those of the packs that it pinned, the first that has one.

    What none of them has, such as an event that came later, is as the newest pack that comes with the program says it.
    Two queries.
    """
    rows = MessageText.objects.filter(project_id=project.pk)
    own = {(one.event, one.language): Text(one.subject, one.body) for one in rows}
    return worded(packs_of(project), own)


def worded(packs: Sequence[Pack], own: Mapping[tuple[str, str], Text]) -> Texts:
    """The texts of packs, in their order, with a project's own in their place."""
    shipped: dict[tuple[str, str], Text] = {}
    rehearsal: dict[str, str] = {}
    for pack in (newest_shipped(), *reversed(packs)):
        said: Mapping[str, Any] = pack.more.get("messages", {})
        rehearsal |= said.get("rehearsal", {})
        for event, languages in said.get("texts", {}).items():
            shipped |= {(event, language): Text(one["subject"], one["body"]) for language, one in languages.items()}
    return Texts(shipped, rehearsal, own)


def check_text(event: str, subject: str, body: str) -> None:
    """Raises Invalid for an event that there is not, an empty or too long text, and for what cannot be filled in."""
    if event not in FIELDS:
        raise Invalid(f"“{event[:40]}” is no event of a run; expected one of {', '.join(FIELDS)}.")
    if not (subject.strip() and body.strip()):
        raise Invalid("A message has a subject and a text; write both.")
    if len(subject) > LONGEST_SUBJECT or len(body) > LONGEST_BODY:
        raise Invalid(f"A subject has at most {LONGEST_SUBJECT:,} characters, a text at most {LONGEST_BODY:,}.")
    for name in _HOLE.findall(f"{subject} {body}"):
        if name not in FIELDS[event]:
            hole, known = "".join(("{", name, "}")), ", ".join(f"{{{one}}}" for one in FIELDS[event])
            raise Invalid(f"“{hole}” cannot be filled in; at this event {known} can.")
