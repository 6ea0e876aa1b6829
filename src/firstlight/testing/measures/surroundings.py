"""Whether tests ran where, with what and when they prove something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from firstlight.contracts.reading import Figure, Reading, RecordLink, unknown
from firstlight.contracts.standing import Status
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.registry import measure
from firstlight.testing.models import Cycle, ResultImport
from firstlight.testing.performance import cycle_facts
from firstlight.testing.rules.guards import NO_MIGRATED_DATA
from firstlight.testing.rules.order import inside, sit_late
from firstlight.testing.rules.wording import NAMED, listed, no_cycle, number_of
from firstlight.testing.tallies import newest_result
from firstlight.testing.trying import Tried, cases_without_data, runs_of_people, runs_without_data, tried
from firstlight.workspace.queries import zone_of

_Environment = Cycle.Environment


@dataclass(frozen=True, slots=True)
class Opinion:
    """What is thought of a cycle: good (None where nobody said what is needed), and why not, as a sentence.

    A `grave` one makes the whole unmet, however many others are good.
    """

    good: bool | None
    sentence: str = ""
    grave: bool = False


def _cycles(project: ProjectLike, kind: str) -> list[Cycle]:
    return list(Cycle.objects.filter(project_id=project.pk, kind=kind).order_by("ref"))


def _judge(kind: str, cycles: Sequence[Cycle], judge: Callable[[Cycle], Opinion], good: str, now: datetime) -> Reading:
    """A reading over cycles.

    Unmet where more than half of them are bad, or one is gravely; partly where fewer are; unknown where one is silent.
    """
    if not cycles:
        return unknown(no_cycle(kind))
    opinions = [judge(cycle) for cycle in cycles]
    bad = [opinion.sentence for opinion in opinions if opinion.good is False]
    silent = [opinion.sentence for opinion in opinions if opinion.good is None]
    if bad:
        grave = any(opinion.grave for opinion in opinions) or len(bad) * 2 > len(cycles)
        status = Status.UNMET if grave else Status.PARTLY
    else:
        status = Status.UNKNOWN if silent else Status.MET
    number = sum(1 for opinion in opinions if opinion.good)
    return Reading(
        status,
        (*bad, *silent) or (good.format(cycles=listed([cycle.ref for cycle in cycles])),),
        Figure(Decimal(number), "cycles", Decimal(len(cycles))),
        tuple(RecordLink("cycle", cycle.ref, f"{cycle.ref} {cycle.title}") for cycle in cycles),
        now,
    )


def _kind_not_said(cycle: Cycle) -> Opinion:
    sentence = f"The list of cycles in tests/cases.xlsx does not say what kind of environment is used for {cycle.ref}."
    return Opinion(None, sentence)


@measure("testing.uat.environment", title="Acceptance tests run in a production-like environment", unit="cycles")
def uat_environment(project: ProjectLike, now: datetime) -> Reading:
    """UAT cycles that run in a production-like environment that is not production."""

    def judge(cycle: Cycle) -> Opinion:
        if not cycle.environment_kind:
            return _kind_not_said(cycle)
        if cycle.environment_kind == _Environment.PRODUCTION:
            return Opinion(False, f"{cycle.ref} runs in production{_named(cycle)}; acceptance tests never do.", True)
        if cycle.environment_kind != _Environment.PRODUCTION_LIKE:
            kind = _Environment(cycle.environment_kind).label.lower()
            return Opinion(False, f"{cycle.ref} runs in a {kind} environment{_named(cycle)}, not one like production.")
        return Opinion(True)

    good = "The environment of {cycles} is like production and is not production."
    return _judge("uat", _cycles(project, "uat"), judge, good, now)


@measure("testing.uat.migrated-data", title="Acceptance tests run with migrated data", unit="cases or cycles")
def uat_migrated_data(project: ProjectLike, now: datetime) -> Reading:
    """UAT cases that people tried with migrated data, by their word or that of the cycle; without any, UAT cycles.

    Runs without it are counted and named, also where the case was tried again with it.
    """

    def judge(cycle: Cycle) -> Opinion:
        if cycle.migrated_data is None:
            sentence = f"The list of cycles in tests/cases.xlsx does not say whether {cycle.ref} uses migrated data."
            return Opinion(None, sentence)
        return Opinion(cycle.migrated_data, f"{cycle.ref} does not run with migrated data.")

    cycles = _cycles(project, "uat")
    found = tried(project, "uat", (NO_MIGRATED_DATA,))
    if not found.runs:
        return _judge("uat", cycles, judge, "Migrated data is used in {cycles}.", now)
    ran = set(runs_of_people(project, "uat").values_list("cycle__ref", flat=True).distinct())
    with_files = set(ResultImport.objects.filter(project_id=project.pk).values_list("cycle__ref", flat=True).distinct())
    others = [cycle for cycle in cycles if cycle.ref in with_files - ran]
    bad = [one.sentence for one in map(judge, others) if not one.good]
    return _of_runs(project, found, bad)


def _of_runs(project: ProjectLike, found: Tried, others: list[str]) -> Reading:
    """A reading over the runs of people; `others` is what there is to say against cycles without any."""
    lacking = found.cases - found.cases_with_data
    named = cases_without_data(project, "uat", NAMED) if lacking else []
    runs = runs_without_data(project, "uat", NAMED)
    told = []
    if lacking:
        only = "was only tried" if lacking == 1 else "were only tried"
        told.append(f"{listed(named, lacking)} {only} without migrated data, or nobody said with what.")
    told += others
    if runs:
        told.append(_without(found, runs))
    good = f"All {number_of(found.runs, 'run', 'runs')} of people had migrated data."
    if lacking * 2 > found.cases:
        status = Status.UNMET if found.without_data else Status.UNKNOWN
    else:
        status = Status.PARTLY if lacking or others else Status.MET
    links = (*(RecordLink("case", ref, ref) for ref in named), *(RecordLink("run", ref, ref) for ref in runs))
    figure = Figure(Decimal(found.cases_with_data), "cases", Decimal(found.cases))
    return Reading(status, tuple(told) or (good,), figure, links, newest_result(project, "uat"))


def _without(found: Tried, runs: Sequence[str]) -> str:
    """2 of 40 runs had no migrated data, and of 1 nobody said it; 3 do not count: RUN-7, RUN-9 and RUN-12."""
    count = f"; {found.flagged:,} {'does' if found.flagged == 1 else 'do'} not count" if found.flagged else ""
    named = listed(runs, found.without_data + found.unsaid_data)
    if not found.without_data:
        of_them = number_of(found.unsaid_data, "run", "runs")
        return f"Of {of_them} nobody said whether the data was migrated{count}: {named}."
    without = f"{found.without_data:,} of {number_of(found.runs, 'run', 'runs')} had no migrated data"
    if not found.unsaid_data:
        return f"{without}{count}: {named}."
    return f"{without}, and of {found.unsaid_data:,} nobody said it{count}: {named}."


@measure("testing.performance.environment", title="Performance tests run outside production", unit="cycles")
def performance_environment(project: ProjectLike, now: datetime) -> Reading:
    """Performance cycles that run outside production, and not where people try cases at that time."""
    acceptance = [cycle_facts(one) for one in _cycles(project, "uat")]

    def judge(cycle: Cycle) -> Opinion:
        told = (inside(cycle_facts(cycle), one) for one in acceptance)
        if shared := next((one for one in told if one), ""):
            return Opinion(False, shared)
        if not cycle.environment_kind:
            return _kind_not_said(cycle)
        if cycle.environment_kind == _Environment.PRODUCTION:
            return Opinion(False, f"{cycle.ref} runs in production{_named(cycle)}; performance tests never do.", True)
        return Opinion(True)

    good = "{cycles} keep out of production."
    return _judge("performance", _cycles(project, "performance"), judge, good, now)


@measure("testing.sit.before-uat", title="Integration tests ended before acceptance tests began", unit="cycles")
def sit_before_uat(project: ProjectLike, now: datetime) -> Reading:
    """UAT cycles that start only after the last system integration test has ended."""
    integration = _cycles(project, "sit")
    if not integration:
        return unknown(no_cycle("sit"))
    today = now.astimezone(zone_of(project)).date()
    endless = [cycle.ref for cycle in integration if cycle.end is None]
    facts = [cycle_facts(cycle) for cycle in integration]

    def judge(cycle: Cycle) -> Opinion:
        if cycle.start is None:
            sentence = f"The list of cycles in tests/cases.xlsx does not say when {cycle.ref} begins."
            return Opinion(None, sentence)
        if late := sit_late(cycle_facts(cycle), facts, today):
            return Opinion(False, late)
        if endless:
            return Opinion(None, f"{listed(endless)} has no last day, so {cycle.ref} may overlap with it.")
        return Opinion(True)

    good = "System integration testing ends before {cycles} begin."
    return _judge("uat", _cycles(project, "uat"), judge, good, now)


def _named(cycle: Cycle) -> str:
    return f" ({cycle.environment})" if cycle.environment else ""
