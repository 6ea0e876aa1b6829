"""How a dependency stands on a day: whether it comes in time, and whether its provider is heard of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from firstlight.contracts.standing import Status


@dataclass(frozen=True, slots=True)
class DependencyFacts:
    """A dependency as far as it is judged. `needed_by` is None where not even the go-live has a date.

    `claimed_on` is the day on which it was there by the word of the provider; `delivered_on` by that of the project.
    """

    ref: str
    title: str
    provider: str
    needed_by: date | None
    promised: date | None
    confirmed_on: date | None
    cadence_days: int
    requirements_state: str
    delivered_on: date | None = None
    claimed_on: date | None = None

    @property
    def name(self) -> str:
        """The provider where one is named, else the thing itself."""
        return self.provider or self.title

    @property
    def text(self) -> str:
        """D-04 Warehouse scanners."""
        return f"{self.ref} {self.title}"

    def is_there(self, today: date) -> bool:
        """Whether it has been delivered."""
        return self.delivered_on is not None and self.delivered_on <= today


@dataclass(frozen=True, slots=True)
class Opinion:
    """How one dependency stands in one respect, and why, as a sentence (empty where all is well)."""

    status: Status
    sentence: str = ""


GOOD = Opinion(Status.MET)


def day(when: date) -> str:
    """14 Nov 2026."""
    return f"{when.day} {when:%b %Y}"


def days(number: int) -> str:
    """1 day, 8 days."""
    return "1 day" if number == 1 else f"{number} days"


def every(number: int) -> str:
    """Daily, every 8 days."""
    return "daily" if number == 1 else f"every {days(number)}"


def aligned(one: DependencyFacts, today: date) -> Opinion:
    """Whether what is promised comes in time. A promise whose day has passed is none: nobody said whether it came."""
    if one.is_there(today):
        return GOOD
    if one.promised is None:
        return Opinion(Status.UNKNOWN, f"{one.name} has promised no date for {one.text}.")
    if one.needed_by is None:
        return Opinion(Status.UNKNOWN, f"Nobody has said by when {one.text} is needed, and the go-live has no date.")
    if one.promised > one.needed_by:
        late = days((one.promised - one.needed_by).days)
        promise = f"{one.name} promises {one.text} for {day(one.promised)}"
        return Opinion(Status.UNMET, f"{promise}; that is {late} after {day(one.needed_by)}, when it is needed.")
    if one.promised < today:
        return Opinion(Status.UNKNOWN, f"{one.name} promised {one.text} for {day(one.promised)}; {_passed(one, today)}")
    return GOOD


def _passed(one: DependencyFacts, today: date) -> str:
    if one.claimed_on and one.claimed_on <= today:
        return f"by their word it came on {day(one.claimed_on)}, which nobody has recorded as delivered."
    return "that day has passed, and nobody has said whether it came."


def comes_due(one: DependencyFacts, today: date) -> date | None:
    """The first day on which a promise that is in time today is no longer enough, unless the thing is there."""
    if one.is_there(today) or one.promised is None or aligned(one, today).status is not Status.MET:
        return None
    return one.promised + timedelta(days=1)


def confirmed(one: DependencyFacts, today: date) -> Opinion:
    """Whether the provider has been heard of as often as agreed. Of what is delivered no word is needed any more."""
    if one.is_there(today):
        return GOOD
    if one.confirmed_on is None:
        return Opinion(Status.UNKNOWN, f"No word of {one.name} on {one.text} is recorded.")
    if one.confirmed_on > today:
        when = day(one.confirmed_on)
        return Opinion(Status.UNKNOWN, f"The word of {one.name} on {one.text} is dated {when}, which is yet to come.")
    silent = (today - one.confirmed_on).days
    if silent > one.cadence_days:
        agreed = every(one.cadence_days)
        return Opinion(
            Status.UNMET, f"{one.name} has been silent for {days(silent)} on {one.text}; a word {agreed} was agreed."
        )
    return GOOD


def lapses(one: DependencyFacts, today: date) -> date | None:
    """The first day on which a confirmation that counts today no longer does."""
    if one.is_there(today) or one.confirmed_on is None or confirmed(one, today).status is not Status.MET:
        return None
    return one.confirmed_on + timedelta(days=one.cadence_days + 1)


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised of a dependency and by when it is needed, before or after a change."""

    promised: date | None
    needed_by: date | None
    counts: bool


def slipped(before: Promise, after: Promise) -> bool:
    """Whether a promise moved to a later day that lies after the day of need.

    A promise that is late already and moves further slips again; one that becomes less late does not.
    """
    if not after.counts or after.promised is None or after.needed_by is None or after.promised <= after.needed_by:
        return False
    return before.promised is None or after.promised > before.promised
