"""A plan with calendars, black-outs and shifts as CP-SAT sees it: what is left out is told, and makes no bound wrong.

Left out is who of several does what has begun already, and the rest of who does work that pauses for as long as a rest;
whoever uses an answer looks at these again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from firstlight.engines.scheduling.early import Early, place
from firstlight.engines.scheduling.facts import ConstraintKind, LinkKind
from firstlight.engines.scheduling.levelling.bounds import Asked, asked
from firstlight.engines.scheduling.levelling.moments import Piece, gaps, parts, pieces, while_there
from firstlight.engines.scheduling.levelling.rests import keep_rest
from firstlight.engines.scheduling.levelling.roster import Roster, Team
from firstlight.engines.scheduling.network import Network
from firstlight.engines.scheduling.wall_clock import seconds_of
from firstlight.engines.scheduling.working_time import FAR

#: Of larger plans the model takes longer to make than placing tasks by hand takes to find something good.
_MOST_PIECES, _MOST_PLACES, _MOST_TASKS = 40_000, 20_000, 2_000
#: Things that are put into a question between two looks at the clock.
_TURN = 100
T = TypeVar("T")
_START = (ConstraintKind.START_NO_EARLIER_THAN, ConstraintKind.MUST_START_ON)
_FINISH = (ConstraintKind.FINISH_NO_EARLIER_THAN, ConstraintKind.MUST_FINISH_ON)
_HELD = (
    ConstraintKind.MUST_START_ON,
    ConstraintKind.START_NO_LATER_THAN,
    ConstraintKind.MUST_FINISH_ON,
    ConstraintKind.FINISH_NO_LATER_THAN,
)


class TimeIsOver(Exception):
    """While a question was put together."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Starts by number of the task, and who fills its places, by number."""

    starts: dict[int, int]
    who: dict[int, dict[int, int]]


