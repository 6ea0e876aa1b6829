"""What a file of test results says, whatever tool wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


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
    `migrated_data` whether the data was migrated, where the file says so.
    """

    name: str
    suite: str
    outcome: Outcome
    seconds: float | None = None
    message: str = ""
    at: datetime | None = None
    role: str = ""
    migrated_data: bool | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """Counts that the file claims of itself. None where it claims nothing."""

    tests: int | None = None
    failed: int | None = None
    errors: int | None = None
    skipped: int | None = None


@dataclass(frozen=True, slots=True)
class ResultFile:
    """What a file of test results holds: what is there counts, what it declares is only compared.

    `warnings` are sentences: counts that differ, dates that cannot be read, retries folded into one case.
    """

    format: str
    cases: tuple[CaseResult, ...]
    declared: Declared | None
    warnings: tuple[str, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """How many cases ended so."""
        return sum(1 for case in self.cases if case.outcome is outcome)

    def __iter__(self) -> Iterator[CaseResult]:
        return iter(self.cases)
