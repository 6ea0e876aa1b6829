"""What many runs of a plan say, as plain values that are kept and read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from firstlight.engines.scheduling.chance import Basis, Chance, Driver, RollbackChance

#: Shares of the runs by which ends are kept, in per cent.
ENDS = (1, 10, 25, 50, 75, 90, 99)
#: So many steps that decide the end are kept.
_DRIVERS = 20


@dataclass(frozen=True, slots=True)
class DriverTold:
    """A step that decides the end, in so many of all runs (0 to 1). `low`, `high` and `sooner` are minutes.

    Nine of ten times it takes longer than `low`, and nine of ten times less than `high`. `sooner` and `gained` are what
    an hour less would buy, None where that was not tried.
    """

    task: str
    decides: float
    basis: str
    low: int
    high: int
    sooner: int | None
    gained: float | None


@dataclass(frozen=True, slots=True)
class BackTold:
    """Until when one can turn back, when something irreversible may begin, how long going back takes (minutes)."""

    last: datetime | None
    no_return: datetime | None
    takes: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Told:
    """The chance of the window (None without one) with its standard error, when the runs end, what decides that.

    `ends` has an instant for each of the shares ENDS, `bases` how many durations rest on what.
    """

    runs: int
    probability: float | None
    error: float | None
    ends: tuple[datetime, ...]
    bases: Mapping[str, int]
    drivers: tuple[DriverTold, ...]
    back: BackTold | None

    @property
    def likely(self) -> datetime:
        """Half of the runs have ended by then."""
        return self.ends[ENDS.index(50)]

    @property
    def late(self) -> datetime:
        """Nine of ten runs have ended by then."""
        return self.ends[ENDS.index(90)]


def told_of(chance: Chance) -> Told:
    """What is kept of a chance."""
    return Told(
        chance.runs,
        chance.probability,
        chance.error,
        tuple(chance.quantiles[share] for share in ENDS),
        {basis.value: len(chance.resting_on(basis)) for basis in Basis},
        tuple(_driver(one, chance) for one in chance.drivers[:_DRIVERS]),
        _back(chance.rollback) if chance.rollback else None,
    )


def _driver(one: Driver, chance: Chance) -> DriverTold:
    outlook = chance.outlooks[one.task]
    sooner = None if one.sooner is None else _minutes(one.sooner)
    low, high = _minutes(outlook.p10), _minutes(outlook.p90)
    return DriverTold(one.task, one.decides, outlook.basis.value, low, high, sooner, one.gained)


def _back(found: RollbackChance) -> BackTold:
    return BackTold(found.last_decision, found.no_return, _minutes(found.longest), found.confidence)


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)


def document_of(told: Told) -> dict[str, Any]:
    """The same as values of JSON."""
    found = asdict(told)
    found["ends"] = [at.isoformat() for at in told.ends]
    if told.back:
        for name in ("last", "no_return"):
            at = found["back"][name]
            found["back"][name] = at.isoformat() if at else None
    return found


def told_from(document: Mapping[str, Any]) -> Told:
    """What was kept as values of JSON."""
    back = document["back"]
    if back is not None:
        last, no_return = (datetime.fromisoformat(at) if at else None for at in (back["last"], back["no_return"]))
        back = BackTold(last, no_return, back["takes"], back["confidence"])
    return Told(
        document["runs"],
        document["probability"],
        document["error"],
        tuple(map(datetime.fromisoformat, document["ends"])),
        document["bases"],
        tuple(DriverTold(**one) for one in document["drivers"]),
        back,
    )
