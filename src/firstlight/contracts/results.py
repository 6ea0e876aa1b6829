"""What a file of test results says, whatever tool wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, overload


class Outcome(StrEnum):
    """How one test case ended. An error is a test that broke; a failure is one that found something.

    Discounted is what a pass stands as that does not count, such as one of an administrator. No file says so.
    """

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"
    DISCOUNTED = "discounted"


class CaseResult(NamedTuple):
    """One executed (or skipped) test case. A tuple because files hold tens of thousands of them.

    `suite` is the path of suites or the class, as the tool names it; `seconds` is None where the file is silent.
    `message` is the first words of a failure, cut to 500 characters. `role` is the security role it was run under and
    `migrated_data` whether the data was migrated, where the file says so. `says` is what the file itself says of which
    case it carries out, in properties and tags split by semicolons.
    """

    name: str
    suite: str
    outcome: Outcome
    seconds: float | None = None
    message: str = ""
    at: datetime | None = None
    role: str = ""
    migrated_data: bool | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """Counts that the file claims of itself. None where it claims nothing."""

    tests: int | None = None
    failed: int | None = None
    errors: int | None = None
    skipped: int | None = None


class Cases(Sequence[CaseResult]):
    """The cases of a file in its order, kept by column.

    Each is made when it is looked at: a file of a hundred thousand is read and counted without making any.
    """

    __slots__ = ("messages", "migrated", "moments", "names", "outcomes", "roles", "says", "seconds", "suites")

    def __init__(
        self,
        names: Sequence[str],
        suites: Sequence[str],
        outcomes: Sequence[Outcome],
        seconds: Sequence[float | None],
        messages: Sequence[str],
        moments: Sequence[datetime | None],
        roles: Sequence[str],
        migrated: Sequence[bool | None],
        says: Sequence[str],
    ) -> None:
        self.names, self.suites, self.outcomes = names, suites, outcomes
        self.seconds, self.messages, self.moments = seconds, messages, moments
        self.roles, self.migrated, self.says = roles, migrated, says

    @classmethod
    def of(cls, cases: Sequence[CaseResult]) -> Cases:
        """These cases by column."""
        return cls(*zip(*cases, strict=True)) if cases else cls((), (), (), (), (), (), (), (), ())

    def at(self, places: Iterable[int]) -> Cases:
        """The cases at these places."""
        return Cases.of([self[place] for place in places])

    def how_many(self, outcome: Outcome) -> int:
        """How many of them ended so."""
        return self.outcomes.count(outcome)

    @overload
    def __getitem__(self, place: int) -> CaseResult: ...
    @overload
    def __getitem__(self, place: slice) -> Cases: ...
    def __getitem__(self, place: int | slice) -> CaseResult | Cases:
        if isinstance(place, slice):
            return self.at(range(len(self))[place])
        return CaseResult(
            self.names[place],
            self.suites[place],
            self.outcomes[place],
            self.seconds[place],
            self.messages[place],
            self.moments[place],
            self.roles[place],
            self.migrated[place],
            self.says[place],
        )

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[CaseResult]:
        return map(
            CaseResult,
            self.names,
            self.suites,
            self.outcomes,
            self.seconds,
            self.messages,
            self.moments,
            self.roles,
            self.migrated,
            self.says,
        )


@dataclass(frozen=True, slots=True)
class ResultFile:
    """What a file of test results holds: what is there counts, what it declares is only compared.

    `warnings` are sentences: counts that differ, dates that cannot be read, retries folded into one case.
    """

    format: str
    cases: Cases
    declared: Declared | None
    warnings: tuple[str, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """How many cases ended so."""
        return self.cases.how_many(outcome)

    def __iter__(self) -> Iterator[CaseResult]:
        return iter(self.cases)
