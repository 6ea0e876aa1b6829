"""What stands out of order among the tests: which kind before which, where, and who was trained by then.

On plain values, without database and clock. These are findings for people to judge; none of them hinders a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from firstlight.testing.naming import loose
from firstlight.testing.rules.kinds import IN_PRODUCTION
from firstlight.testing.rules.performance import CycleFacts
from firstlight.testing.rules.wording import day, listed
from firstlight.workspace.order_of_tests import ALL_TESTERS, BEFORE_UAT, PERFORMANCE, TRAINED, HeldOrder

_MISCONCEPTION = "Go-live checklist, “Risks of not reaching the expected outcome of performance testing”"
_SIT_FIRST = "Go-live checklist, “SIT mitigation plan”"


class Rule(StrEnum):
    """What is out of order."""

    SIT_LATE = "sit-late"
    INSIDE_UAT = "inside-uat"
    NOT_AS_PLANNED = "performance-order"
    IN_PRODUCTION = "in-production"
    UNTRAINED = "untrained"


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """One thing that is out of order: the cycles it is of, and which document and heading want it otherwise."""

    rule: Rule
    sentence: str
    source: str
    cycles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who tries cases. `trained_on` is None where nobody said."""

    ref: str
    name: str
    super_user: bool
    trained_on: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the order is seen in. `measured` has the names of load results that came in as part of a UAT cycle."""

    cycles: tuple[CycleFacts, ...]
    testers: tuple[Learner, ...] = ()
    measured: tuple[tuple[str, str], ...] = ()

    def of(self, kind: str) -> list[CycleFacts]:
        """The cycles of a kind, by ref."""
        return sorted((one for one in self.cycles if one.kind == kind), key=lambda one: one.ref)


def out_of_order(facts: Facts, held: HeldOrder, today: date) -> tuple[OutOfOrder, ...]:
    """Everything that is out of order, rule by rule."""
    acceptance, integration = facts.of("uat"), facts.of("sit")
    found: list[OutOfOrder] = []
    for one in acceptance:
        if told := sit_late(one, integration, today):
            found.append(OutOfOrder(Rule.SIT_LATE, told, _SIT_FIRST, (one.ref, _last(integration).ref)))
    found += _inside(facts, acceptance)
    for one in facts.of("performance"):
        if told := _not_as_planned(one, acceptance, held):
            source = PERFORMANCE[held.performance].source
            found.append(OutOfOrder(Rule.NOT_AS_PLANNED, told, source, (one.ref,)))
    for one in facts.cycles:
        if told := in_production(one):
            found.append(OutOfOrder(Rule.IN_PRODUCTION, told, _MISCONCEPTION, (one.ref,)))
    source = TRAINED[held.trained].source
    first = first_day(acceptance)
    cycles = tuple(one.ref for one in acceptance if first is not None and one.start == first)
    found += [OutOfOrder(Rule.UNTRAINED, told, source, cycles) for told in untrained(facts, held, today)]
    return tuple(found)


def _last(integration: Sequence[CycleFacts]) -> CycleFacts:
    return max(integration, key=lambda one: one.end or date.min)


def sit_late(acceptance: CycleFacts, integration: Sequence[CycleFacts], today: date) -> str:
    """That an acceptance test begins while integration is still tested, as a sentence; "" where it does not."""
    last = _last(integration) if integration else None
    if last is None or last.end is None or acceptance.start is None or acceptance.start > last.end:
        return ""
    started = f"{acceptance.ref} {'starts' if acceptance.start > today else 'started'} on {day(acceptance.start)}"
    return f"{started}, while {last.ref} {'runs' if last.end >= today else 'ran'} until {day(last.end)}."


def _inside(facts: Facts, acceptance: Sequence[CycleFacts]) -> Iterator[OutOfOrder]:
    """Performance that is measured as a part of UAT, or in its environment while people try cases there."""
    by_cycle: dict[str, list[str]] = {}
    for cycle, file in facts.measured:
        by_cycle.setdefault(cycle, []).append(file)
    for ref, files in sorted(by_cycle.items()):
        told = f"{listed(files)} came in as part of {ref}; an acceptance test has few people and no peak."
        yield OutOfOrder(Rule.INSIDE_UAT, told, _MISCONCEPTION, (ref,))
    for one in facts.of("performance"):
        for other in acceptance:
            if told := inside(one, other):
                yield OutOfOrder(Rule.INSIDE_UAT, told, _MISCONCEPTION, (one.ref, other.ref))


def inside(performance: CycleFacts, acceptance: CycleFacts) -> str:
    """That a performance test runs in the environment of an acceptance test while that runs; "" where it does not."""
    if not performance.environment or loose(performance.environment) != loose(acceptance.environment):
        return ""
    dates = (performance.start, performance.end, acceptance.start, acceptance.end)
    if None in dates or not _overlap(performance, acceptance):
        return ""
    return (
        f"{performance.ref} runs in {performance.environment} while {acceptance.ref} is tried there; beside it means "
        "at the same time, in an environment of its own."
    )


def _overlap(one: CycleFacts, other: CycleFacts) -> bool:
    return bool(
        one.start and one.end and other.start and other.end and one.start <= other.end and other.start <= one.end
    )


def _not_as_planned(one: CycleFacts, acceptance: Sequence[CycleFacts], held: HeldOrder) -> str:
    """That performance is tested at another time than the project holds to."""
    first = first_day(acceptance)
    if first is None or one.start is None:
        return ""
    earliest = next(other for other in acceptance if other.start == first)
    if held.performance == BEFORE_UAT:
        if one.end is None or one.end < first:
            return ""
        return (
            f"{one.ref} runs until {day(one.end)}, and {earliest.ref} starts on {day(first)}: this project has "
            "performance shown before UAT begins."
        )
    ends = [other.end for other in acceptance if other.end is not None]
    if len(ends) < len(acceptance) or one.start <= max(ends):
        return ""
    return (
        f"{one.ref} starts on {day(one.start)}, when UAT has been over since {day(max(ends))}: what it finds comes "
        "too late to be tried again."
    )


def in_production(cycle: CycleFacts) -> str:
    """That a cycle runs in production which may not, as a sentence; "" where it may or does not."""
    if cycle.environment_kind != "production" or cycle.kind in IN_PRODUCTION:
        return ""
    where = f" ({cycle.environment})" if cycle.environment else ""
    return (
        f"{cycle.ref} runs in production{where}, which serves for nothing but a mock cutover, the cutover, the final "
        "validation and live operation."
    )


def first_day(acceptance: Iterable[CycleFacts]) -> date | None:
    """The day on which UAT begins; None where no cycle says."""
    return min((one.start for one in acceptance if one.start), default=None)


def to_train(facts: Facts, held: HeldOrder) -> list[Learner]:
    """Those who have to be trained before UAT begins, by name."""
    everybody = held.trained == ALL_TESTERS
    return sorted((one for one in facts.testers if everybody or one.super_user), key=lambda one: (one.name, one.ref))


def untrained(facts: Facts, held: HeldOrder, today: date) -> list[str]:
    """Who was trained too late, and of whom nobody said it although UAT has begun. Nothing before it has a day."""
    first = first_day(facts.of("uat"))
    if first is None:
        return []
    people = to_train(facts, held)
    told = []
    if late := [f"{one.name} ({day(one.trained_on)})" for one in people if one.trained_on and one.trained_on >= first]:
        told.append(f"Trained only when UAT had begun, on {day(first)}: {listed(late)}.")
    if first <= today and (silent := [one.name for one in people if one.trained_on is None]):
        told.append(f"UAT began on {day(first)}, and nobody said when they were trained: {listed(silent)}.")
    return told
