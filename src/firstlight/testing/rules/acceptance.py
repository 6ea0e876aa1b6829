"""Whether a business process is accepted. No database, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from firstlight.contracts.results import Outcome
from firstlight.contracts.standing import Status
from firstlight.testing.rules.findings import FindingFacts
from firstlight.testing.rules.kinds import words_of
from firstlight.testing.rules.wording import listed

#: Kinds of test that each process has cases of, where the project requires them; others try the solution as a whole.
OF_EACH_PROCESS = frozenset({"uat", "end-to-end"})


@dataclass(frozen=True, slots=True)
class TriedCase:
    """A case of a process with how it stands, by kind of test; None where it was planned and never run."""

    ref: str
    title: str
    outcomes: Mapping[str, Outcome | None]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A process with all that acceptance looks at. `signature`: valid, stale or missing; `signed_by` a name."""

    ref: str
    title: str
    owner: str
    cases: tuple[TriedCase, ...]
    findings: tuple[FindingFacts, ...]
    required: tuple[str, ...]
    signature: str = "missing"
    signed_by: str = ""

    def counts(self, kind: str) -> tuple[int, int]:
        """How many of its cases passed in a kind of test, of how many."""
        outcomes = [case.outcomes[kind] for case in self.cases if kind in case.outcomes]
        return sum(one is Outcome.PASSED for one in outcomes), len(outcomes)

    @property
    def significant(self) -> list[FindingFacts]:
        """Findings with which nobody should accept it."""
        return [one for one in self.findings if one.significant]

    @property
    def status(self) -> Status:
        """Met where all that is required passed, nothing significant is open, and who may has signed for that.

        Unknown where nothing tests it.
        """
        if not self.cases:
            return Status.UNKNOWN
        return Status.UNMET if self.missing() else Status.MET

    def reasons(self) -> tuple[str, ...]:
        """What is missing, as sentences that begin with the process; none where it is accepted."""
        return tuple(f"{self.ref} {self.title}: {one}" for one in self.missing())

    def missing(self) -> tuple[str, ...]:
        """The same without the process."""
        return tuple(self._missing()) if self.cases else ("no test case tries it.",)

    def _missing(self) -> Iterator[str]:
        for kind in self.required:
            passed, whole = self.counts(kind)
            left = whole - passed
            if not whole and kind in OF_EACH_PROCESS:
                yield f"it has no case of the {words_of(kind)}."
            elif left:
                yield f"{left} of {whole} cases of the {words_of(kind)} {'has' if left == 1 else 'have'} not passed."
        if heavy := self.significant:
            yield f"{listed([one.text for one in heavy])} {'is' if len(heavy) == 1 else 'are'} open and significant."
        if self.signature == "missing":
            yield f"{self.owner} has not signed for it." if self.owner else "nobody owns it, so nobody can sign for it."
        elif self.signature == "stale":
            yield f"{self.signed_by} signed for it before it changed."


def behind(processes: Sequence[Accepted]) -> list[Accepted]:
    """Those that are not accepted."""
    return [one for one in processes if one.status is not Status.MET]
