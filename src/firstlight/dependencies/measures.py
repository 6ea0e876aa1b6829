"""What this layer tells readiness."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from firstlight.contracts.reading import Figure, Reading, RecordLink, unknown
from firstlight.contracts.standing import HEAVIEST_FIRST, Status, worst
from firstlight.dependencies import rules
from firstlight.dependencies.models import Dependency
from firstlight.dependencies.queries import in_scope
from firstlight.dependencies.rules import DependencyFacts, Opinion
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.measures.counting import share
from firstlight.readiness.registry import measure
from firstlight.workspace.queries import zone_of

_UNIT = "dependencies"
_NONE = "No external dependency is known: put what the go-live needs from others into dependencies.xlsx."

#: Sentences and records of one reading.
_TOLD = 5
_LINKED = 50


@measure("dependencies.aligned", title="External dependencies promised in time", unit=_UNIT)
def aligned(project: ProjectLike, now: datetime) -> Reading:
    """External dependencies whose promised date is on or before the date they are needed by."""
    rows = in_scope(project)
    if not rows:
        return unknown(_NONE)
    good = "What all {all} external dependencies promise comes in time."
    return _reading(rows, [rules.aligned(one) for one in rows], good, _spoken(project, rows, now), None)


@measure("dependencies.confirmed", title="External dependencies confirmed as often as agreed", unit=_UNIT)
def confirmed(project: ProjectLike, now: datetime) -> Reading:
    """External dependencies whose provider confirmed within the agreed cadence."""
    rows = in_scope(project)
    if not rows:
        return unknown(_NONE)
    zone = zone_of(project)
    today = now.astimezone(zone).date()
    lapses = min((lapse for one in rows if (lapse := rules.lapses(one, today))), default=None)
    expires = datetime.combine(lapses, time(), zone) if lapses else None
    good = "The providers of all {all} external dependencies have confirmed as often as agreed."
    opinions = [rules.confirmed(one, today) for one in rows]
    return _reading(rows, opinions, good, _spoken(project, rows, now), expires)


@measure("dependencies.requirements", title="Requirements on external dependencies met", unit=_UNIT)
def requirements(project: ProjectLike, now: datetime) -> Reading:
    """External dependencies whose agreed requirements are met."""
    rows = in_scope(project)
    if not rows:
        return unknown(_NONE)
    return share(
        _UNIT,
        len(rows),
        [(one.ref, one.title) for one in rows if one.requirements_state != Dependency.Requirements.MET],
        kind="dependency",
        good="The requirements on all {all} external dependencies are met.",
        bad="The agreed requirements are not met yet for {count} of {all} external dependencies.",
        speaks_of=now,
    )


def _reading(
    rows: Sequence[DependencyFacts],
    opinions: Sequence[Opinion],
    good: str,
    speaks_of: datetime | None,
    expires: datetime | None,
) -> Reading:
    """The worst of what is thought of each, told one by one, heaviest first."""
    judged = sorted(
        zip(opinions, rows, strict=True), key=lambda pair: (HEAVIEST_FIRST.index(pair[0].status), pair[1].ref)
    )
    behind = [(opinion, one) for opinion, one in judged if opinion.status is not Status.MET]
    told = [opinion.sentence for opinion, _ in behind[:_TOLD]]
    if len(behind) > _TOLD:
        more = len(behind) - _TOLD
        are = "is not as it" if more == 1 else "are not as they"
        told.append(f"{more} more of {len(rows)} external dependencies {are} should be.")
    return Reading(
        worst([opinion.status for opinion in opinions]),
        tuple(told) or (good.format(all=len(rows)),),
        Figure(Decimal(len(rows) - len(behind)), _UNIT, Decimal(len(rows))),
        tuple(RecordLink("dependency", one.ref, one.text) for _, one in behind[:_LINKED]),
        speaks_of,
        expires,
    )


def _spoken(project: ProjectLike, rows: Sequence[DependencyFacts], now: datetime) -> datetime | None:
    """When the newest word of a provider was given: the start of that day. None where there is none."""
    days: list[date] = [one.confirmed_on for one in rows if one.confirmed_on]
    return min(datetime.combine(max(days), time(), zone_of(project)), now) if days else None
