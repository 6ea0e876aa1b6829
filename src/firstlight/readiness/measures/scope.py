"""What the scope says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from firstlight.contracts.reading import Figure, Reading, RecordLink, unknown
from firstlight.contracts.standing import Status
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.measures.counting import NAMED, share
from firstlight.readiness.registry import measure
from firstlight.scope.comparing import Item, items
from firstlight.scope.models import Integration, Process, Requirement, Rollout, SolutionPart
from firstlight.workspace.queries import zone_of


def _split(rows: QuerySet[Any], complete: Q) -> tuple[int, list[tuple[str, str]]]:
    """How many rows there are, and those that are not complete, by ref."""
    return rows.count(), list(rows.exclude(complete).order_by("ref").values_list("ref", "title"))


@measure("scope.processes", title="Processes with an owner", unit="processes")
def processes(project: ProjectLike, now: datetime) -> Reading:
    """Business processes (level 3) in scope that have an owner, of all in scope."""
    rows = Process.objects.filter(project_id=project.pk, in_scope=True, level=Process.Level.PROCESS)
    total, lacking = _split(rows, ~Q(owner=""))
    if not total:
        return unknown("No process is listed: put the processes that go live into scope.xlsx.")
    return share(
        "processes",
        total,
        lacking,
        kind="process",
        good="All {all} processes in scope have an owner in the business.",
        bad="No owner in the business is named for {count} of {all} processes in scope.",
        speaks_of=now,
    )


@measure("scope.parts", title="Solution parts described", unit="parts")
def parts(project: ProjectLike, now: datetime) -> Reading:
    """Applications, customisations and ISV solutions with an owner, and a vendor unless they are customisations."""
    rows = SolutionPart.objects.filter(project_id=project.pk, in_scope=True)
    total, lacking = _split(rows, ~Q(owner="") & (Q(kind=SolutionPart.Kind.CUSTOMISATION) | ~Q(vendor="")))
    if not total:
        return unknown("No application is listed: put the parts of the solution into parts.xlsx.")
    return share(
        "parts",
        total,
        lacking,
        kind="solution-part",
        good="All {all} applications, customisations and ISV solutions have an owner and a vendor.",
        bad="An owner or a vendor is missing for {count} of {all} parts of the solution.",
        speaks_of=now,
    )


@measure("scope.integrations", title="Integrations described", unit="integrations")
def integrations(project: ProjectLike, now: datetime) -> Reading:
    """Integrations with type, pattern, volume, peak volume and criticality."""
    rows = Integration.objects.filter(project_id=project.pk, in_scope=True)
    complete = ~Q(kind="") & ~Q(pattern="") & ~Q(criticality="") & Q(volume_a_day__isnull=False)
    total, lacking = _split(rows, complete & Q(peak_an_hour__isnull=False))
    if not total:
        return unknown(
            "No integration is listed: put them into integrations.xlsx, or say in project.yaml that there is none."
        )
    return share(
        "integrations",
        total,
        lacking,
        kind="integration",
        good="All {all} integrations have type, pattern, volume, peak volume and criticality.",
        bad="Type, pattern, volume, peak volume or criticality is missing for {count} of {all} integrations.",
        speaks_of=now,
    )


@measure("scope.rollouts", title="Rollouts with date and users", unit="rollouts")
def rollouts(project: ProjectLike, now: datetime) -> Reading:
    """Rollouts that have a date and a number of users."""
    rows = Rollout.objects.filter(project_id=project.pk, in_scope=True)
    total, lacking = _split(rows, Q(go_live__isnull=False, users__isnull=False))
    if not total:
        return unknown("No rollout is listed: put this go-live and later ones into rollouts.xlsx.")
    return share(
        "rollouts",
        total,
        lacking,
        kind="rollout",
        good="All {all} rollouts have a date and a number of users.",
        bad="The date or the number of users is missing for {count} of {all} rollouts.",
        speaks_of=now,
    )


@measure("scope.users", title="Rollouts with known users", unit="rollouts")
def users(project: ProjectLike, now: datetime) -> Reading:
    """Rollouts whose number of users is known."""
    rows = Rollout.objects.filter(project_id=project.pk, in_scope=True)
    total, lacking = _split(rows, Q(users__isnull=False))
    if not total:
        return unknown("No rollout is listed: put this go-live and later ones into rollouts.xlsx.")
    return share(
        "rollouts",
        total,
        lacking,
        kind="rollout",
        good="The number of users is known for all {all} rollouts.",
        bad="The number of users is not known for {count} of {all} rollouts.",
        speaks_of=now,
    )


@measure("scope.requirements", title="Requirements tied to a process", unit="requirements")
def requirements(project: ProjectLike, now: datetime) -> Reading:
    """Requirements in scope that are tied to a process in scope."""
    rows = Requirement.objects.filter(project_id=project.pk, in_scope=True)
    total, lacking = _split(rows, Q(process__in_scope=True))
    if not total:
        return unknown("No requirement is listed: put them on the sheet Requirements of scope.xlsx.")
    return share(
        "requirements",
        total,
        lacking,
        kind="requirement",
        good="All {all} requirements in scope belong to a process in scope.",
        bad="No process in scope is named for {count} of {all} requirements in scope.",
        speaks_of=now,
    )


@measure("scope.comparison", title="Scope compared with what is delivered", unit="items", strict=True)
def comparison(project: ProjectLike, now: datetime) -> Reading:
    """Items that were compared; a gap counts when it has priority, risk, owner and a date that has not passed."""
    found = items(project, now.astimezone(zone_of(project)).date())
    not_yet = _not_compared(found, now)
    if not_yet:
        return not_yet
    behind = [*(one for one in found if one.lacks), *(one for one in found if one.is_late and not one.lacks)]
    figure = Figure(Decimal(len(found) - len(behind)), "items", Decimal(len(found)))
    if not behind:
        gaps = sum(1 for one in found if one.found.is_gap)
        told = f"; {_gaps(gaps)} priority, risk, owner and a date to come" if gaps else " and nothing is missing"
        sentence = f"All {len(found):,} items of the scope were compared{told}."
        return Reading(Status.MET, (sentence,), figure, speaks_of=now)
    more = (f"{len(behind) - NAMED} more gaps are without an answer.",) if len(behind) > NAMED else ()
    return Reading(Status.UNMET, (*map(_trouble, behind[:NAMED]), *more), figure, _links(behind), now)


@measure("scope.delivered", title="Scope that is delivered", unit="items", strict=True)
def delivered(project: ProjectLike, now: datetime) -> Reading:
    """Items of the scope that are delivered, of all; unknown while some were never compared."""
    found = items(project, now.astimezone(zone_of(project)).date())
    not_yet = _not_compared(found, now)
    if not_yet:
        return not_yet
    gaps = [one for one in found if one.found.is_gap]
    reading = share(
        "items",
        len(found),
        [(one.ref, one.title) for one in gaps],
        kind="requirement",
        good="All {all} items of the scope are delivered.",
        bad="{count} of {all} items of the scope are not delivered in full.",
        speaks_of=now,
    )
    return replace(reading, records=_links(gaps))


def _not_compared(found: Sequence[Item], now: datetime) -> Reading | None:
    """What is said while the comparison is not complete: unknown is not a pass."""
    if not found:
        return unknown("Nothing is in scope: put processes and requirements into scope.xlsx.")
    without = [one for one in found if not one.state]
    if not without:
        return None
    figure = Figure(Decimal(len(found) - len(without)), "items", Decimal(len(found)))
    was = "1 item was" if len(without) == 1 else f"{len(without):,} items were"
    sentence = f"{was} never compared with what is delivered, of {len(found):,}: set the column Delivered."
    return Reading(Status.UNKNOWN, (sentence,), figure, _links(without), now)


def _gaps(number: int) -> str:
    return "its one gap has" if number == 1 else f"its {number} gaps have"


def _trouble(one: Item) -> str:
    if not one.lacks:
        return f"{one.ref} {one.title} was expected on {one.found.expected} and is {one.state}."
    return f"{one.ref} {one.title} is {one.state} and lacks {', '.join(one.lacks)}."


def _links(found: Sequence[Item]) -> tuple[RecordLink, ...]:
    kinds = {"part": "solution-part"}
    return tuple(RecordLink(kinds.get(one.kind, one.kind), one.ref, f"{one.ref} {one.title}") for one in found[:50])
