"""What was found in tests, and what of it is still open. No database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

#: The heavier, the sooner. What is critical or high is significant: with it open, no acceptance test ends.
SEVERITIES = ("critical", "high", "medium", "low")
SIGNIFICANT = frozenset({"critical", "high"})
#: States in which something remains to be done. What is deferred is agreed to come later, and is open until then.
OPEN_STATES = frozenset({"open", "in-work", "to-retest", "deferred"})
CLOSED = "closed"
#: What has to be said of an open finding.
NEEDED = {"owner": "an owner", "expected": "an expected date", "root-cause": "a root cause"}


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """A finding as far as it is judged.

    `passed_on` is the day of the newest pass of its case that counts, None where there is none or no case is named.
    """

    ref: str
    title: str
    kind: str
    severity: str
    state: str
    impact: str = ""
    owner: str = ""
    expected: date | None = None
    root_cause: str = ""
    workaround: str = ""
    case: str = ""
    cycle: str = ""
    process: str = ""
    found_on: date | None = None
    closed_because: str = ""
    passed_on: date | None = None

    @property
    def text(self) -> str:
        """F-7 Weighed quantity is rounded."""
        return f"{self.ref} {self.title}"

    @property
    def significant(self) -> bool:
        """Whether an acceptance test can end while it is open."""
        return self.severity in SIGNIFICANT

    @property
    def unproven(self) -> bool:
        """Whether somebody called it closed, and no retest has shown it and no reason is written."""
        return self.state == CLOSED and bool(self.case) and not self.closed_because and not self.retested

    @property
    def retested(self) -> bool:
        """Whether its case has passed since it was found. A pass of the day itself counts: days have no hours here."""
        return self.passed_on is not None and (self.found_on is None or self.passed_on >= self.found_on)

    @property
    def is_open(self) -> bool:
        """Whether something remains to be done: nobody closed it, or it was closed and no retest shows it."""
        return self.state in OPEN_STATES or self.unproven


def weight(one: FindingFacts) -> tuple[int, date, str]:
    """To sort by: the heaviest first, then what is expected soonest, what has no date before all."""
    return SEVERITIES.index(one.severity), one.expected or date.min, one.ref


def open_ones(findings: Iterable[FindingFacts]) -> list[FindingFacts]:
    """Those that are open, the heaviest first."""
    return sorted((one for one in findings if one.is_open), key=weight)


def lacking(one: FindingFacts, *, root_cause: bool = False) -> tuple[str, ...]:
    """What an open finding still needs said of it, by the keys of NEEDED; a root cause only where asked."""
    wanted = [("owner", one.owner), ("expected", one.expected)]
    if root_cause:
        wanted.append(("root-cause", one.root_cause))
    return tuple(key for key, said in wanted if not said)


def overdue(one: FindingFacts, today: date) -> bool:
    """Whether its expected date is over while it is open."""
    return one.is_open and one.expected is not None and one.expected < today
