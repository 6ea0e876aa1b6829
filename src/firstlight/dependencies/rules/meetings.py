"""Whether providers are met as often as was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from firstlight.contracts.standing import Status
from firstlight.dependencies.rules.standing import GOOD, DependencyFacts, Opinion, day, days, every


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A status meeting as far as it is judged. One that is still to come has no `held_on`."""

    ref: str
    title: str
    held_on: date | None
    next_on: date | None
    cadence_days: int
    has_minutes: bool

    def was_held(self, today: date) -> bool:
        """Whether it lies behind."""
        return self.held_on is not None and self.held_on <= today


def amiss(held_on: date | None, next_on: date | None) -> list[tuple[str, str]]:
    """What cannot be of the days of a meeting: the column and a sentence."""
    if held_on and next_on and next_on <= held_on:
        return [("next_on", f"the next meeting, on {day(next_on)}, lies before the one of {day(held_on)}.")]
    return []


def newest(meetings: Sequence[MeetingFacts], today: date) -> MeetingFacts | None:
    """The meeting that was held last."""
    held = [one for one in meetings if one.was_held(today)]
    return max(held, key=lambda one: (one.held_on or date.min, one.ref), default=None)


def next_due(meetings: Sequence[MeetingFacts], today: date) -> date | None:
    """By when the next meeting has to be held: on its day, and never later than the cadence allows.

    Without one that was held it is the first day that any is planned for. None where nothing is planned at all.
    """
    last = newest(meetings, today)
    planned = [one.next_on for one in meetings if not one.was_held(today) and one.next_on]
    if last is None or last.held_on is None:
        return min(planned, default=None)
    agreed = last.held_on + timedelta(days=last.cadence_days)
    coming = [when for when in (last.next_on, *planned) if when and when > last.held_on]
    return min([agreed, *coming])


def met_regularly(one: DependencyFacts, meetings: Sequence[MeetingFacts], today: date) -> Opinion:
    """Whether the meetings about a dependency are held as agreed, with minutes. None is needed once it is there."""
    if one.is_there(today):
        return GOOD
    due, last = next_due(meetings, today), newest(meetings, today)
    about = f"with {one.name} on {one.text}"
    if due is None:
        return Opinion(Status.UNKNOWN, f"No status meeting {about} is recorded.")
    if due < today:
        late = days((today - due).days)
        agreed = f"; a meeting {every(last.cadence_days)} was agreed" if last else ""
        sentence = f"The meeting {about} was due on {day(due)} and is {late} overdue{agreed}."
        return Opinion(Status.UNMET, sentence)
    if last is None:
        return Opinion(
            Status.UNKNOWN,
            f"No status meeting with {one.name} on {one.text} was held yet; one is planned for {day(due)}.",
        )
    if not last.has_minutes and last.held_on:
        return Opinion(
            Status.PARTLY,
            f"The meeting {last.ref} of {day(last.held_on)} with {one.name} on {one.text} has no minutes.",
        )
    return GOOD
