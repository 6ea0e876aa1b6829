"""From a plan with people to a levelled one: nobody is needed twice at a time, every link and calendar is kept.

Where all tasks are worked around the clock the plan is a `Problem`, and a solver can prove how good the result is. With
calendars, tasks are placed one after the other, each in its own working time, in many orders.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from firstlight.engines.scheduling.early import earliest
from firstlight.engines.scheduling.facts import Constraint, ConstraintKind, LinkKind
from firstlight.engines.scheduling.levelling.demands import Demands, demands_of
from firstlight.engines.scheduling.levelling.placing import Placer
from firstlight.engines.scheduling.levelling.problem import Problem
from firstlight.engines.scheduling.levelling.roster import Roster, Team
from firstlight.engines.scheduling.levelling.solving import Levelled, Status, has_solver, level
from firstlight.engines.scheduling.levelling.timed import Timed, TimeIsOver
from firstlight.engines.scheduling.network import Network
from firstlight.engines.scheduling.plan import Plan
from firstlight.engines.scheduling.wall_clock import moment, seconds_of

#: Of the time, for people as numbers, where it is not sure that this is enough.
_COUNTED = 0.5
#: Orders that are tried before CP-SAT is asked, and its effort for the first question, in its own unit.
_FIRST, _EFFORT = 40, 0.2
_DATED = (ConstraintKind.AS_SOON_AS_POSSIBLE, ConstraintKind.START_NO_EARLIER_THAN)


@dataclass(frozen=True, slots=True)
class LevelledPlan:
    """When each task starts. `makespan` is from the start of the plan to the end of the last task, `bound` what no
    schedule can be shorter than. `who` does each task, by the ids of resources. `short` are tasks that need more people
    than there are, or than are ever there together; they take those who are. `over` says that the time was over before
    anything was proven.
    """

    starts: dict[str, datetime]
    finishes: dict[str, datetime]
    makespan: timedelta
    bound: timedelta
    status: Status
    solver: str
    short: tuple[str, ...]
    who: dict[str, tuple[str, ...]]
    over: bool = False


def level_plan(
    plan: Plan, *, seed: int = 1, seconds: float = 10.0, elapsed: Callable[[], float], solver: bool = True
) -> LevelledPlan:
    """Level a plan in about so many seconds; `elapsed` says how many have passed. The same seed tries the same orders.

    One schedule is made in any case; everything after it, the model for a solver included, ends with the time.
    Raises NoWorkingTime where a calendar has none for a task.
    """
    network = Network.of(plan)
    demands, team = demands_of(network), Team(network)
    free = earliest(network, seconds_of(plan.start)).end
    found: _Found | None = None
    if _plain(network):
        share = seconds if demands.apart else _COUNTED * seconds
        found = _counted(network, demands, team, _with(seed, share, elapsed, solver))
    if found is None or not (demands.apart or found.seated):
        known = free if found is None or team.short else found.bound
        placer = Placer(network, team, seed)
        if solver and has_solver():
            known = _asking(placer, known, seed, seconds, elapsed)
        else:
            placer.search(lambda: elapsed() < seconds, known)
        found = _placed(placer, free if placer.best.alone else known)
    return _told(network, team, found, elapsed() >= seconds)


def _asking(placer: Placer, bound: int, seed: int, seconds: float, elapsed: Callable[[], float]) -> int:
    """Some orders first, then CP-SAT for anything shorter, with effort that doubles; the bound that is proven.

    Where it is of no use, more orders.
    """

    def going() -> bool:
        return elapsed() < seconds

    placer.search(going, bound, _FIRST)
    if not placer.best.alone:
        bound = _solved(placer, bound, seed, going, lambda: seconds - elapsed())
    placer.search(going, bound)
    return bound


def _solved(placer: Placer, bound: int, seed: int, going: Callable[[], bool], left: Callable[[], float]) -> int:
    """Ask until nothing is shorter, the model is too large or the time is over, also while one is put together."""
    timed: Timed | None = None
    effort = _EFFORT
    while placer.best.early.end > bound and going():
        try:
            timed = timed or Timed.of(placer.network, placer.team, placer.best.early.end, going)
            question = timed.question(placer.best.early.end) if timed else None
        except TimeIsOver:
            break
        if question is None or (question.possible and not question.small):
            break
        answer, proven = question.ask(dict(enumerate(placer.best.early.start)), effort, left(), seed)
        placer.solver = "CP-SAT"
        bound = max(bound, placer.best.early.end if proven is None else proven)
        if answer is None or not placer.take(answer, going):
            effort *= 2
    return bound


def _with(seed: int, seconds: float, elapsed: Callable[[], float], solver: bool) -> Callable[[Problem], Levelled]:
    return lambda problem: level(problem, seed=seed, seconds=seconds, elapsed=elapsed, solver=solver)


@dataclass(frozen=True, slots=True)
class _Found:
    """A levelled plan by number of the task, in seconds. `seated` says whether each place has somebody."""

    starts: dict[int, int]
    finishes: dict[int, int]
    who: dict[int, list[int]]
    bound: int
    solver: str
    alone: frozenset[str] = frozenset()
    seated: bool = True


def _placed(placer: Placer, bound: int) -> _Found:
    """The shortest of those that were placed one after the other."""
    leaves = [at for at in range(placer.network.count) if placer.network.leaf[at]]
    best = placer.best
    starts, finishes = ({at: dates[at] for at in leaves} for dates in (best.early.start, best.early.finish))
    return _Found(starts, finishes, best.who, bound, placer.solver, frozenset(best.alone))


def _told(network: Network, team: Team, found: _Found, over: bool) -> LevelledPlan:
    plan, begin = network.plan, seconds_of(network.plan.start)
    end, bound = max(found.finishes.values(), default=begin), max(found.bound, begin)
    tasks = network.tasks
    return LevelledPlan(
        starts={tasks[at].id: moment(start) for at, start in found.starts.items()},
        finishes={tasks[at].id: moment(finish) for at, finish in found.finishes.items()},
        makespan=timedelta(seconds=end - begin),
        bound=timedelta(seconds=bound - begin),
        status=Status.OPTIMAL if end <= bound else Status.FEASIBLE,
        solver=found.solver,
        short=tuple(task.id for task in tasks if task.id in found.alone or task.id in team.short),
        who={tasks[at].id: tuple(plan.resources[one].id for one in sorted(who)) for at, who in found.who.items()},
        over=over and end > bound,
    )


def _counted(network: Network, demands: Demands, team: Team, solve: Callable[[Problem], Levelled]) -> _Found:
    """The plan with people as numbers, each skill and team for itself; then seated. Its bound holds for people, too."""
    problem, step = _problem(network, demands)
    found = solve(problem)
    origin = seconds_of(network.plan.start)
    leaves = [at for at in range(network.count) if network.leaf[at]]
    starts = {at: origin + step * start for at, start in zip(leaves, found.starts, strict=True)}
    finishes = {at: start + network.duration[at] for at, start in starts.items()}
    roster, who, seated = Roster(team), {}, True
    for at in sorted(starts, key=lambda at: starts[at]):
        if team.places[at]:
            people = roster.find(at, starts[at], finishes[at]).people
            seated = seated and people is not None
            if people is None:
                people = roster.whoever(at, starts[at], finishes[at])
            roster.book(at, people, starts[at], finishes[at])
            who[at] = list(people)
    return _Found(starts, finishes, who, origin + step * found.bound, found.solver, seated=seated)


def _plain(network: Network) -> bool:
    """Whether time is the same for all, and nothing but links, people and first dates decides."""
    if network.plan.status_at is not None or any(time.blackouts for time in network.times):
        return False
    return all(
        network.times[at].steady
        and task.constraint.kind in _DATED
        and task.fixed_start is None
        and not task.delay
        and not task.progress.actual_start
        and (network.leaf[at] or (not network.into[at] and task.constraint == Constraint()))
        and not (not network.leaf[at] and any(tie[1] in (LinkKind.SS, LinkKind.SF) for tie in network.out_of[at]))
        for at, task in enumerate(network.tasks)
    )


def _problem(network: Network, demands: Demands) -> tuple[Problem, int]:
    """The plan in steps of the greatest length that divides everything."""
    leaves = [at for at in range(network.count) if network.leaf[at]]
    row_of, origin = {number: at for at, number in enumerate(leaves)}, seconds_of(network.plan.start)
    inside = {at: [at] for at in leaves}
    for node in network.steps:
        at = node - network.count
        if at >= 0 and (holder := network.parent[at]) >= 0:
            inside.setdefault(holder, []).extend(inside.get(at, ()))
    release, waits = [], []
    for then in leaves:
        task, length, own = network.tasks[then], network.duration[then], []
        for first, kind, _, lag in network.into[then]:
            for one in inside[first]:
                before = network.duration[one] if kind in (LinkKind.FS, LinkKind.FF) else 0
                after = 0 if kind in (LinkKind.FS, LinkKind.SS) else length
                own.append((row_of[one], before + lag - after))
        waits.append(own)
        release.append(max(seconds_of(task.constraint.at) - origin, 0) if task.constraint.at else 0)
    lengths = [network.duration[at] for at in leaves]
    step = math.gcd(*lengths, *release, *(gap for own in waits for _, gap in own)) or 60
    problem = Problem(
        durations=tuple(length // step for length in lengths),
        demands=tuple(demands.taken[at] for at in leaves),
        capacity=demands.capacity,
        waits=tuple(tuple((one, gap // step) for one, gap in own) for own in waits),
        release=tuple(at // step for at in release),
    )
    return problem, step
