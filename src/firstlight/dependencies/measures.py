"""What this layer tells readiness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from firstlight.contracts.reading import Figure, Reading, RecordLink, unknown
from firstlight.contracts.standing import HEAVIEST_FIRST, Status, worst
from firstlight.dependencies import queries
from firstlight.dependencies.hits import hits_of, without_dependency
from firstlight.dependencies.models import Dependency
from firstlight.dependencies.rules import meetings as meeting_rules
from firstlight.dependencies.rules import standing as rules
from firstlight.dependencies.rules.register import written_down
from firstlight.dependencies.rules.requirements import requirements_met
from firstlight.dependencies.rules.scope import fits_scope, held_up
from firstlight.dependencies.rules.standing import GOOD, DependencyFacts, Opinion
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.registry import measure
from firstlight.workspace.queries import zone_of

_UNIT = "dependencies"
_NONE = "No external dependency is known: put what the go-live needs from others into dependencies.xlsx."

#: Sentences and records of one reading.
_TOLD = 5
_LINKED = 50


@dataclass(frozen=True, slots=True)
class _Seen:
    """The dependencies in scope, as of an instant."""

    project: ProjectLike
    now: datetime
    zone: ZoneInfo
    go_live: date | None
    rows: Sequence[Dependency]

    @property
    def today(self) -> date:
        """The day it is in the project."""
        return self.now.astimezone(self.zone).date()

    @property
    def facts(self) -> list[DependencyFacts]:
        """Each as plain facts."""
        return [queries.facts_of(row, self.go_live) for row in self.rows]

    def start_of(self, when: date | None) -> datetime | None:
        """The instant at which a day begins in the project."""
        return datetime.combine(when, time(), self.zone) if when else None

    def spoken(self) -> datetime | None:
        """When the newest word of a provider was given: the start of that day. None where there is none."""
        days = [row.confirmed_on for row in self.rows if row.confirmed_on]
        start = self.start_of(max(days, default=None))
        return min(start, self.now) if start else None


def _seen(project: ProjectLike, now: datetime) -> _Seen:
    rows = list(queries.rows_of(project).filter(in_scope=True))
    return _Seen(project, now, zone_of(project), queries.go_live_day(project), rows)


@measure("dependencies.register", title="External dependencies written down", unit=_UNIT)
def register(project: ProjectLike, now: datetime) -> Reading:
    """External dependencies with provider, contact, commitment, owner and a line of the plan; ISV solutions without."""
    seen = _seen(project, now)
    missing = without_dependency(project)
    if not seen.rows and not missing:
        return unknown(_NONE)
    opinions = [written_down(one, _filled(row)) for one, row in zip(seen.facts, seen.rows, strict=True)]
    reading = _reading(seen.facts, opinions, "All {all} external dependencies are written down in full.", now)
    if not missing:
        return reading
    forgotten = [f"No dependency names the ISV solution {ref} {title}." for ref, title in missing]
    links = tuple(RecordLink("solution-part", ref, f"{ref} {title}") for ref, title in missing)
    told = () if reading.status is Status.MET else reading.reasons
    figure = reading.figure or Figure(Decimal(), _UNIT, Decimal())
    more = len(missing) + int(figure.of or 0)
    return Reading(
        Status.UNMET,
        _shortened([*forgotten, *told], len(missing) + len(reading.records), more),
        Figure(figure.value, _UNIT, Decimal(more)),
        (*links, *reading.records)[:_LINKED],
        now,
    )


def _filled(row: Dependency) -> Mapping[str, bool]:
    return {
        "provider": bool(row.provider),
        "contact": bool(row.contact or row.contact_mail),
        "commitment": bool(row.commitment),
        "owner": bool(row.owner),
        "plan_line": bool(row.plan_line),
    }


@measure("dependencies.aligned", title="External dependencies promised in time", unit=_UNIT, live=True)
def aligned(project: ProjectLike, now: datetime) -> Reading:
    """External dependencies that are there, or whose promised date is on or before the date they are needed by."""
    seen = _seen(project, now)
    if not seen.rows:
        return unknown(_NONE)
    hits = hits_of(project, seen.rows, seen.go_live)
    opinions = []
    for one, row in zip(seen.facts, seen.rows, strict=True):
        opinion = rules.aligned(one, seen.today)
        behind = held_up(hits[row.pk]) if opinion.status is Status.UNMET else ""
        opinions.append(replace(opinion, sentence=f"{opinion.sentence} {behind}") if behind else opinion)
    due = min(filter(None, (rules.comes_due(one, seen.today) for one in seen.facts)), default=None)
    good = "What all {all} external dependencies promise comes in time."
    return _reading(seen.facts, opinions, good, seen.spoken(), seen.start_of(due))


@measure("dependencies.confirmed", title="External dependencies confirmed as often as agreed", unit=_UNIT)
def confirmed(project: ProjectLike, now: datetime) -> Reading:
    """External dependencies that are there, or whose provider confirmed within the agreed cadence."""
    seen = _seen(project, now)
    if not seen.rows:
        return unknown(_NONE)
    lapses = min(filter(None, (rules.lapses(one, seen.today) for one in seen.facts)), default=None)
    good = "The providers of all {all} external dependencies have confirmed as often as agreed."
    opinions = [rules.confirmed(one, seen.today) for one in seen.facts]
    return _reading(seen.facts, opinions, good, seen.spoken(), seen.start_of(lapses))


@measure("dependencies.requirements", title="Requirements on external dependencies met", unit=_UNIT)
def requirements(project: ProjectLike, now: datetime) -> Reading:
    """External dependencies whose agreed requirements are met and whose service is seen to work."""
    seen = _seen(project, now)
    if not seen.rows:
        return unknown(_NONE)
    listed = queries.requirements_by_dependency(project)
    opinions, lapses = [], []
    for one, row in zip(seen.facts, seen.rows, strict=True):
        service, until = queries.service_of(row, one, now, seen.zone)
        opinions.append(_heavier(requirements_met(one, listed.get(row.pk, []), seen.today), service))
        lapses += [until] if until else []
    good = "The requirements on all {all} external dependencies are met."
    return _reading(seen.facts, opinions, good, now, min(lapses, default=None))


@measure("dependencies.meetings", title="Meetings with providers held as agreed", unit=_UNIT)
def meetings(project: ProjectLike, now: datetime) -> Reading:
    """External dependencies that are there, or whose provider is met within the agreed cadence, with minutes."""
    seen = _seen(project, now)
    if not seen.rows:
        return unknown(_NONE)
    held = queries.meetings_by_dependency(project)
    opinions = [meeting_rules.met_regularly(one, held.get(one.ref, []), seen.today) for one in seen.facts]
    waiting = [one for one in seen.facts if not one.is_there(seen.today)]
    due = min(
        filter(None, (meeting_rules.next_due(held.get(one.ref, []), seen.today) for one in waiting)), default=None
    )
    lapses = seen.start_of(date.fromordinal(due.toordinal() + 1)) if due and due >= seen.today else None
    good = "The providers of all {all} external dependencies are met as often as agreed."
    return _reading(seen.facts, opinions, good, now, lapses)


@measure("dependencies.scope", title="External dependencies that fit the scope", unit=_UNIT)
def scope(project: ProjectLike, now: datetime) -> Reading:
    """External dependencies that were held against the scope and agree, with nothing changed in either since."""
    seen = _seen(project, now)
    if not seen.rows:
        return unknown(_NONE)
    hits = hits_of(project, seen.rows, seen.go_live)
    opinions = [
        fits_scope(one, hits[row.pk], queries.match_of(row, hits[row.pk]))
        for one, row in zip(seen.facts, seen.rows, strict=True)
    ]
    return _reading(seen.facts, opinions, "What all {all} providers deliver agrees with the scope.", now)


def _heavier(one: Opinion, other: Opinion) -> Opinion:
    """The heavier of two opinions on one thing, with both sentences."""
    said = " ".join(filter(None, (one.sentence, other.sentence)))
    return Opinion(worst([one.status, other.status]), said) if said else GOOD


def _reading(
    rows: Iterable[DependencyFacts],
    opinions: Iterable[Opinion],
    good: str,
    speaks_of: datetime | None,
    expires: datetime | None = None,
) -> Reading:
    """The worst of what is thought of each, told one by one, heaviest first. It expires only while it is good."""
    judged = sorted(
        zip(opinions, rows, strict=True), key=lambda pair: (HEAVIEST_FIRST.index(pair[0].status), pair[1].ref)
    )
    behind = [(opinion, one) for opinion, one in judged if opinion.status is not Status.MET]
    told = _shortened([opinion.sentence for opinion, _ in behind], len(behind), len(judged))
    return Reading(
        worst([opinion.status for opinion, _ in judged]) if judged else Status.MET,
        told or (good.format(all=len(judged)),),
        Figure(Decimal(len(judged) - len(behind)), _UNIT, Decimal(len(judged))),
        tuple(RecordLink("dependency", one.ref, one.text) for _, one in behind[:_LINKED]),
        speaks_of,
        expires,
    )


def _shortened(sentences: Sequence[str], behind: int, all_of_them: int) -> tuple[str, ...]:
    told = list(sentences[:_TOLD])
    if behind > _TOLD:
        more = behind - _TOLD
        are = "is not as it" if more == 1 else "are not as they"
        told.append(f"{more} more of {all_of_them} external dependencies {are} should be.")
    return tuple(told)
