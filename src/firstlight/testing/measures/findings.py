"""What is open after tests, and whether the business accepts each process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from firstlight.contracts.reading import Figure, Reading, RecordLink, unknown
from firstlight.contracts.standing import Status
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.registry import measure
from firstlight.testing.acceptance import acceptance_of
from firstlight.testing.exits import exits_of
from firstlight.testing.finding_facts import findings_of
from firstlight.testing.rules.acceptance import behind
from firstlight.testing.rules.findings import NEEDED, FindingFacts, lacking, open_ones, overdue
from firstlight.testing.rules.wording import day, listed, no_cycle, number_of
from firstlight.testing.tallies import standing_of
from firstlight.workspace.queries import zone_of

#: Records that a reading links to, and sentences it tells of processes.
_LINKED = 50
_TOLD = 5


@measure("testing.uat.open-items", title="Open items of acceptance tests under control", unit="open items")
def uat_open_items(project: ProjectLike, now: datetime) -> Reading:
    """Nothing significant is open after acceptance tests, and each open item has an owner and a date.

    A case that has not passed is an open item too; a finding that names it says who and when. Unknown while nothing
    was run.
    """
    standing = standing_of(project, "uat")
    if not standing.cycles:
        return unknown(no_cycle("uat"))
    if not any(one.executed for one in standing.cycles):
        return unknown("No acceptance test has a result yet, so nothing is known of what is open.")
    today = now.astimezone(zone_of(project)).date()
    findings = open_ones(findings_of(project, kind="uat"))
    against: list[str] = []
    for one in exits_of(project, standing).values():
        if one.standing.executed:
            against += [f"{one.cycle.ref}: {sentence}" for sentence in one.against]
    late = [one for one in findings if overdue(one, today)]
    return _items(findings, against, late, now)


def _items(
    findings: Sequence[FindingFacts], against: Sequence[str], late: Sequence[FindingFacts], now: datetime
) -> Reading:
    told = list(against)
    if late:
        named = [f"{one.text} ({day(one.expected)})" for one in late if one.expected]
        told.append(f"Past the day for which it was expected: {listed(named)}.")
    status = Status.UNMET if against else Status.PARTLY if late else Status.MET
    if not told and findings:
        open_now = number_of(len(findings), "item is", "items are")
        told = [f"{open_now} open, each with an owner and a date, and nothing significant."]
    elif not told:
        told = ["Everything that was run has passed, and nothing that was found is open."]
    good = sum(not one.significant and not lacking(one) and one not in late for one in findings)
    figure = Figure(Decimal(good), "open items", Decimal(len(findings))) if findings else None
    return Reading(status, tuple(told), figure, _links(findings), now)


def _links(findings: Sequence[FindingFacts]) -> tuple[RecordLink, ...]:
    return tuple(RecordLink("test-finding", one.ref, one.text) for one in findings[:_LINKED])


@measure("testing.performance.critical-issues", title="Significant performance issues closed", unit="issues")
def performance_critical(project: ProjectLike, now: datetime) -> Reading:
    """No finding of a performance test that is critical or high is open."""

    def told(findings: Sequence[FindingFacts], today: date) -> Iterator[str]:
        if heavy := [one.text for one in findings if one.significant]:
            yield f"{listed(heavy)} {'is' if len(heavy) == 1 else 'are'} of high or critical severity and open."

    return _of_performance(project, now, told, "No performance issue of high or critical severity is open.")


@measure("testing.performance.issues", title="Performance issues with cause, owner and date", unit="issues")
def performance_issues(project: ProjectLike, now: datetime) -> Reading:
    """Each open finding of a performance test has a root cause, an owner and an expected date that is not over."""

    def told(findings: Sequence[FindingFacts], today: date) -> Iterator[str]:
        for one in findings:
            if missing := lacking(one, root_cause=True):
                yield f"{one.text} is open and lacks {' and '.join(NEEDED[key] for key in missing)}."
            elif one.expected and overdue(one, today):
                yield f"{one.text} was expected for {day(one.expected)}."

    return _of_performance(project, now, told, "Each open performance issue has a root cause, an owner and a date.")


def _of_performance(
    project: ProjectLike,
    now: datetime,
    told: Callable[[Sequence[FindingFacts], date], Iterator[str]],
    good: str,
) -> Reading:
    standing = standing_of(project, "performance")
    if not standing.cycles:
        return unknown(no_cycle("performance"))
    everything = findings_of(project, kind="performance")
    if not everything and not any(one.executed for one in standing.cycles):
        return unknown("No performance test has a result yet, so nothing is known of its issues.")
    findings, today = open_ones(everything), now.astimezone(zone_of(project)).date()
    reasons = tuple(told(findings, today))
    status = Status.UNMET if reasons else Status.MET
    said = reasons[:_TOLD] or (good if findings else "No performance issue is open.",)
    return Reading(status, said, Figure(Decimal(len(findings)), "open issues"), _links(findings), now)


@measure("testing.acceptance", title="Business processes accepted", unit="processes", strict=True)
def acceptance(project: ProjectLike, now: datetime) -> Reading:
    """End-to-end processes in scope that passed what is required, have nothing significant open and are signed for."""
    processes = acceptance_of(project, now)
    if not processes:
        return unknown("No process in scope is known: put the processes into scope.xlsx.")
    if not any(one.cases for one in processes):
        return unknown("No test case names a process: put the process of each case into tests/cases.xlsx.")
    lacking_ones = behind(processes)
    told = [sentence for one in lacking_ones[:_TOLD] for sentence in one.reasons()[:1]]
    if len(lacking_ones) > _TOLD:
        told.append(f"{len(lacking_ones) - _TOLD} more of {len(processes)} processes are not accepted.")
    links = tuple(RecordLink("process", one.ref, f"{one.ref} {one.title}") for one in lacking_ones[:_LINKED])
    figure = Figure(Decimal(len(processes) - len(lacking_ones)), "processes", Decimal(len(processes)))
    status = Status.MET if not lacking_ones else Status.UNMET
    said = tuple(told) or (f"All {len(processes)} end-to-end processes in scope are accepted and signed for.",)
    return Reading(status, said, figure, links, now)
