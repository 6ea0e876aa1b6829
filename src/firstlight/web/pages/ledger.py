"""What an address asks of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from firstlight.web.listing import LONGEST


@dataclass(frozen=True, slots=True)
class LedgerAsked:
    """An action by its code, words of the subject and of the actor, and the entry before which the page begins."""

    path: str
    action: str = ""
    subject: str = ""
    actor: str = ""
    before: int | None = None

    def older(self, sequence: int) -> str:
        """The address of what comes before that entry."""
        return f"{self.path}?{urlencode({**self._kept(), 'before': str(sequence)})}"

    @property
    def newest(self) -> str:
        """The address of the newest entries of the same filters."""
        kept = self._kept()
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    @property
    def narrowed(self) -> bool:
        """Whether something is asked of it."""
        return bool(self._kept())

    def _kept(self) -> dict[str, str]:
        given = {"action": self.action, "subject": self.subject, "actor": self.actor}
        return {key: value for key, value in given.items() if value}


def ledger_asked(path: str, given: Mapping[str, str]) -> LedgerAsked:
    """What is asked, read leniently."""
    words = {key: str(given.get(key, "")).replace("\x00", "").strip()[:LONGEST] for key in _WORDS}
    before = str(given.get("before", ""))
    number = int(before) if before.isdecimal() and len(before) < 16 else None
    return LedgerAsked(path, words["action"], words["subject"], words["actor"], number)


_WORDS = ("action", "subject", "actor")
