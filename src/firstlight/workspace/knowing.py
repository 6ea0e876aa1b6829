"""The people check: who has to know what, and whether that is confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

#: What administrators and IT have to know in every project. A project adds its own by a row of the list.
TOPICS: tuple[str, ...] = ("Monitoring", "Troubleshooting", "Avenues of support")
#: Who has to, besides those who are chosen.
ROLES_ASKED: tuple[str, ...] = ("it-administrator", "support-lead")
#: How long a confirmation holds where no other day is said.
HOLDS = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one person and one topic."""

    person: str
    name: str
    topic: str
    confirmed: date | None = None
    confirmed_by: str = ""
    evidence: str = ""
    expires: date | None = None

    def state(self, today: date) -> str:
        """met, stale (it has expired) or unknown (nobody has confirmed it)."""
        if self.confirmed is None:
            return "unknown"
        return "stale" if self.expires and self.expires <= today else "met"


def topics_of(own: Iterable[str]) -> tuple[str, ...]:
    """The topics of every project, then the project's own, each once, whatever its case."""
    known = {topic.casefold() for topic in TOPICS}
    mine = {topic.casefold(): topic for topic in sorted(own) if topic.casefold() not in known}
    return (*TOPICS, *mine.values())
