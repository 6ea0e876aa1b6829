"""Why a cycle is complete, or is not: everything that speaks of it in one place, the heaviest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from firstlight.contracts.reading import Reading, RecordLink
from firstlight.contracts.standing import HEAVIEST_FIRST, Status, worst
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.readiness.registry import measures
from firstlight.testing.exits import Exit, exits_of, judged
from firstlight.testing.models import Cycle
from firstlight.testing.order import order_of
from firstlight.testing.rules.completion import CycleStanding, KindStanding
from firstlight.testing.rules.kinds import KINDS
from firstlight.testing.rules.order import OutOfOrder
from firstlight.testing.rules.wording import reasons
from firstlight.testing.standing import DiscountedRun, discounted_runs
from firstlight.testing.tallies import failing_tests
from firstlight.workspace.queries import zone_of

#: What else speaks of a kind of test than the measures that carry its name.
_BESIDE: Mapping[str, tuple[str, ...]] = {
    "uat": ("testing.requirements.both-paths", "testing.regulatory"),
    "end-to-end": ("testing.requirements.covered",),
}
#: Said by the standing of the cycle itself, and in more detail.
_OF_THE_CYCLE = "complete"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that the end of the cycle depends on, with why it stands as it does."""

    title: str
    status: Status
    reasons: tuple[str, ...]
    records: tuple[RecordLink, ...] = ()


@dataclass(frozen=True, slots=True)
class ExitReport:
    """How a cycle ends. `parts` are the heaviest first; `lenient` where the business lets it end incomplete.

    `out_of_order` names this cycle; it is for people to judge, and stands against no end.
    """

    cycle: Cycle
    as_of: datetime
    passed: int
    whole: int
    parts: tuple[Part, ...]
    exit: Exit
    discounted: tuple[DiscountedRun, ...]
    lenient: bool
    out_of_order: tuple[OutOfOrder, ...] = ()

    @property
    def status(self) -> Status:
        """The heaviest of its parts."""
        return worst([part.status for part in self.parts])

    @property
    def complete(self) -> bool:
        """Whether nothing at all stands against its end."""
        return all(part.status in (Status.MET, Status.NOT_APPLICABLE) for part in self.parts)

    @property
    def missing(self) -> tuple[Part, ...]:
        """The parts that stand against it."""
        return tuple(part for part in self.parts if part.status not in (Status.MET, Status.NOT_APPLICABLE))

    @property
    def headline(self) -> str:
        """Complete or not, in one sentence."""
        ref = self.cycle.ref
        if self.complete:
            return f"{ref} is complete."
        if self.lenient and self.status is Status.PARTLY:
            return f"{ref} is accepted incomplete."
        count = len(self.missing)
        are = "1 thing is not as it" if count == 1 else f"{count:,} things are not as they"
        return f"{ref} is not complete: {are} should be."


def exit_report(project: ProjectLike, ref: str, now: datetime) -> ExitReport:
    """The report of one cycle. NotFound where there is none of that ref."""
    cycle = Cycle.objects.filter(project_id=project.pk, ref=ref).first()
    if cycle is None:
        raise NotFound(f"There is no test cycle {ref}.")
    kind = judged(project, cycle.kind, now)
    own = next(one for one in kind.cycles if one.cycle.pk == cycle.pk)
    void = tuple(one for one in discounted_runs(project, now, kind=cycle.kind) if one.cycle == ref)
    parts = [_standing(project, kind, own, now), *_measured(project, cycle.kind, now)]
    parts.sort(key=lambda part: HEAVIEST_FIRST.index(part.status))
    found = exits_of(project, kind)[cycle.pk]
    order = tuple(one for one in order_of(project, now) if ref in one.cycles)
    return ExitReport(cycle, now, own.passed, own.whole, tuple(parts), found, void, bool(own.lenient), order)


def _standing(project: ProjectLike, kind: KindStanding, own: CycleStanding, now: datetime) -> Part:
    """What was reached in the cycle itself."""
    today = now.astimezone(zone_of(project)).date()
    alone = replace(kind, cycles=(own,))
    links = tuple(RecordLink("case", item.ref, f"{item.ref} {item.title}") for item in own.items if not item.passed)
    return Part("Cases passed", own.status(today), reasons(alone, today, failing_tests(alone)), links[:50])


def _measured(project: ProjectLike, kind: str, now: datetime) -> Iterator[Part]:
    """What the measures of this kind of test say."""
    for name in _measures_of(kind):
        one = measures[name]
        reading: Reading = one.read(project, now)
        yield Part(one.title, reading.status, reading.reasons, reading.records)


def _measures_of(kind: str) -> Sequence[str]:
    """Names of the measures that speak of a kind of test, in the order of their registration."""
    prefix = f"testing.{kind}."
    own = [name for name, _ in measures.items() if name.startswith(prefix) and name != prefix + _OF_THE_CYCLE]
    return [*own, *(name for name in _BESIDE.get(kind, ()) if name in measures)]


def kind_title(report: ExitReport) -> str:
    """User acceptance test."""
    return KINDS[report.cycle.kind]
