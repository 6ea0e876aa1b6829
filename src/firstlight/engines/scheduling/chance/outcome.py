"""From runs to answers: when it ends, how likely in the window, what decides that, until when there is a way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from firstlight.engines.scheduling.chance.durations import Basis, Outlook, Spread, draw, outlooks
from firstlight.engines.scheduling.chance.rollback import RollbackChance, Undoing, last_decision
from firstlight.engines.scheduling.chance.runs import Model
from firstlight.engines.scheduling.chance.tracing import decisive
from firstlight.engines.scheduling.early import earliest
from firstlight.engines.scheduling.network import Network
from firstlight.engines.scheduling.plan import VERSION, Plan
from firstlight.engines.scheduling.wall_clock import moment, seconds_of

__all__ = ["Chance", "Driver", "Finish", "RollbackChance", "simulate"]

_CHUNK = 2_000
_HOUR = 3600.0
#: Drivers of which it is tried what an hour less would buy.
_TRIED = 5
_LEAST_SHARE = 0.005


@dataclass(frozen=True, slots=True)
class Finish:
    """When it ends: in one run of ten by `p10`, in half of them by `p50`, in nine of ten by `p90`."""

    p10: datetime
    p50: datetime
    p90: datetime


@dataclass(frozen=True, slots=True)
class Driver:
    """A task that decides the end. `share` of the variance of the end, `decides` in so many of all runs (0 to 1).

    Of the first few, what an hour less would buy: `sooner` is the mean of how much earlier it ends, `gained` by how
    much the probability of the window rises; None where that was not tried.
    """

    task: str
    share: float
    decides: float
    sooner: timedelta | None = None
    gained: float | None = None


@dataclass(frozen=True, slots=True)
class Chance:
    """What many runs say. `probability` is that of ending in the window, None without one; `error` is its standard
    error. `quantiles` are 101 instants, from 0 to 100 %. `outlooks` say what each duration rests on.
    """

    runs: int
    seed: int
    finish: Finish
    probability: float | None
    error: float | None
    drivers: tuple[Driver, ...]
    quantiles: tuple[datetime, ...]
    rollback: RollbackChance | None
    outlooks: Mapping[str, Outlook]
    version: int = VERSION

    def resting_on(self, basis: Basis) -> tuple[str, ...]:
        """The tasks whose duration rests on that."""
        return tuple(one.id for one in self.outlooks.values() if one.basis is basis)


@dataclass(slots=True)
class _Tally:
    """What is added up over the runs."""

    ends: list[NDArray[np.float64]] = field(default_factory=list)
    decides: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    sums: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    products: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    tries: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))


def simulate(
    plan: Plan,
    *,
    runs: int = 10_000,
    seed: int = 1,
    rehearsals: Mapping[str, Sequence[timedelta]] | None = None,
    spread: Spread | None = None,
    correlation: float = 0.3,
    confidence: float = 0.9,
) -> Chance:
    """Run the plan many times with drawn durations. The same seed gives the same answer on every machine.

    `correlation` is that of two tasks of one team, from 0 to 1. `confidence` is how sure a way back has to be.
    Raises ValueError for numbers beyond that, NoWorkingTime where a calendar has none for a task.
    """
    if not 1 <= runs <= 1_000_000 or not 0 <= correlation < 1 or not 0 < confidence < 1:
        raise ValueError(f"{runs} runs, a correlation of {correlation} or a confidence of {confidence} is not accepted")
    network = Network.of(plan)
    known = outlooks(plan, rehearsals, spread)
    uncertain = [
        number
        for number, task in enumerate(network.tasks)
        if task.id in known and known[task.id].basis is not Basis.CERTAIN
    ]
    tables = np.array([known[network.tasks[number].id].table for number in uncertain], np.float32)
    origin = seconds_of(plan.start)
    model = Model(network, origin, _reach(network, uncertain, tables, origin), uncertain)
    tally, undoing = _Tally(), Undoing.of(model)
    for number, start in enumerate(range(0, runs, _CHUNK)):
        count = min(_CHUNK, runs - start)
        durations = _drawn(network, uncertain, tables, np.random.default_rng([seed, number]), count, correlation)
        _count(model, durations, tally, undoing)
    ends = np.concatenate(tally.ends)
    return _answer(model, known, tally, undoing, ends, runs, seed, confidence)


def _answer(
    model: Model,
    known: Mapping[str, Outlook],
    tally: _Tally,
    undoing: Undoing,
    ends: NDArray[np.float64],
    runs: int,
    seed: int,
    confidence: float,
) -> Chance:
    quantiles = np.percentile(ends, np.arange(101))
    instants = tuple(moment(model.origin + round(float(at))) for at in quantiles)
    window = model.network.plan.window
    probability = error = limit = None
    if window is not None:
        limit = float(seconds_of(window.end) - model.origin)
        probability = float((ends <= limit + 0.5).mean())
        error = float(np.sqrt(probability * (1 - probability) / runs))
    return Chance(
        runs=runs,
        seed=seed,
        finish=Finish(instants[10], instants[50], instants[90]),
        probability=probability,
        error=error,
        drivers=_drivers(model, tally, ends, limit),
        quantiles=instants,
        rollback=last_decision(model, undoing, limit, confidence, seed),
        outlooks=known,
    )


def _reach(network: Network, uncertain: list[int], tables: NDArray[np.float32], origin: int) -> int:
    """How far the slowest of all runs goes."""
    longest = list(network.duration)
    for number, table in zip(uncertain, tables, strict=True):
        longest[number] = int(table[-1]) + 1
    return max(earliest(replace(network, duration=longest), origin).end - origin, 0) + 30 * 86_400


def _drawn(
    network: Network,
    uncertain: list[int],
    tables: NDArray[np.float32],
    random: np.random.Generator,
    count: int,
    correlation: float,
) -> NDArray[np.float32]:
    """Durations of one chunk. Half of what tasks of a team have in common is nothing but luck; see the document."""
    normal = random.standard_normal((len(uncertain), count), np.float32)
    if not uncertain:
        return normal
    teams = _teams(network, uncertain)
    rows = [row for row, team in enumerate(teams) if team]
    if rows and correlation:
        named = sorted({teams[row] for row in rows})
        place = {team: at for at, team in enumerate(named)}
        fortune = random.standard_normal((len(named), count), np.float32)
        own, shared = np.float32(np.sqrt(1 - correlation)), np.float32(np.sqrt(correlation))
        normal[rows] = own * normal[rows] + shared * fortune[[place[teams[row]] for row in rows]]
    return draw(tables, normal)


def _teams(network: Network, uncertain: list[int]) -> list[str]:
    """The team of each task: its own, or that of who is needed for it."""
    people = {resource.id: resource.team for resource in network.plan.resources}
    found = []
    for number in uncertain:
        task = network.tasks[number]
        needed = (need.team or people.get(need.resource, "") for need in task.needs)
        found.append(task.team or next((team for team in needed if team), ""))
    return found


def _count(model: Model, durations: NDArray[np.float32], tally: _Tally, undoing: Undoing) -> None:
    runs = model.run(durations, traced=True)
    undoing.note(model, runs)
    size = len(model.uncertain)
    if not tally.ends:
        tally.decides, tally.sums, tally.products = np.zeros(size), np.zeros(size), np.zeros(size)
        tally.tries = durations
    tally.ends.append(runs.end)
    for number, mask in decisive(model, runs).items():
        row = model.row.get(number)
        if row is None:
            continue
        lasted = np.where(mask, durations[row], np.float32(0)).astype(np.float64)
        tally.decides[row] += float(mask.sum())
        tally.sums[row] += float(lasted.sum())
        tally.products[row] += float(lasted @ runs.end)


def _drivers(model: Model, tally: _Tally, ends: NDArray[np.float64], limit: float | None) -> tuple[Driver, ...]:
    """Who decides the end, the largest share first. Shares of all tasks add up to one."""
    if not model.uncertain or float(ends.var()) <= 0:
        return ()
    together = np.maximum(tally.products / ends.size - tally.sums / ends.size * ends.mean(), 0.0)
    shares = together / max(float(together.sum()), 1e-9)
    order = [int(row) for row in np.argsort(-shares, kind="stable") if shares[row] >= _LEAST_SHARE]
    found = []
    for place, row in enumerate(order):
        sooner, gained = _an_hour_less(model, tally, row, limit) if place < _TRIED else (None, None)
        decides = float(tally.decides[row]) / ends.size
        task = model.network.tasks[model.uncertain[row]].id
        found.append(Driver(task, float(shares[row]), decides, sooner, gained))
    return tuple(found)


def _an_hour_less(model: Model, tally: _Tally, row: int, limit: float | None) -> tuple[timedelta, float | None]:
    """The first runs once more, with one task an hour shorter (as far as it has one) and everything else the same."""
    before, durations = tally.ends[0], tally.tries.copy()
    durations[row] = np.maximum(durations[row] - np.float32(_HOUR), 0)
    after = model.run(durations).end
    sooner = timedelta(seconds=round(float((before - after).mean())))
    if limit is None:
        return sooner, None
    return sooner, float((after <= limit + 0.5).mean() - (before <= limit + 0.5).mean())
