"""Who is needed, as amounts of resources: in hundredths of a unit, so that half a person counts."""

from __future__ import annotations

from dataclasses import dataclass

from firstlight.engines.scheduling.facts import Need, Resource
from firstlight.engines.scheduling.network import Network

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Demands:
    """`names` of the resources and pools, what there is of each, what each task takes; `short` are those that ask for
    more than there is: they take all of it. `apart`: whoever is in a pool is in no other and never named, works
    around the clock, and nobody has rules of rest: then it is enough that there are so many at every moment.
    """

    names: tuple[str, ...]
    capacity: tuple[int, ...]
    taken: tuple[tuple[int, ...], ...]
    short: tuple[str, ...]
    apart: bool


def demands_of(network: Network) -> Demands:
    """The demands of a plan's tasks. Summaries and what is done take nothing."""
    people = network.plan.resources
    pools: dict[tuple[str, str], list[Resource]] = {}
    for task in network.tasks:
        for need in task.needs:
            if not need.resource:
                pools[need.skill, need.team] = [one for one in people if _fits(one, need)]
    names = [one.id for one in people] + [" of ".join(part for part in pool if part) for pool in pools]
    capacity = [round(one.units * _WHOLE) for one in people]
    capacity += [round(sum(one.units for one in members) * _WHOLE) for members in pools.values()]
    place = {one.id: at for at, one in enumerate(people)}
    taken, short = [], []
    for number, task in enumerate(network.tasks):
        row = [0] * len(capacity)
        for need in task.needs if network.leaf[number] and not task.progress.done else ():
            amount = round(need.units * _WHOLE)
            if need.resource:
                row[place[need.resource]] += amount
            for at, (pool, members) in enumerate(pools.items()):
                own = not need.resource and pool == (need.skill, need.team)
                if own or any(one.id == need.resource for one in members):
                    row[len(people) + at] += amount
        if any(amount > most for amount, most in zip(row, capacity, strict=True)):
            short.append(task.id)
            row = [min(amount, most) for amount, most in zip(row, capacity, strict=True)]
        taken.append(tuple(row))
    return Demands(tuple(names), tuple(capacity), tuple(taken), tuple(short), _apart(network, pools))


def _apart(network: Network, pools: dict[tuple[str, str], list[Resource]]) -> bool:
    in_pools = [one.id for members in pools.values() for one in members]
    named = {need.resource for task in network.tasks for need in task.needs if need.resource}
    if len(in_pools) > len(set(in_pools)) or named & set(in_pools):
        return False
    concerned = [one for one in network.plan.resources if one.id in named or one.id in set(in_pools)]
    halves = any(need.units % 1 for task in network.tasks for need in task.needs if not need.resource)
    return not halves and not any(
        one.rest is not None or (one.id in set(in_pools) and (one.calendar is not None or one.units % 1))
        for one in concerned
    )


def _fits(one: Resource, need: Need) -> bool:
    return (not need.skill or need.skill in one.skills) and (not need.team or need.team == one.team)
