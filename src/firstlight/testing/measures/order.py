"""Whether tests run in an order in which they show something."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from firstlight.contracts.reading import Figure, Reading, RecordLink, unknown
from firstlight.contracts.standing import Status
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.registry import measure
from firstlight.testing.order import order_facts
from firstlight.testing.rules.order import (
    Facts,
    Learner,
    OutOfOrder,
    Rule,
    first_day,
    out_of_order,
    to_train,
    untrained,
)
from firstlight.testing.rules.performance import CycleFacts
from firstlight.testing.rules.wording import day, listed, no_cycle
from firstlight.workspace.order_of_tests import PERFORMANCE, order_held_by
from firstlight.workspace.queries import zone_of


def _found(project: ProjectLike, facts: Facts, now: datetime, *rules: Rule) -> list[OutOfOrder]:
    today = now.astimezone(zone_of(project)).date()
    return [one for one in out_of_order(facts, order_held_by(project), today) if one.rule in rules]


def _of_cycles(
    cycles: Sequence[CycleFacts], found: Sequence[OutOfOrder], good: str, now: datetime, *, silent: Sequence[str] = ()
) -> Reading:
    """A reading over cycles: unmet where one is out of order, unknown where one does not say what is needed."""
    named = {ref for one in found for ref in one.cycles}
    right = sum(one.ref not in named and one.ref not in silent for one in cycles)
    told = [one.sentence for one in found]
    if silent:
        told.append(f"The list of cycles in tests/cases.xlsx does not say enough of {listed(list(silent))}.")
    status = Status.UNMET if found else Status.UNKNOWN if silent else Status.MET
    links = tuple(RecordLink("cycle", one.ref, one.ref) for one in cycles)
    return Reading(status, tuple(told) or (good,), Figure(Decimal(right), "cycles", Decimal(len(cycles))), links, now)


@measure("testing.order.performance", title="Performance is tested beside UAT, never inside it", unit="cycles")
def performance(project: ProjectLike, now: datetime) -> Reading:
    """Performance cycles that are no part of UAT, keep out of its environment, and run when the project holds to.

    That is beside UAT or before it, as the settings of the project say.
    """
    facts = order_facts(project)
    cycles, acceptance = facts.of("performance"), facts.of("uat")
    if not cycles and not facts.measured:
        return unknown(no_cycle("performance"))
    if not acceptance:
        return unknown(no_cycle("uat"))
    found = _found(project, facts, now, Rule.INSIDE_UAT, Rule.NOT_AS_PLANNED)
    silent = [one.ref for one in (*cycles, *acceptance) if None in (one.start, one.end) or not one.environment]
    held = PERFORMANCE[order_held_by(project).performance]
    good = f"{listed([one.ref for one in cycles])}: in an environment of its own, as asked for by {held.source}."
    return _of_cycles([*cycles, *acceptance], found, good, now, silent=silent)


@measure(
    "testing.order.production", title="Production serves no tests but mock cutover and final validation", unit="cycles"
)
def production(project: ProjectLike, now: datetime) -> Reading:
    """Cycles that keep out of production, or are of a kind that may run there."""
    facts = order_facts(project)
    if not facts.cycles:
        return unknown("No test cycle is known: add one to tests/cases.xlsx.")
    found = _found(project, facts, now, Rule.IN_PRODUCTION)
    silent = [one.ref for one in facts.cycles if not one.environment_kind]
    return _of_cycles(facts.cycles, found, "No cycle runs in production that may not.", now, silent=silent)


@measure("testing.order.training", title="Trained before acceptance tests begin", unit="testers")
def training(project: ProjectLike, now: datetime) -> Reading:
    """Testers who were trained before the first day of UAT: super-users, or all, as the settings of the project say."""
    facts, held = order_facts(project), order_held_by(project)
    acceptance = facts.of("uat")
    if not acceptance:
        return unknown(no_cycle("uat"))
    people, first = to_train(facts, held), first_day(acceptance)
    if not people:
        return unknown("The list of testers names nobody who has to be trained before UAT: mark the super-users there.")
    if first is None:
        return unknown("No acceptance cycle says when it begins: put its first day into tests/cases.xlsx.")
    today = now.astimezone(zone_of(project)).date()
    good = [one for one in people if one.trained_on is not None and one.trained_on < first]
    told = tuple(untrained(facts, held, today)) or _not_said(people)
    status = Status.MET
    if len(good) < len(people):
        late = any(one.trained_on and one.trained_on >= first for one in people)
        status = Status.UNKNOWN if not late else Status.PARTLY if len(good) * 2 >= len(people) else Status.UNMET
    whole = f"All {len(people)} were trained before UAT begins on {day(first)}."
    links = tuple(RecordLink("tester", one.ref, one.name) for one in people if one not in good)[:50]
    return Reading(status, told or (whole,), Figure(Decimal(len(good)), "testers", Decimal(len(people))), links, now)


def _not_said(people: Sequence[Learner]) -> tuple[str, ...]:
    """UAT is yet to begin: of whom nobody has said a day."""
    silent = [one.name for one in people if one.trained_on is None]
    return (f"Nobody has said yet when they are trained: {listed(silent)}.",) if silent else ()
