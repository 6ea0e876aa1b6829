"""Whether the cycles of one kind of test are complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from firstlight.contracts.results import Outcome
from firstlight.contracts.standing import Status, worst
from firstlight.testing.rules.counting import BAD, worst_of

#: Kinds of test that, once over, are incomplete unless the business lets them end so in writing.
ONLY_BY_EXCEPTION = frozenset({"uat"})


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """A cycle as it is planned."""

    pk: int
    ref: str
    start: date | None
    end: date | None
    exit_pass_share: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as far as it matters for completion. `cycles` are the refs of those it is planned in."""

    pk: int
    ref: str
    title: str
    significant: bool
    cycles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Group:
    """So many tests that were run in a cycle, of one case (or none).

    `outcome` is how they stand by what was last run in any cycle of the kind. `void` where they passed in this cycle
    and no such pass counts.
    """

    cycle: int
    case: int | None
    outcome: Outcome
    tests: int
    void: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A case in a cycle. `outcome` is None where it has no result, discounted where no pass of it counts."""

    ref: str
    title: str
    significant: bool
    outcome: Outcome | None

    @property
    def passed(self) -> bool:
        """Whether all its tests passed."""
        return self.outcome is Outcome.PASSED


@dataclass(frozen=True, slots=True)
class CycleStanding:
    """How a cycle stands.

    `items` are its planned cases; where none is planned (`planned` is False), the cases of its results. `tests` says
    by outcome how many tests were run in it that belong to none of the items. `lenient` is why the business lets it
    end incomplete, "" where it does not.
    """

    cycle: CycleFacts
    planned: bool
    items: tuple[Item, ...]
    tests: Mapping[Outcome, int] = field(default_factory=dict)
    lenient: str = ""

    @property
    def passed(self) -> int:
        """How many passed of what counts."""
        return sum(item.passed for item in self.items) + (0 if self.planned else self.tests.get(Outcome.PASSED, 0))

    @property
    def whole(self) -> int:
        """How many count: beside planned cases also tests outside the plan, but only those that went wrong."""
        return len(self.items) + (self.tests_gone_wrong if self.planned else sum(self.tests.values()))

    @property
    def tests_gone_wrong(self) -> int:
        """How many tests that belong to no item failed or broke."""
        return sum(number for outcome, number in self.tests.items() if outcome in BAD)

    @property
    def executed(self) -> bool:
        """Whether anything was run at all; what was skipped was not."""
        outcomes = {item.outcome for item in self.items} | {one for one, number in self.tests.items() if number}
        return bool(outcomes - {None, Outcome.SKIPPED})

    def ended(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.cycle.end is not None and self.cycle.end < today

    def reached(self) -> bool:
        """Whether the share that its exit criterion asks for has passed."""
        return self.passed * 100 >= self.cycle.exit_pass_share * self.whole

    def open_significant(self) -> list[Item]:
        """Significant cases without a pass."""
        return [item for item in self.items if item.significant and not item.passed]

    def status(self, today: date) -> Status:
        """Met when the exit criterion is reached, nothing significant is open, and it has ended or all passed.

        Partly from nine tenths of the share, and where the business lets it end incomplete; an acceptance test that is
        over is partly met only then. A cycle in which nothing was run is unknown until it ends, then unmet.
        """
        if not self.executed:
            return Status.UNMET if self.ended(today) else Status.UNKNOWN
        clean = not self.open_significant() and not (self.planned and self.tests_gone_wrong)
        if self.reached() and clean and (self.ended(today) or self.passed == self.whole):
            return Status.MET
        if self.lenient:
            return Status.PARTLY
        if self.ended(today) and self.cycle.kind in ONLY_BY_EXCEPTION and not (self.reached() and clean):
            return Status.UNMET
        near = self.passed * 1000 >= self.cycle.exit_pass_share * self.whole * 9
        return Status.PARTLY if near else Status.UNMET


@dataclass(frozen=True, slots=True)
class KindStanding:
    """How all cycles of one kind stand. Each case counts once in `passed` of `whole`, wherever it is planned."""

    cycles: tuple[CycleStanding, ...]
    passed: int
    whole: int

    def status(self, today: date) -> Status:
        """The heaviest of its cycles; unknown where there is none."""
        return worst([cycle.status(today) for cycle in self.cycles]) if self.cycles else Status.UNKNOWN


def stand(cycles: Sequence[CycleFacts], cases: Sequence[CaseFacts], groups: Sequence[Group]) -> KindStanding:
    """How the cycles of a kind stand, from what is planned in them and what was found.

    A planned case has passed in a cycle when it was run there or in one that began later, and all its tests passed
    the last time they were run in any cycle of the kind. A pass that does not count is no run.
    """
    reader = _Reader(cycles, cases, groups)
    standings = tuple(reader.standing(cycle) for cycle in cycles)
    cases_passed: dict[str, bool] = {}
    for standing in standings:
        for item in standing.items:
            cases_passed[item.ref] = cases_passed.get(item.ref, True) and item.passed
    tests_passed = sum(standing.passed - sum(item.passed for item in standing.items) for standing in standings)
    tests = sum(standing.whole - len(standing.items) for standing in standings)
    return KindStanding(standings, sum(cases_passed.values()) + tests_passed, len(cases_passed) + tests)


class _Reader:
    """Groups of results by cycle and by case."""

    def __init__(self, cycles: Sequence[CycleFacts], cases: Sequence[CaseFacts], groups: Sequence[Group]) -> None:
        self.cycles = cycles
        self.cases = {case.pk: case for case in cases}
        self.ran: dict[int, set[int]] = {cycle.pk: set() for cycle in cycles}
        self.void: dict[int, set[int]] = {cycle.pk: set() for cycle in cycles}
        self.of_case: dict[int, list[Outcome]] = {}
        self.of_cycle: dict[int, list[Group]] = {cycle.pk: [] for cycle in cycles}
        for group in groups:
            self.of_cycle[group.cycle].append(group)
            if group.case is not None:
                (self.void if group.void else self.ran)[group.cycle].add(group.case)
                self.of_case.setdefault(group.case, []).append(group.outcome)

    def standing(self, cycle: CycleFacts) -> CycleStanding:
        """One cycle."""
        planned = [case for case in self.cases.values() if cycle.ref in case.cycles]
        counted = planned or [self.cases[pk] for pk in self.ran[cycle.pk] | self.void[cycle.pk]]
        items = [self.item(case, cycle) for case in counted]
        taken = {case.pk for case in counted}
        tests: Counter[Outcome] = Counter()
        for group in self.of_cycle[cycle.pk]:
            if group.case not in taken:
                tests[Outcome.DISCOUNTED if group.void and group.outcome not in BAD else group.outcome] += group.tests
        items.sort(key=lambda item: item.ref)
        return CycleStanding(cycle, bool(planned), tuple(items), tests)

    def item(self, case: CaseFacts, cycle: CycleFacts) -> Item:
        """One case in a cycle."""
        found = self.of_case.get(case.pk, [])
        if self.was_run(case.pk, cycle):
            outcome = worst_of(found)
        else:
            outcome = worst_of([*found, Outcome.DISCOUNTED]) if case.pk in self.void[cycle.pk] else None
        return Item(case.ref, case.title, case.significant, outcome)

    def was_run(self, case: int, cycle: CycleFacts) -> bool:
        """Whether the case has a result in the cycle, or in one that began after it did."""
        if case in self.ran[cycle.pk]:
            return True
        if cycle.start is None:
            return False
        return any(case in self.ran[other.pk] for other in self.cycles if other.start and other.start > cycle.start)
