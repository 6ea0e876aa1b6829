"""How a go-live is decided, judged on plain values: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from firstlight.kernel.canonical import canonical
from firstlight.readiness.models.decisions import Decision, Outcome

State = Decision.State

#: What can be done with a decision in which state. Everything else is refused with the words of the state.
POSSIBLE: dict[str, tuple[str, ...]] = {
    "change the agenda": (State.PREPARING, State.OPEN),
    "open it": (State.PREPARING,),
    "vote": (State.OPEN,),
    "record dissent": (State.OPEN,),
    "set conditions": (State.OPEN,),
    "close it": (State.OPEN,),
    "withdraw it": (State.PREPARING, State.OPEN),
}

#: How heavy a word is: dissent is what weighs more than what was decided.
WEIGHT = {Outcome.GO.value: 0, Outcome.CONDITIONAL.value: 1, Outcome.NO_GO.value: 2}

#: So many letters of reasons are kept with a decision.
MOST_KEPT = 30_000

FULFILLED, OPEN, LAPSED = "fulfilled", "open", "lapsed"


@dataclass(frozen=True, slots=True)
class Point:
    """A point of an agenda."""

    kind: str
    about: str
    text: str


def why_not(deed: str, ref: str, state: str) -> str:
    """Why a deed is not possible in this state, as a sentence; empty where it is."""
    if state in POSSIBLE[deed]:
        return ""
    if state == State.PREPARING:
        return f"{ref} is not open yet: open it first, which freezes the verdict. Then one can {deed}."
    if state == State.OPEN:
        return f"{ref} is open already."
    ended = "closed" if state == State.CLOSED else "withdrawn"
    return f"{ref} is {ended}, so nobody can {deed} any more. A new decision can supersede it."


def voters(given: Iterable[str]) -> dict[str, str]:
    """Who may vote, each with the role in which they do, from what the decision keeps: "es:executive-sponsor"."""
    return {ref: role for ref, _, role in (one.rpartition(":") for one in given)}


def agenda_points(points: Iterable[Point]) -> list[Point]:
    """The points, each subject and sentence once."""
    return list(dict.fromkeys(points))


def kept_reasons(reasons: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The reasons as a decision keeps them: sentences are cut where all would not fit a cell of a workbook.

    The assessment, which its digest names, has them whole.
    """
    for most in (500, 240, 120, 60):
        kept = [{**one, "sentence": _cut(str(one["sentence"]), most)} for one in reasons]
        if len(canonical(kept)) <= MOST_KEPT:
            return kept
    return kept[:60]


def majority(voters: int) -> int:
    """More than half."""
    return voters // 2 + 1


def why_not_close(
    outcome: str, *, votes: int, quorum: int, unaccepted: Sequence[str], conditions: int, accepted: int
) -> str:
    """Why a decision cannot be closed with this outcome, as a sentence; empty where it can.

    `unaccepted` are the titles of mandatory checks that are unmet or unknown without an accepted risk.
    """
    if votes < quorum:
        return f"{votes} of at least {quorum} have voted; the decision is closed when the quorum is reached."
    if outcome == Outcome.NO_GO:
        return ""
    if unaccepted:
        count = len(unaccepted)
        stand = "1 mandatory check stands" if count == 1 else f"{count} mandatory checks stand"
        named = "; ".join(unaccepted[:5]) + ("; and others" if count > 5 else "")
        return f"{stand} in the way of a go until a named person accepts the risk in writing: {named}."
    if outcome == Outcome.GO and conditions:
        many = "1 condition is" if conditions == 1 else f"{conditions} conditions are"
        return f"{many} set, so it is a conditional go. Take them back, or decide a conditional go."
    if outcome == Outcome.CONDITIONAL and not conditions and not accepted:
        return "A conditional go needs a condition with owner and date, or an accepted risk."
    return ""


def dissents(vote: str, outcome: str) -> bool:
    """Whether a vote weighs more than what was decided."""
    return WEIGHT[vote] > WEIGHT[outcome]


def condition_state(action_state: str, due: date, today: date) -> str:
    """How a condition stands by its action: one that was dropped, or is past its date, has lapsed."""
    if action_state == "done":
        return FULFILLED
    return LAPSED if action_state == "dropped" or due < today else OPEN


def day(when: date) -> str:
    """12 Nov 2026."""
    return f"{when.day} {when:%b %Y}"


def condition_sentence(text: str, owner: str, due: date, state: str) -> str:
    """A condition as a reason."""
    when = day(due)
    words = text.rstrip(".")
    if state == FULFILLED:
        return f"Condition fulfilled: {words}."
    if state == LAPSED:
        return f"Condition not fulfilled by {when}: {words}. It is up to {owner}."
    return f"Condition until {when}: {words}. It is up to {owner}."


def agenda(
    document: Mapping[str, Any], findings: Iterable[tuple[str, str, str]], late: Iterable[tuple[str, str, str]]
) -> list[Point]:
    """The points that an assessment and the registers ask for, the heaviest first; each subject once."""
    points = [*_reasons(document), *_accepted(document)]
    points += [Point("finding", ref, _cut(f"{title} ({owner})")) for ref, title, owner in findings]
    points += [
        Point("action", ref, _cut(f"Overdue: {title} ({owner or 'nobody owns it'})")) for ref, title, owner in late
    ]
    return points


def _reasons(document: Mapping[str, Any]) -> Iterator[Point]:
    kinds = {"unmet": "blocker", "unknown": "blocker", "nothing": "blocker", "stale": "signature"}
    for one in document["reasons"]:
        if one["kind"] == "accepted":
            continue
        title = f"{one['title']}: " if one["title"] else ""
        yield Point(kinds.get(one["kind"], one["kind"]), one["check"], _cut(f"{title}{one['sentence']}"))


def _accepted(document: Mapping[str, Any]) -> Iterator[Point]:
    for one in document["accepted_risks"]:
        yield Point("risk", one["check"], _cut(f"{one['title']}: {one['person']} accepts the risk. {one['reason']}"))


def _cut(words: str, most: int = 500) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"
