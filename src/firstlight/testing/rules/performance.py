"""Criteria of performance against load results: which results count, and how each criterion stands. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any

from firstlight.contracts.standing import Status
from firstlight.engines.loadstats import UNITS, Criterion, Judgement, Kind, Run, judge
from firstlight.testing.naming import loose
from firstlight.testing.rules.guards import VersionFacts, touching
from firstlight.testing.rules.kinds import IN_PRODUCTION, words_of
from firstlight.testing.rules.wording import day


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """The cycle of a load result, or an acceptance test beside it. Blank and None: nobody said."""

    ref: str
    kind: str
    environment: str = ""
    environment_kind: str = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A load result. `against` says why it does not count; `at` is when its last sample ended."""

    digest: str
    file: str
    cycle: CycleFacts
    at: datetime
    run: Run
    against: tuple[str, ...] = ()
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion with what it is about. `refs` are those of its process, all above it, and its integration."""

    criterion: Criterion
    covers: frozenset[str] = frozenset()
    process: str = ""
    integration: str = ""
    refs: frozenset[str] = frozenset()
    significant: bool = True
    owner: str = ""

    @property
    def text(self) -> str:
        """PC-1 Orders open quickly."""
        return f"{self.criterion.ref} {self.criterion.title}"


class Stands(StrEnum):
    """How a criterion stands.

    What is not shown was measured, but not at the peak; what is borrowed only by what does not count; what is untried
    by nothing.
    """

    MET = "met"
    MISSED = "missed"
    NOT_SHOWN = "not-shown"
    STALE = "stale"
    BORROWED = "borrowed"
    UNTRIED = "untried"


@dataclass(frozen=True, slots=True)
class Standing:
    """A criterion by the result that decides. `reasons` are sentences, the heaviest first."""

    asked: Asked
    stands: Stands
    reasons: tuple[str, ...]
    judgement: Judgement | None = None
    evidence: Evidence | None = None

    @property
    def met(self) -> bool:
        """Whether a result that counts shows it, at the expected peak."""
        return self.stands is Stands.MET

    @property
    def status(self) -> Status:
        """Met; unmet where a significant one was missed, unknown where nothing shows it; partly for all others."""
        if self.met:
            return Status.MET
        if not self.asked.significant:
            return Status.PARTLY
        return Status.UNMET if self.stands is Stands.MISSED else Status.UNKNOWN


def criterion_from(values: Mapping[str, Any]) -> Criterion:
    """The criterion that a row of the list describes. Raises ValueError, with a sentence, for what makes no sense."""
    kind = Kind(values["kind"])
    units = list(UNITS[kind])
    unit = values["unit"] or (units[0] if len(units) == 1 else "")
    if not unit:
        raise ValueError(f"its unit is missing; expected {' or '.join(units)}")
    peak = values["expected_peak"]
    if peak is not None and not values["peak_unit"]:
        raise ValueError("the unit of its expected peak is missing; expected users, /s, /min or /h")
    return Criterion(
        values["ref"],
        values["title"],
        kind,
        float(values["target"]),
        unit,
        values["label"],
        float(values["percentile"]),
        None if peak is None else float(peak),
        values["peak_unit"] or "users",
    )


def against(cycle: CycleFacts, run: Run, acceptance: Sequence[CycleFacts], zone: tzinfo) -> tuple[str, ...]:
    """Why a load result of this cycle does not count; nothing where it does. `acceptance` are the acceptance tests."""
    told: list[str] = []
    if cycle.environment_kind == "production" and cycle.kind not in IN_PRODUCTION:
        named = f" ({cycle.environment})" if cycle.environment else ""
        told.append(f"It was measured in production{named}; performance is shown in a test environment before go-live.")
    if cycle.kind == "uat":
        told.append(f"It was measured in {cycle.ref}; an acceptance test has few people and no peak.")
    elif cycle.kind != "performance":
        told.append(f"{cycle.ref} is a {words_of(cycle.kind)}; performance is shown in a performance test.")
    first, last = _days(cycle, run, zone)
    for other in acceptance if cycle.kind != "uat" else ():
        if first is None or last is None or other.start is None or other.end is None:
            continue
        if _same_place(cycle, other) and other.start <= last and first <= other.end:
            told.append(
                f"It was measured while {other.ref} ran in the same environment ({other.environment}), from "
                f"{day(other.start)} to {day(other.end)}; each disturbs the other."
            )
    return tuple(told)


def _days(cycle: CycleFacts, run: Run, zone: tzinfo) -> tuple[date | None, date | None]:
    """The first and last day of the samples; of the cycle where the file has no times."""
    if run.start and run.end:
        return run.start.astimezone(zone).date(), run.end.astimezone(zone).date()
    return cycle.start, cycle.end


def _same_place(one: CycleFacts, other: CycleFacts) -> bool:
    return bool(one.environment) and loose(one.environment) == loose(other.environment)


def stand(
    criteria: Sequence[Asked],
    evidence: Sequence[Evidence],
    versions: Sequence[VersionFacts],
    now: datetime,
    zone: tzinfo,
) -> tuple[Standing, ...]:
    """How each criterion stands. `evidence` are all results, newest first.

    The newest result that meets or misses a criterion decides; where none does, the newest that measured it says why
    not. How many users there were and how long it went on are what was tried: a later, smaller run takes nothing back
    of a larger one, but is told. What was met before a later version was deployed is stale.
    """
    counting = [one for one in evidence if not one.against]
    return tuple(_stand(asked, counting, evidence, versions, now, zone) for asked in criteria)


def _stand(
    asked: Asked,
    counting: Sequence[Evidence],
    everything: Sequence[Evidence],
    versions: Sequence[VersionFacts],
    now: datetime,
    zone: tzinfo,
) -> Standing:
    judged = [(judge(one.run, asked.criterion), one) for one in counting]
    telling = [(found, one) for found, one in judged if found.met is not None]
    decided = next(iter(telling), None)
    if _is_size(asked.criterion):
        decided = next(((_less(found, telling[0]), one) for found, one in telling if found.met), decided)
    if decided is None:
        measured = next(((found, one) for found, one in judged if found.measured is not None), None)
        if measured:
            return Standing(asked, Stands.NOT_SHOWN, measured[0].reasons, *measured)
        return _untried(asked, judged, everything)
    found, one = decided
    if not found.met:
        return Standing(asked, Stands.MISSED, found.reasons, found, one)
    later = next((version for version in touching(versions, asked.refs, now) if version.at > one.at), None)
    if later:
        why = f"It was met before {later.ref} was deployed on {day(later.at.astimezone(zone).date())}."
        return Standing(asked, Stands.STALE, (why, *found.reasons), found, one)
    return Standing(asked, Stands.MET, found.reasons, found, one)


def _is_size(criterion: Criterion) -> bool:
    return criterion.kind is Kind.USERS or criterion.is_length


def _less(found: Judgement, newest: tuple[Judgement, Evidence]) -> Judgement:
    """What was met, and that a later run tried less."""
    later, one = newest
    if later.met:
        return found
    return replace(found, reasons=(*found.reasons, f"Less since: {one.file}. {later.reasons[0]}"))


def _untried(asked: Asked, judged: Sequence[tuple[Judgement, Evidence]], everything: Sequence[Evidence]) -> Standing:
    """No result that counts measures it: why."""
    for one in everything:
        if one.against and judge(one.run, asked.criterion).measured is not None:
            why = f"It is measured only by what does not count. {one.file}: {one.against[0]}"
            return Standing(asked, Stands.BORROWED, (why,), evidence=one)
    if judged:
        found, one = judged[0]
        return Standing(asked, Stands.UNTRIED, (f"No load result measures it. {one.file}: {found.reasons[0]}",))
    return Standing(asked, Stands.UNTRIED, ("No load result that counts has come in yet.",))
