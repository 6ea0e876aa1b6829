"""Who does what: people with skills, shifts and rest, each booked from the start to the end of a task.

A need is filled by people who are on shift all the time that the task is worked, free of other tasks (as far as their
units go), and whose rest stays: no more than `longest` on duty without `least` off duty before the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from firstlight.engines.scheduling.facts import Need, Resource
from firstlight.engines.scheduling.network import Network
from firstlight.engines.scheduling.working_time import FAR, Stretch, merged

#: Half a person counts: amounts are in hundredths of one.
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Place:
    """One place to fill in a task: so much of one of these people, by number."""

    amount: int
    people: tuple[int, ...]


@dataclass(slots=True)
class _Diary:
    """What one person is booked for: spans with amounts, and the stretches that are really worked."""

    booked: list[tuple[int, int, int]] = field(default_factory=list)
    duty: list[Stretch] = field(default_factory=list)
    until: int = -FAR

    def taken(self, start: int, end: int) -> int:
        """The most that is taken at any moment between."""
        if start >= self.until:
            return 0
        near = [one for one in self.booked if one[0] < end and one[1] > start]
        if len(near) < 2:
            return near[0][2] if near else 0
        return max(
            sum(amount for first, last, amount in near if first <= at < last)
            for at in {max(first, start) for first, _, _ in near}
        )

    def next_end(self, start: int, end: int) -> int:
        """When the first of what is booked between ends."""
        return min(last for first, last, _ in self.booked if first < end and last > start)


@dataclass(frozen=True, slots=True)
class Found:
    """People for the places of a task, by number, with what they give; or None, and when to ask again."""

    people: Mapping[int, int] | None
    later: int | None = None


class Team:
    """The people of a plan and the places of its tasks: what does not change from one schedule to the next.

    `short` are tasks with places that nobody could fill even with everybody free; these places are left out.
    """

    def __init__(self, network: Network) -> None:
        self.network, self.people = network, network.plan.resources
        self.units = [round(one.units * WHOLE) for one in self.people]
        self.there = [None if one.calendar is None else network.calendars.of(one.calendar) for one in self.people]
        number = {one.id: at for at, one in enumerate(self.people)}
        self.places: list[list[Place]] = []
        self.short: list[str] = []
        for at, task in enumerate(network.tasks):
            counts = network.leaf[at] and network.duration[at] and not task.progress.done
            wanted = [place for need in task.needs for place in self._places(need, number)] if counts else []
            # The pickiest first: who can do little is not taken by who could have had others.
            wanted.sort(key=lambda place: len(place.people))
            given = filled(wanted, dict(enumerate(self.units)))
            if len(given) < len(wanted):
                self.short.append(task.id)
            self.places.append([wanted[place] for place in sorted(given)])

    def _places(self, need: Need, number: Mapping[str, int]) -> Iterable[Place]:
        if need.resource:
            at = number[need.resource]
            wanted = round(need.units * WHOLE)
            if wanted > self.units[at]:
                # More than there is of it: one place that cannot be filled, and one that takes all.
                yield Place(self.units[at] + 1, (at,))
            yield Place(min(wanted, self.units[at]), (at,))
            return
        people = tuple(at for at, one in enumerate(self.people) if _fits(one, need))
        left = round(need.units * WHOLE)
        while left > 0:
            yield Place(min(left, WHOLE), people)
            left -= WHOLE

    def covers(self, number: int, person: int, start: int, end: int) -> bool:
        """Whether somebody is on shift whenever a task is worked between two times."""
        task, there, own = self.network.tasks[number], self.there[person], self.network.times[number]
        if there is None or task.elapsed or task.ignores_resource_calendars:
            return True
        worked = [(start, end)] if own.steady else own.worked(start, end)
        return all(there.between(first, last) == last - first for first, last in worked)


class Roster:
    """The bookings of one schedule."""

    def __init__(self, team: Team) -> None:
        self.team, self.diaries = team, [_Diary() for _ in team.people]

    def find(self, number: int, start: int, end: int) -> Found:
        """People for a task between two times."""
        team, free, later = self.team, {}, []
        for person in sorted({one for place in team.places[number] for one in place.people}):
            again = self._again(number, person, start, end)
            if again is None:
                free[person] = team.units[person] - self.diaries[person].taken(start, end)
                if free[person] < team.units[person]:
                    later += [last for first, last, _ in self.diaries[person].booked if first < end and last > start]
            elif again > start:
                later.append(again)
        given = filled(team.places[number], free)
        if len(given) < len(team.places[number]):
            return Found(None, min(later, default=None))
        return Found(self._amounts(number, given))

    def later(self, number: int, start: int, spans: Callable[[int], Stretch], last: int) -> int | None:
        """From when on each place has somebody who could fill it, were it alone; None where that is not before `last`.

        `spans` is where the task stands that starts no earlier than an instant. What lies between need not be tried.
        """
        soonest: dict[tuple[int, int], int] = {}
        found = start
        for place in self.team.places[number]:
            for person in place.people:
                if (person, place.amount) not in soonest:
                    soonest[person, place.amount] = self._soonest(number, person, place.amount, spans, start, last)
            found = max(found, min((soonest[person, place.amount] for person in place.people), default=FAR))
        return found if found < last else None

    def _soonest(
        self, number: int, person: int, amount: int, spans: Callable[[int], Stretch], start: int, last: int
    ) -> int:
        """When somebody alone could begin with a task."""
        most, diary = self.team.units[person] - amount, self.diaries[person]
        begin, end = spans(start)
        while begin < last:
            again = self._again(number, person, begin, end)
            if again is None:
                if diary.taken(begin, end) <= most:
                    return begin
                again = diary.next_end(begin, end) if most >= 0 else begin
            if again <= begin:
                break
            begin, end = spans(again)
        return FAR

    def may(self, number: int, people: Mapping[int, int], start: int, end: int) -> bool:
        """Whether these people, with what they give, can do a task between two times."""
        return all(
            self._again(number, person, start, end) is None
            and self.diaries[person].taken(start, end) + amount <= self.team.units[person]
            for person, amount in people.items()
        )

    def whoever(self, number: int, start: int, end: int) -> Mapping[int, int]:
        """People for a task that is where it is: those who are free; who is named is taken in any case."""
        team = self.team
        free = {
            person: team.units[person] - self.diaries[person].taken(start, end)
            for person in {one for place in team.places[number] for one in place.people}
            if self._again(number, person, start, end) is None
        }
        for place in team.places[number]:
            if len(place.people) == 1:
                free[place.people[0]] = team.units[place.people[0]]
        return self._amounts(number, filled(team.places[number], free))

    def book(self, number: int, people: Mapping[int, int], start: int, end: int) -> None:
        """Take people for a task."""
        for person, amount in people.items():
            diary = self.diaries[person]
            diary.booked.append((start, end, amount))
            diary.until = max(diary.until, end)
            if self.team.people[person].rest is not None:
                diary.duty = merged([*diary.duty, *self.team.network.times[number].worked(start, end)])

    def _amounts(self, number: int, given: Mapping[int, int]) -> dict[int, int]:
        found: dict[int, int] = {}
        for place, person in given.items():
            found[person] = found.get(person, 0) + self.team.places[number][place].amount
        return found

    def _again(self, number: int, person: int, start: int, end: int) -> int | None:
        """When to ask again because of shift or rest; `start` itself where it will never do, None where it does now."""
        if not self.team.covers(number, person, start, end):
            there = self.team.there[person]
            return start if there is None else there.next_start(start)
        rest = self.team.people[person].rest
        if rest is None:
            return None
        diary = self.diaries[person]
        least, longest = int(rest.least.total_seconds()), int(rest.longest.total_seconds())
        own = self.team.network.times[number].worked(start, end)
        if rested([*diary.duty, *own], longest, least):
            return None
        return min((last + least for _, last in diary.duty if last + least > start), default=start)


def rested(duty: Iterable[Stretch], longest: int, least: int) -> bool:
    """Whether no stretch of duty, with pauses shorter than the least rest in it, is longer than allowed."""
    begun = ended = None
    for start, end in merged(duty):
        if begun is None or ended is None or start - ended >= least:
            begun = start
        ended = end
        if ended - begun > longest:
            return False
    return True


def filled(places: list[Place], free: Mapping[int, int]) -> dict[int, int]:
    """As many places as can be, each with a person: who sits elsewhere moves over where that helps (Kuhn)."""
    given: dict[int, int] = {}
    left = dict(free)

    def seat(place: int, asked: set[int]) -> bool:
        wanted = places[place]
        for person in wanted.people:
            if person in asked or person not in left:
                continue
            asked.add(person)
            if left[person] >= wanted.amount:
                given[place] = person
                left[person] -= wanted.amount
                return True
            for other in [one for one, who in given.items() if who == person]:
                if left[person] + places[other].amount < wanted.amount:
                    continue
                del given[other]
                left[person] += places[other].amount - wanted.amount
                given[place] = person
                if seat(other, asked):
                    return True
                left[person] += wanted.amount - places[other].amount
                given[other] = person
                del given[place]
        return False

    for place in range(len(places)):
        seat(place, set())
    return given


def _fits(one: Resource, need: Need) -> bool:
    return (not need.skill or need.skill in one.skills) and (not need.team or need.team == one.team)