@dataclass(slots=True)
class Timed:
    """The facts of a plan between its start and the end of a schedule that is known, ready to be asked.

    `fixed` are starts and ends of what has begun or is held. `floors` are first starts, by dates.
    """

    network: Network
    team: Team
    begin: int
    end: int
    fixed: dict[int, tuple[int, int]] = field(default_factory=dict)
    floors: dict[int, int] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    step: int = 1
    going: Callable[[], bool] = lambda: True
    looked: int = 0

    @classmethod
    def of(cls, network: Network, team: Team, end: int, going: Callable[[], bool] = lambda: True) -> Timed | None:
        """None where the plan has what no answer would keep, or more than a solver gets through.

        Raises TimeIsOver when `going` says no; questions do, too.
        """
        begin = seconds_of(network.plan.start)
        if network.plan.status_at is not None:
            begin = max(begin, seconds_of(network.plan.status_at))
        leaves = [at for at in range(network.count) if network.leaf[at]]
        if len(leaves) > _MOST_TASKS or sum(len(one.people) for at in leaves for one in team.places[at]) > _MOST_PLACES:
            return None
        made = cls(network, team, begin, end, going=going)
        if not all(made._dated(at) for at in leaves):
            return None
        made.asked = [one for one in made.timely(asked(network, begin, end)) if one.then not in made.fixed]
        made.step = made._grain(leaves)
        return made

    def timely(self, things: Iterable[T]) -> Iterator[T]:
        """The same one by one, with a look at the clock now and then."""
        for one in things:
            self.looked += 1
            if self.looked % _TURN == 0 and not self.going():
                raise TimeIsOver
            yield one

    def _dated(self, number: int) -> bool:
        """Take the dates of one task; False where they are of a kind that is not asked for."""
        network, task = self.network, self.network.tasks[number]
        if task.delay or (network.plan.constraints_win and task.constraint.kind in _HELD):
            return False
        if task.progress.actual_start is not None or task.fixed_start is not None:
            if any(kind in (LinkKind.FF, LinkKind.SF) for _first, kind, _time, _lag in self._ties(number)):
                return task.fixed_start is not None and task.progress.actual_start is None and self._hold(number)
            return self._hold(number)
        floor, at = self.begin, task.constraint.at
        if at is not None and task.constraint.kind in _START:
            floor = max(floor, seconds_of(at))
        elif at is not None and task.constraint.kind in _FINISH:
            length = network.duration[number]
            floor = max(floor, network.times[number].add(seconds_of(at), -length) if length else seconds_of(at))
        self.floors[number] = floor
        return True

    def _ties(self, number: int) -> list[Any]:
        found = []
        while number >= 0:
            found += self.network.into[number]
            number = self.network.parent[number]
        return found

    def _hold(self, number: int) -> bool:
        """What has begun, or is fixed, is where it is."""
        count = self.network.count
        early = Early([0] * count, [-FAR] * count, [0] * count, [0] * count, [-1] * count)
        place(self.network, early, number, self.begin, -FAR)
        self.fixed[number] = (early.start[number], early.finish[number])
        return True

    def _grain(self, leaves: list[int]) -> int:
        """The longest step of which all that matters is a multiple."""
        network, origin = self.network, self.begin
        marks = {*self.floors.values(), *(at for pair in self.fixed.values() for at in pair)}
        times = [*network.times, *(tie[2] for ties in network.into for tie in ties)]
        times += [network.calendars.of(one.calendar) for one in network.plan.resources if one.calendar is not None]
        for time in {id(one): one for one in times}.values():
            # The end of the schedule that is known cuts stretches off, and is none of their own.
            marks |= {at for stretch in time.worked(origin, self.end) for at in stretch if at < self.end}
            marks |= {at for stretch in time.blackouts for at in stretch}
        lengths = [network.duration[at] for at in leaves] + [tie[3] for ties in network.into for tie in ties]
        lengths += [int(one.rest.least.total_seconds()) for one in network.plan.resources if one.rest is not None]
        return math.gcd(*(at - origin for at in marks), *lengths) or 60

    def question(self, before: int) -> Question:
        """Whether there is a schedule that ends before then."""
        end = self.begin + (before - 1 - self.begin) // self.step * self.step
        found: dict[int, list[Piece]] = {}
        for number, floor in self.timely(self.floors.items()):
            own = pieces(self.network.times[number], self.network.duration[number], self.begin, end, self.step)
            found[number] = self.on_steps((max(first, floor), last, lasts) for first, last, lasts in own)
        return Question(self, end, found)

    def on_steps(self, found: Iterable[Piece]) -> list[Piece]:
        """The pieces from a whole step to a whole step."""
        begin, step = self.begin, self.step
        near = ((begin - (begin - first) // step * step, begin + (last - begin) // step * step, lasts)
                for first, last, lasts in found)  # fmt: skip
        return [piece for piece in near if piece[0] <= piece[1]]


class Question:
    """One question to CP-SAT. `possible` is False where a task has no place at all, `small` where it can be asked."""

    def __init__(self, timed: Timed, end: int, found: dict[int, list[Piece]]) -> None:
        from ortools.sat.python import cp_model

        self.timed, self.end, self.found, self.sat = timed, end, found, cp_model
        self.model: Any = cp_model.CpModel()
        self.possible = (
            end >= timed.begin and all(found.values()) and all(done <= end for _start, done in timed.fixed.values())
        )
        self.small = sum(map(len, found.values())) <= _MOST_PIECES
        if not (self.possible and self.small):
            return
        self.starts: dict[int, Any] = {}
        self.ends: dict[int, Any] = {}
        self.spans: dict[int, Any] = {}
        self.seats: dict[int, list[dict[int, Any]]] = {}
        for number in timed.timely((*timed.fixed, *found)):
            self._task(number)
        for one in timed.timely(timed.asked):
            self._wait(one)
        self._people()
        self.last = self.model.new_int_var(0, self.on_step(end), "")
        for done in self.ends.values():
            self.model.add(self.last >= done)
        self.model.minimize(self.last)

    def on_step(self, at: int, up: bool = False) -> int:
        """An instant in whole steps since the beginning, rounded down or up."""
        return -((self.timed.begin - at) // self.timed.step) if up else (at - self.timed.begin) // self.timed.step

    def _task(self, number: int) -> None:
        model, held = self.model, self.timed.fixed.get(number)
        if held is not None:
            self.starts[number], self.ends[number] = (model.new_constant(self.on_step(at)) for at in held)
            return
        step = self.timed.step
        near = [(self.on_step(first), self.on_step(last), lasts // step) for first, last, lasts in self.found[number]]
        start = self.starts[number] = model.new_int_var_from_domain(_domain(self.sat, near), "")
        lengths = sorted({lasts for _first, _last, lasts in near})
        if len(lengths) == 1:
            self.spans[number], self.ends[number] = lengths[0], start + lengths[0]
        else:
            length = model.new_int_var_from_domain(self.sat.Domain.from_values(lengths), "")
            chosen = []
            for lasts in lengths:
                one = model.new_bool_var("")
                chosen.append(one)
                within = _domain(self.sat, [piece for piece in near if piece[2] == lasts])
                model.add_linear_expression_in_domain(start, within).only_enforce_if(one)
                model.add(length == lasts).only_enforce_if(one)
            model.add_exactly_one(chosen)
            self.ends[number] = model.new_int_var(0, self.on_step(self.end), "")
            model.add(self.ends[number] == start + length)
            self.spans[number] = length

    def _wait(self, one: Asked) -> None:
        """A link: straight, or in parts of which the one holds in which its task stands."""
        for at in self._instants(one):
            if one.later is not None:
                self.model.add(self.starts[one.then] * self.timed.step >= at * self.timed.step + one.later)
                continue
            chosen = []
            for first, last, said, grows in parts(
                one.answer, one.corners, self.timed.begin, self.timed.begin + self.on_step(self.end) * self.timed.step,
                self.timed.step,
            ):  # fmt: skip
                literal = self.model.new_bool_var("")
                chosen.append(literal)
                low, high = self.on_step(first, up=True), self.on_step(last)
                self.model.add_linear_constraint(at, low, high).only_enforce_if(literal)
                asks = self.on_step(said, up=True) + (at - low if grows else 0)
                self.model.add(self.starts[one.then] >= asks).only_enforce_if(literal)
            self.model.add_exactly_one(chosen)

    def _instants(self, one: Asked) -> list[Any]:
        """The start or the end of a task; of a summary the ends of all in it, or the first of their starts."""
        network = self.timed.network
        if network.leaf[one.first]:
            return [self.ends[one.first] if one.at_end else self.starts[one.first]]
        inside = [at for at in range(network.count) if network.leaf[at] and self._within(at, one.first)]
        if one.at_end:
            return [self.ends[at] for at in inside]
        earliest = min([0, *(self.on_step(start) for start, _done in self.timed.fixed.values())])
        first = self.model.new_int_var(earliest, self.on_step(self.end), "")
        self.model.add_min_equality(first, [self.starts[at] for at in inside])
        return [first]

    def _within(self, number: int, summary: int) -> bool:
        while number >= 0 and number != summary:
            number = self.timed.network.parent[number]
        return number == summary

    def _people(self) -> None:
        """Each place has somebody who is there, and nobody gives more than there is of them."""
        team, model = self.timed.team, self.model
        roster = Roster(team)
        taken, most = self._begun(roster)
        duties: dict[int, list[tuple[int, Any]]] = {}
        pools: dict[tuple[int, ...], list[tuple[Any, int]]] = {}
        for number in self.timed.timely(self.found):
            seats = self.seats[number] = []
            whole = model.new_interval_var(self.starts[number], self.spans[number], self.ends[number], "")
            for seat in team.places[number]:
                chosen: dict[int, Any] = {}
                for person in seat.people:
                    literal = chosen[person] = model.new_bool_var("")
                    part = model.new_optional_interval_var(
                        self.starts[number], self.spans[number], self.ends[number], literal, ""
                    )
                    taken.setdefault(person, []).append((part, seat.amount))
                    duties.setdefault(person, []).append((number, literal))
                    self._there(number, person, literal)
                model.add_exactly_one(chosen.values())
                seats.append(chosen)
                if len(seat.people) > 1:
                    pools.setdefault(seat.people, []).append((whole, seat.amount))
        for person, given in taken.items():
            units = max(team.units[person], most.get(person, 0))
            model.add_cumulative([one for one, _ in given], [amount for _, amount in given], units)
        for people, given in pools.items():
            units = sum(team.units[person] for person in people)
            model.add_cumulative([one for one, _ in given], [amount for _, amount in given], units)
        for person, own in duties.items():
            keep_rest(self, person, own, roster.diaries[person].duty)

    def _begun(self, roster: Roster) -> tuple[dict[int, list[tuple[Any, int]]], dict[int, int]]:
        """Who is named for what has begun or is fixed is busy with it; and the most that each gives to it at a time."""
        team, found, most = self.timed.team, dict[int, list[tuple[Any, int]]](), dict[int, int]()
        for number, (start, end) in self.timed.fixed.items():
            for seat in team.places[number]:
                if len(seat.people) == 1:
                    person = seat.people[0]
                    roster.book(number, {person: seat.amount}, start, end)
                    part = self.model.new_fixed_size_interval_var(
                        self.on_step(start), self.on_step(end) - self.on_step(start), ""
                    )
                    found.setdefault(person, []).append((part, seat.amount))
        for person in found:
            most[person] = max(roster.diaries[person].taken(*pair) for pair in self.timed.fixed.values())
        return found, most

    def _there(self, number: int, person: int, literal: Any) -> None:
        """Who is not on shift whenever the task is worked does not do it."""
        network, task = self.timed.network, self.timed.network.tasks[number]
        calendar = self.timed.team.people[person].calendar
        if calendar is None or task.elapsed or task.ignores_resource_calendars:
            return
        worked = network.times[number].worked(self.timed.begin, self.end)
        out = gaps(worked, network.calendars.of(calendar).worked(self.timed.begin, self.end))
        if not out:
            return
        near = self.timed.on_steps(while_there(self.found[number], out, self.timed.step))
        if near:
            within = _domain(
                self.sat, [(self.on_step(first), self.on_step(last), lasts) for first, last, lasts in near]
            )
            self.model.add_linear_expression_in_domain(self.starts[number], within).only_enforce_if(literal)
        else:
            self.model.add(literal == 0)

    def ask(
        self, hint: Mapping[int, int], effort: float, seconds: float, seed: int
    ) -> tuple[Answer | None, int | None]:
        """A schedule, or None; and the bound that is proven, None where it is proven that there is none."""
        if not self.possible:
            return None, None
        for number, at in hint.items():
            if number in self.found:
                self.model.add_hint(self.starts[number], self.on_step(at))
        solver: Any = self.sat.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.linearization_level = 0
        solver.parameters.max_deterministic_time = effort
        solver.parameters.max_time_in_seconds = max(seconds, 0.05)
        status = solver.solve(self.model)
        if status == self.sat.INFEASIBLE:
            return None, None
        bound = self.timed.begin + max(int(solver.best_objective_bound), 0) * self.timed.step
        if status not in (self.sat.OPTIMAL, self.sat.FEASIBLE):
            return None, bound
        step, begin = self.timed.step, self.timed.begin
        who: dict[int, dict[int, int]] = {}
        for number, seats in self.seats.items():
            for seat, chosen in zip(self.timed.team.places[number], seats, strict=True):
                person = next(one for one, literal in chosen.items() if solver.value(literal))
                given = who.setdefault(number, {})
                given[person] = given.get(person, 0) + seat.amount
        starts = {number: begin + step * int(solver.value(self.starts[number])) for number in self.found}
        return Answer(starts, who), bound


def _domain(sat: Any, near: list[Piece]) -> Any:
    return sat.Domain.from_intervals([[first, last] for first, last, _lasts in near])
