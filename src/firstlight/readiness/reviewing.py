"""How a gate review moves on, judged on plain values: no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from firstlight.readiness.models.reviews import Review

State = Review.State

#: A review comes at least so long before the go-live that it is for.
LEAD_TIME = timedelta(days=28)
#: So many business days reviewers may need.
REVIEWERS_NEED = 3


@dataclass(frozen=True, slots=True)
class Event:
    """What moves a review on: its name, the words of its button, the states it leads from and to, and who may."""

    name: str
    words: str
    leads: tuple[tuple[str, str], ...]
    by_reviewer: bool

    def target(self, state: str) -> str | None:
        """The state it leads to from this one; None where it is not possible."""
        return dict(self.leads).get(state)


EVENTS: dict[str, Event] = {
    event.name: event
    for event in (
        Event("begin", "Begin to discover", ((State.PLANNED, State.DISCOVER),), by_reviewer=False),
        Event("hand-in", "Hand in for review", ((State.DISCOVER, State.IN_REVIEW),), by_reviewer=False),
        Event("give-back", "Give back to the team", ((State.IN_REVIEW, State.DISCOVER),), by_reviewer=True),
        Event("report", "Report the findings", ((State.IN_REVIEW, State.MITIGATION),), by_reviewer=True),
        Event(
            "complete",
            "Complete the review",
            ((State.IN_REVIEW, State.COMPLETE), (State.MITIGATION, State.COMPLETE)),
            by_reviewer=True,
        ),
    )
}

#: In which states what can be done.
ANSWERED_IN = (State.DISCOVER,)
FOUND_IN = (State.IN_REVIEW, State.MITIGATION)


def why_not(event: Event, state: str, *, missing: int, reviewers: int, holding: Sequence[str]) -> str:
    """Why the event is not possible now, as a sentence; empty where it is.

    `missing` required answers, named `reviewers`, and the refs of open risks and issues.
    """
    if event.target(state) is None:
        possible = [one.words.lower() for one in EVENTS.values() if one.target(state)]
        then = f" From here one can: {' or '.join(possible)}." if possible else " Nothing follows on that."
        return f"The review is {Review.State(state).label.lower()}, so “{event.words.lower()}” is not possible.{then}"
    if event.name == "hand-in" and missing:
        return f"{missing} required {'question has' if missing == 1 else 'questions have'} no answer yet."
    if event.name == "hand-in" and not reviewers:
        return "Nobody is named as a reviewer yet."
    if event.name == "report" and not holding:
        return "There is no open risk or issue to report; complete the review instead."
    if event.name == "complete" and holding:
        named = ", ".join(holding[:5])
        return f"{len(holding)} {'finding is' if len(holding) == 1 else 'findings are'} still open: {named}."
    return ""


def lead_time(planned: date, go_live: date | None) -> str:
    """What is wrong with the date of a review, as a sentence; empty where there is time enough."""
    if go_live is None or go_live - planned >= LEAD_TIME:
        return ""
    days = (go_live - planned).days
    when = f"{days} {'day' if days == 1 else 'days'} before" if days >= 0 else f"{-days} days after"
    return (
        f"The review is planned {when} the go-live; four weeks are needed, since reviewers take up to "
        f"{REVIEWERS_NEED} business days and what they find takes time to settle."
    )
