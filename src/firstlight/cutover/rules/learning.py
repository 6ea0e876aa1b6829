"""What rehearsals say about how long steps take, side by side with the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from firstlight.cutover.rules.facts import Step

#: A proposal that differs by less than this is not worth a change, in minutes and as a share of the plan.
_LEAST, _SHARE = 5, 0.1
#: Proposals are rounded up to this, in minutes; short ones are not.
_ROUND = 5


@dataclass(frozen=True, slots=True)
class Compared:
    """A step with the minutes it took in each rehearsal (None: it was not timed), and what is proposed from them."""

    step: Step
    taken: tuple[int | None, ...]
    proposed: int | None

    @property
    def apart(self) -> int | None:
        """How many minutes more than planned the newest one took; None without either."""
        newest = next((one for one in reversed(self.taken) if one is not None), None)
        return None if newest is None or self.step.takes is None else newest - self.step.takes


def compared(
    steps: Sequence[Step], rehearsals: Sequence[str], timings: Mapping[tuple[str, str], int]
) -> Iterator[Compared]:
    """The steps that were timed in some rehearsal; `timings` are minutes by rehearsal and step."""
    for step in steps:
        taken = tuple(timings.get((rehearsal, step.ref)) for rehearsal in rehearsals)
        if any(one is not None for one in taken):
            yield Compared(step, taken, proposal(step.takes, [one for one in taken if one is not None]))


def proposal(planned: int | None, taken: Sequence[int]) -> int | None:
    """The duration to plan with: the mean of what was measured, in which the newest counts twice.

    None where that is nearly what is planned already.
    """
    if not taken:
        return None
    mean = (sum(taken) + taken[-1]) / (len(taken) + 1)
    found = -int(-mean // _ROUND) * _ROUND if mean > 2 * _ROUND else max(1, round(mean))
    if planned is not None and abs(found - planned) < max(_LEAST, planned * _SHARE):
        return None
    return found
