"""The few words in which everything is judged."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """How a check stands. Unknown means nobody can tell yet; it is never a pass."""

    MET = "met"
    PARTLY = "partly"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"

    @property
    def word(self) -> str:
        """The status as a page writes it: "Not applicable"."""
        return self.value.replace("-", " ").capitalize()


class Basis(StrEnum):
    """Where a status comes from: computed from records, or a person's word."""

    MEASURED = "measured"
    ATTESTED = "attested"


class Word(StrEnum):
    """The verdict."""

    GO = "go"
    CONDITIONAL = "conditional"
    NO_GO = "no-go"

    @property
    def aloud(self) -> str:
        """The verdict as it is read aloud."""
        return {"go": "Go", "conditional": "Conditional go", "no-go": "No-go"}[self.value]


#: From heaviest to lightest; an area shows the heaviest of its checks. Stale sits between
#: unknown and partly and is a mark of signatures, not a status: see `engines.verdict`.
HEAVIEST_FIRST: tuple[Status, ...] = (
    Status.UNMET,
    Status.UNKNOWN,
    Status.PARTLY,
    Status.MET,
    Status.NOT_APPLICABLE,
)


def worst(statuses: list[Status]) -> Status:
    """The heaviest of the given statuses; not applicable when there is none."""
    return min(statuses, key=HEAVIEST_FIRST.index, default=Status.NOT_APPLICABLE)
