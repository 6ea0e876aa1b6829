"""How what was agreed with a provider stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from firstlight.contracts.standing import Status
from firstlight.dependencies.rules.standing import GOOD, DependencyFacts, Opinion

OPEN, AGREED, MET, DROPPED = "open", "agreed", "met", "dropped"

#: The states of a requirement in words.
WORDS: dict[str, str] = {OPEN: "Open", AGREED: "Agreed", MET: "Met", DROPPED: "Dropped"}
#: So many requirements are named in a sentence.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class RequirementFacts:
    """A requirement on a provider as far as it is judged."""

    ref: str
    title: str
    agreed_on: date | None
    met_on: date | None
    dropped: bool = False

    def state(self, today: date) -> str:
        """Open, agreed, met or dropped, by its dates."""
        if self.dropped:
            return DROPPED
        if self.met_on and self.met_on <= today:
            return MET
        return AGREED if self.agreed_on and self.agreed_on <= today else OPEN


def requirements_met(one: DependencyFacts, listed: Sequence[RequirementFacts], today: date) -> Opinion:
    """Whether the requirements are met: each that is listed, or all by the word of the register where none is."""
    counted = [each for each in listed if each.state(today) != DROPPED]
    if not counted:
        if one.requirements_state == MET:
            return GOOD
        said = "are agreed and not met yet" if one.requirements_state == AGREED else "are not agreed yet"
        return Opinion(Status.UNMET, f"The requirements on {one.text} {said}.")
    lacking = [each for each in counted if each.state(today) != MET]
    if not lacking:
        return GOOD
    named = "; ".join(f"{each.ref} {each.title} ({each.state(today)})" for each in lacking[:_NAMED])
    more = f"; and {len(lacking) - _NAMED} more" if len(lacking) > _NAMED else ""
    are = "is" if len(lacking) == 1 else "are"
    sentence = f"{len(lacking)} of {len(counted)} requirements {are} not met for {one.text}: {named}{more}."
    return Opinion(Status.UNMET, sentence)
