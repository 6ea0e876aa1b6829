"""What a decision kept, line by line: its conditions with owner and date, the votes, the dissent in its own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from firstlight.reporting.decision_pack import words

#: How a condition stands, as the mark of a check.
_CONDITIONS = {"fulfilled": "met", "open": "partly", "lapsed": "unmet"}
_ALOUD = {"fulfilled": "Fulfilled", "open": "Open", "lapsed": "Not fulfilled"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A line of the decision: what it is, its words, whose it is, its day, how it stands (a word, and a mark or "")."""

    kind: str
    text: str
    who: str
    when: str
    state: str = ""
    mark: str = ""


def heading(decision: Mapping[str, Any]) -> str:
    """D-1 Go or no-go before cutover: conditional go."""
    return f"{decision['ref']} {decision['title']}: {words.any_word(decision['outcome']).lower()}"


def statement(decision: Mapping[str, Any]) -> str:
    """What the one who presided said, with name and day."""
    said = f"“{decision['statement']}” " if decision["statement"] else ""
    return f"{said}{decision['presider']}, {words.day(decision['closed'])}"


def kept(decision: Mapping[str, Any] | None) -> list[Kept]:
    """The lines of a decision: conditions, dissent, votes. None before the first decision."""
    return list(_lines(decision)) if decision else []


def _lines(decision: Mapping[str, Any]) -> Iterator[Kept]:
    for one in decision["conditions"]:
        state = one["state"]
        yield Kept(
            "Condition", one["text"], one["owner"], words.day(one["due"]), _ALOUD.get(state, state),
            _CONDITIONS.get(state, ""),
        )  # fmt: skip
    for one in decision["dissents"]:
        who = f"{one['person']}, {one['title']}" if one["title"] else one["person"]
        yield Kept("Dissent", f"“{one['text']}”", who, words.day(one["recorded"]))
    for one in decision["votes"]:
        who = f"{one['person']}, {one['role_title'].lower()}"
        yield Kept("Vote", one["reason"], who, words.day(one["cast"]), words.any_word(one["vote"]))
