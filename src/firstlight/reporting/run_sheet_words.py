"""The words on run sheets, and who says them: in English, or as the pages say them in the language of a reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from firstlight.reporting.decision_pack import words

#: Everything that a run sheet says of itself; #1 and #2 are filled in. Pages translate them
#: (script/translations/below.py).
WORDS = {
    "sheet": "Run sheet",
    "everyone": "Everyone",
    "as_of": "as of #1",
    "times_of": "times of #1",
    "page": "page #1 of #2",
    "what": "What",
    "how": "How it is",
    "window": "Window",
    "planned": "Planned",
    "expected": "Expected",
    "steps": "Steps",
    "over": "Over already",
    "blackout": "Black-out",
    "span": "#1 to #2",
    "checkpoint": "Checkpoint: go or no-go",
    "milestone": "Milestone",
    "communication": "Message",
    "load": "Data load",
    "do": "You do it",
    "step_in": "You step in",
    "verify": "You verify",
    "owner": "Owner",
    "backup": "Backup",
    "verifier": "Verified by",
    "no_day": "Without a time",
    "no_time": "no time yet",
    "ends": "ends #1",
    "critical": "decides the end",
    "waits": "Waits for",
    "instruction": "Instruction",
    "verification": "Verification",
    "rollback": "Way back",
    "documents": "Documents",
    "began": "Began",
    "ended": "Ended",
    "initials": "Initials",
    "verified_at": "Verified at",
    "running": "Begun",
    "blocked": "Blocked",
    "to_verify": "Done, to be verified",
    "nothing": "Nothing is to be done by this person.",
    "scan": "Scan the picture of a step to open its page, or type this address with its code.",
    "no_network": "When there is no network, write the times down here and enter them later.",
}


def _weekday(at: datetime) -> str:
    return words.moment(at.isoformat(), "UTC").partition(",")[0]


@dataclass(frozen=True, slots=True)
class Speech:
    """How paper speaks: `say` turns English words of ours into the language, `day` writes a day with its weekday."""

    language: str = "en"
    say: Callable[[str], str] = str
    day: Callable[[datetime], str] = _weekday

    def words(self) -> Mapping[str, str]:
        """All words, by their names."""
        return _words(self)


@lru_cache(maxsize=8)
def _words(speech: Speech) -> Mapping[str, str]:
    return {name: speech.say(one) for name, one in WORDS.items()}


ENGLISH = Speech()
