"""Whether the interfaces were tried as they will be used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from firstlight.contracts.reading import Figure, Reading, RecordLink, unknown
from firstlight.contracts.standing import Status
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.registry import measure
from firstlight.testing.interfaces import interfaces_of
from firstlight.testing.rules.interfaces import (
    NEAR_PEAK,
    OUTAGE,
    SILENT,
    InterfaceFacts,
    pattern_gap,
    peak_gap,
    systems_of,
)
from firstlight.testing.rules.wording import day, listed
from firstlight.workspace.queries import zone_of

_LINKED = 50
_NONE = "No integration in scope is known: put the interfaces into integrations.xlsx."
_WHERE = "put it into tests/interfaces.xlsx"

#: What is said of those with a gap; {names} are its interfaces.
_SAID = {
    "no-pattern": "No pattern is recorded in integrations.xlsx for {names}.",
    "not-reviewed": "The pattern is not reviewed: {names}.",
    "review-unsigned": "The review does not say by whom or when: {names}.",
    "review-ahead": "The review is still to come: {names}.",
    "in-doubt": "The pattern is in doubt: {names}.",
    "to-change": "The pattern has to change: {names}.",
    "pattern-changed": "The pattern is another one now than the one that was reviewed: {names}.",
    "no-peak": "No peak is stated in integrations.xlsx for {names} (0 where there is none).",
    "not-run": "No volume was run: {names}.",
    "undated": "The volume run does not say on which day: {names}.",
    "run-ahead": "The volume is still to be run: {names}.",
    "in-production": "Tried in production, where tests never run: {names}.",
    "below-peak": f"Run below {NEAR_PEAK} % of the peak: {{names}}.",
    "not-simulated": "No outage was simulated: {names}.",
    "outage-ahead": "The outage is still to be simulated: {names}.",
    "outage-unsaid": "The record of the outage does not say everything: {names}.",
}


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is counted: how it is called, its record, why it is not as it should be ("": it is)."""

    name: str
    ref: str
    gap: str
    critical: bool
    when: date | None


@measure("testing.sit.patterns", title="Patterns of interfaces reviewed", unit="interfaces", strict=True)
def patterns(project: ProjectLike, now: datetime) -> Reading:
    """Interfaces in scope whose pattern is recorded, was reviewed by somebody on a day, and fits."""
    today = _today(project, now)
    judged = [
        _Judged(one.text, one.ref, pattern_gap(one, today), one.critical, one.tried.reviewed_on)
        for one in interfaces_of(project)
    ]
    nothing = f"No pattern of an interface is known to be reviewed: {_WHERE}."
    return _reading(project, judged, "interfaces", nothing, "The pattern of all {all} interfaces is reviewed.", now)


@measure("testing.sit.peak", title="Interfaces run near their peak", unit="interfaces", strict=True)
def peak(project: ProjectLike, now: datetime) -> Reading:
    """Interfaces in scope that were run at nine tenths of their peak in the scope or more, outside production.

    Those that have no peak are left out.
    """
    today, found = _today(project, now), interfaces_of(project)
    judged = [
        _Judged(_with_share(one), one.ref, peak_gap(one, today), one.critical, one.tried.peak_on)
        for one in found
        if one.peak != 0
    ]
    if found and not judged:
        return Reading(Status.NOT_APPLICABLE, ("No interface in scope has a peak.",), None, (), now)
    nothing = f"No volume of an interface is known: {_WHERE}."
    return _reading(project, judged, "interfaces", nothing, "All {all} interfaces with a peak were run near it.", now)


@measure("testing.sit.outages", title="Outages of external systems simulated", unit="systems", strict=True)
def outages(project: ProjectLike, now: datetime) -> Reading:
    """External systems in scope whose outage was simulated and told of in full.

    That is: what happened, how users were told, what they saw, what the plan is; with one interface of the system.
    """
    today = _today(project, now)
    judged = [
        _Judged(
            _with_missing(one.name, one.shown_by, one.gap),
            one.shown_by.ref,
            one.gap,
            one.critical,
            one.shown_by.tried.outage_on,
        )
        for one in systems_of(interfaces_of(project), today)
    ]
    nothing = f"No outage of an external system is known to be simulated: {_WHERE}."
    good = "The outage of all {all} external systems was simulated, with what users saw and a plan."
    return _reading(project, judged, "systems", nothing, good, now)


def _reading(
    project: ProjectLike, judged: Sequence[_Judged], unit: str, nothing: str, good: str, now: datetime
) -> Reading:
    if not judged:
        return unknown(_NONE)
    dates = [one.when for one in judged if one.when and one.when <= _today(project, now)]
    if not dates:
        return unknown(nothing, *_told(one for one in judged if one.gap in SILENT))
    behind = [one for one in judged if one.gap]
    figure = Figure(Decimal(len(judged) - len(behind)), unit, Decimal(len(judged)))
    links = tuple(RecordLink("interface", one.ref, one.name) for one in behind[:_LINKED])
    said = tuple(_told(behind)) or (good.format(all=len(judged)),)
    return Reading(_status(judged, behind), said, figure, links, _noon(project, max(dates), now))


def _status(judged: Sequence[_Judged], behind: Sequence[_Judged]) -> Status:
    """Not met where one of high criticality is not done; partly where nine of ten are; what is silent is not known."""
    undone = [one for one in behind if one.gap not in SILENT]
    if not undone:
        return Status.UNKNOWN if behind else Status.MET
    near = len(behind) * 10 <= len(judged) and not any(one.critical for one in undone)
    return Status.PARTLY if near else Status.UNMET


def _told(behind: Iterable[_Judged]) -> list[str]:
    names: dict[str, list[str]] = {}
    for one in behind:
        names.setdefault(one.gap, []).append(one.name)
    return [sentence.format(names=listed(names[gap])) for gap, sentence in _SAID.items() if gap in names]


def _with_share(one: InterfaceFacts) -> str:
    return f"{one.text} ({one.share} %)" if one.share is not None and one.share < NEAR_PEAK else one.text


def _with_missing(name: str, one: InterfaceFacts, gap: str) -> str:
    if gap == "outage-unsaid":
        return f"{name} ({' and '.join(OUTAGE[key] for key in one.tried.missing)})"
    return f"{name} ({day(one.tried.outage_on)})" if gap == "outage-ahead" and one.tried.outage_on else name


def _today(project: ProjectLike, now: datetime) -> date:
    return now.astimezone(zone_of(project)).date()


def _noon(project: ProjectLike, when: date, now: datetime) -> datetime:
    return min(now, datetime.combine(when, time(12), zone_of(project)))
