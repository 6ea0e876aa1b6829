"""What counts as measured: the one rule by which checks, pages and the home say that a chance rests on guesses."""

from __future__ import annotations

from dataclasses import dataclass

from firstlight.cutover.rules.facts import PlanFacts

#: With a smaller share of the durations measured than this, in per cent, a chance is a guess about guesses.
MEASURED = 50


@dataclass(frozen=True, slots=True)
class Founding:
    """How many of the steps that take time were timed, in a rehearsal or in a dry run, and how many there are."""

    timed: int
    steps: int

    @property
    def holds(self) -> bool:
        """Whether something was timed, and no less than half of it."""
        return self.timed > 0 and self.timed * 100 >= self.steps * MEASURED


def founding_of(plan: PlanFacts) -> Founding:
    """What the durations of a plan rest on."""
    work = [step for step in plan.steps if step.is_work and step.takes]
    timed = sum(bool(plan.measured.get(step.ref)) or step.dry_run is not None for step in work)
    return Founding(timed, len(work))
