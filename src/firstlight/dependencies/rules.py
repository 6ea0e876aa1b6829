"""How a dependency stands on a day: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from firstlight.contracts.standing import Status


@dataclass(frozen=True, slots=True)
class DependencyFacts:
    """A dependency as far as it is judged. `needed_by` is None where not even the go-live has a date."""

    ref: str
    title: str
    provider: str
    needed_by: date | None
    promised: date | None
    confirmed_on: date | None
    cadence_days: int
    requirements_state: str

    @property
    def name(self) -> str:
        """The provider where one is named, else the thing itself."""
        return self.provider or self.title

    @property
    def text(self) -> str:
        """D-04 Warehouse scanners."""
        return f"{self.ref} {self.title}"


@dataclass(frozen=True, slots=True)
class Opinion:
    """How one dependency stands in one respect, and why, as a sentence (empty where all is well)."""

    status: Status
    sentence: str = ""


def day(when: date) -> str:
    """14 Nov 2026."""
    return f"{when.day} {when:%b %Y}"


def days(number: int) -> str:
    """1 day, 8 days."""
    return "1 day" if number == 1 else f"{number} days"


def aligned(one: DependencyFacts) -> Opinion:
    """Whether what is promised comes in time."""
    if one.promised is None:
        return Opinion(Status.UNKNOWN, f"{one.name} has promised no date for {one.text}.")
    if one.needed_by is None:
        return Opinion(Status.UNKNOWN, f"Nobody has said by when {one.text} is needed, and the go-live has no date.")
    if one.promised > one.needed_by:
        late = days((one.promised - one.needed_by).days)
        promise = f"{one.name} promises {one.text} for {day(one.promised)}"
        return Opinion(Status.UNMET, f"{promise}; that is {late} after {day(one.needed_by)}, when it is needed.")
    return Opinion(Status.MET)


def confirmed(one: DependencyFacts, today: date) -> Opinion:
    """Whether the provider has been heard of as often as agreed."""
    if one.confirmed_on is None:
        return Opinion(Status.UNKNOWN, f"No word of {one.name} on {one.text} is recorded.")
    if one.confirmed_on > today:
        when = day(one.confirmed_on)
        return Opinion(Status.UNKNOWN, f"The word of {one.name} on {one.text} is dated {when}, which is yet to come.")
    silent = (today - one.confirmed_on).days
    if silent > one.cadence_days:
        agreed = "daily" if one.cadence_days == 1 else f"every {days(one.cadence_days)}"
        return Opinion(
            Status.UNMET, f"{one.name} has been silent for {days(silent)} on {one.text}; a word {agreed} was agreed."
        )
    return Opinion(Status.MET)


def lapses(one: DependencyFacts, today: date) -> date | None:
    """The first day on which a confirmation that counts today no longer does."""
    if confirmed(one, today).status is not Status.MET or one.confirmed_on is None:
        return None
    return one.confirmed_on + timedelta(days=one.cadence_days + 1)


def slipped(before: Mapping[str, Any], after: Mapping[str, Any], go_live: date | None) -> date | None:
    """The date by which it is needed, when the promise moved to a later day that lies after it; else None.

    A promise that is late already and moves further slips again; one that becomes less late does not.
    """
    promised, earlier = after["promised"], before["promised"]
    needed: date | None = after["needed_by"] or go_live
    if not after["in_scope"] or promised is None or needed is None or promised <= needed:
        return None
    return needed if earlier is None or promised > earlier else None
