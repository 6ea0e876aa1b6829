"""What the votes at a checkpoint come to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Vote(NamedTuple):
    """Who is named at the checkpoint, who spoke for them, what they said and why."""

    seat: str
    person: str
    outcome: str
    reason: str = ""


def seats_of(deciders: Sequence[str], owner: str, skill: str) -> list[str]:
    """Who says go or no-go: as the checkpoint says, else its owner, else who can do it. Each once."""
    return list(dict.fromkeys(deciders or [one for one in (owner or skill,) if one]))


def quorum_of(seats: Sequence[str]) -> int:
    """How many of them have to speak: more than half."""
    return len(seats) // 2 + 1


def outcome_of(votes: Sequence[Vote]) -> str:
    """What most of them said; with as many for as against it is a no-go."""
    go = sum(one.outcome == "go" for one in votes)
    return "go" if 2 * go > len(votes) else "no-go"
