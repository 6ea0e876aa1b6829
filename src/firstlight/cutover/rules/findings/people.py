"""Whether somebody is there for each step, and rested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.facts import PlanFacts, Step
from firstlight.cutover.rules.findings.finding import GAP, HINT, Finding, about, day, listed
from firstlight.cutover.rules.timing import Times, Timetable

#: Nobody works longer than this in a day, nor goes without that rest after it.
LONGEST, REST = timedelta(hours=12), timedelta(hours=11)
#: What is shorter is a pause and no rest.
PAUSE = timedelta(hours=4)

Stretch = tuple[datetime, datetime]


def same_person(left: str, right: str) -> bool:
    """Whether two names are one."""
    return " ".join(left.casefold().split()) == " ".join(right.casefold().split())


def roles(plan: PlanFacts) -> Iterator[Finding]:
    """Steps without an owner, without somebody who steps in, and verified by who does them."""
    work = [step for step in plan.steps if step.is_work]
    nobody = [step.ref for step in work if not (step.owner or step.skill)]
    yield from about("owner", GAP, nobody, (
        f"1 step has no owner: {listed(nobody)}." if len(nobody) == 1
        else f"{len(nobody):,} steps have no owner: {listed(nobody)}."
    ))  # fmt: skip
    alone = [step.ref for step in work if step.owner and not step.backup]
    yield from about("backup", GAP, alone, (
        f"1 step has no backup owner: {listed(alone)}." if len(alone) == 1
        else f"{len(alone):,} steps have no backup owner: {listed(alone)}."
    ))  # fmt: skip
    both = [step.ref for step in work if step.owner and same_person(step.owner, step.backup)]
    yield from about("backup", GAP, both, (
        f"1 step has its owner as backup, too: {listed(both)}." if len(both) == 1
        else f"{len(both):,} steps have their owners as backup, too: {listed(both)}."
    ))  # fmt: skip
    own = [step.ref for step in work if step.owner and same_person(step.owner, step.verifier)]
    yield from about("verifier", GAP, own, (
        f"1 step is verified by its owner: {listed(own)}." if len(own) == 1
        else f"{len(own):,} steps are verified by their owners: {listed(own)}."
    ))  # fmt: skip


def shifts(plan: PlanFacts, timetable: Timetable) -> Iterator[Finding]:
    """Steps for which neither owner nor backup is there all the time, and those that ask for a skill that nobody there
    has. Says nothing where no shifts are known.
    """
    if not plan.presences:
        return
    there = {person: merged(found) for person, found in _present(plan).items()}
    skilled = [step.ref for step in plan.steps if step.is_work and _unskilled(step, plan, there, timetable)]
    yield from about("shift", GAP, skilled, (
        f"1 step asks for a skill that nobody has who is there while it runs: {listed(skilled)}." if len(skilled) == 1
        else f"{len(skilled):,} steps ask for skills that nobody has who is there while they run: {listed(skilled)}."
    ))  # fmt: skip
    refs = [step.ref for step in plan.steps if step.is_work and _unattended(step, there, timetable)]
    yield from about("shift", GAP, refs, (
        f"1 step runs while neither its owner nor its backup is there: {listed(refs)}." if len(refs) == 1
        else f"{len(refs):,} steps run while neither their owner nor their backup is there: {listed(refs)}."
    ))  # fmt: skip


def _present(plan: PlanFacts) -> dict[str, list[Stretch]]:
    found: dict[str, list[Stretch]] = {}
    for one in plan.presences:
        found.setdefault(_key(one.person), []).append((one.start, one.end))
    return found


def _unattended(step: Step, there: Mapping[str, list[Stretch]], timetable: Timetable) -> bool:
    times = timetable.times.get(step.ref)
    names = [_key(name) for name in (step.owner, step.backup) if name]
    if times is None or not names or (step.skill and not step.owner):
        return False
    return not _attended(names, there, times)


def _unskilled(step: Step, plan: PlanFacts, there: Mapping[str, list[Stretch]], timetable: Timetable) -> bool:
    """Anybody who has the skill may do it, or who is named to step in; and none of them is there."""
    times = timetable.times.get(step.ref)
    if times is None or step.owner or not step.skill:
        return False
    able = {_key(one.person) for one in plan.presences if _key(step.skill) in map(_key, one.skills)}
    return not _attended([*able, _key(step.backup)], there, times)


def _attended(names: Iterable[str], there: Mapping[str, list[Stretch]], times: Times) -> bool:
    return any(start <= times.start and times.end <= end for name in names for start, end in there.get(name, ()))


def hours(plan: PlanFacts, timetable: Timetable) -> Iterator[Finding]:
    """People with more work in a day than a day may have, and without rest after a long stretch of duty."""
    for person, busy in busy_of(plan, timetable).items():
        stretches = merged([(start, end) for start, end, _ in busy])
        refs = tuple(dict.fromkeys(ref for _, _, ref in busy))
        worst = max(by_day(stretches, plan).items(), key=lambda one: one[1], default=None)
        if worst and worst[1] > LONGEST:
            much = written(round(worst[1].total_seconds() / 60))
            sentence = f"{person} works {much} on {day(worst[0])}; 12h in a day are the most."
            yield Finding("hours", GAP, refs, sentence)
        elif tired := tired_of(stretches):
            since, until = (at.astimezone(plan.zone) for at in tired)
            much = written(round((until - since).total_seconds() / 60))
            sentence = f"{person} is on duty for {much} from {day(since.date())}, {since:%H:%M}, without 11h of rest."
            yield Finding("rest", HINT, refs, sentence)


def busy_of(plan: PlanFacts, timetable: Timetable) -> dict[str, list[tuple[datetime, datetime, str]]]:
    """By owner, under the name as it is first written: when each of their steps runs, in the order of time."""
    shown: dict[str, str] = {}
    found: dict[str, list[tuple[datetime, datetime, str]]] = {}
    for step in plan.steps:
        times = timetable.times.get(step.ref)
        if step.is_work and step.owner and times and times.end > times.start:
            name = shown.setdefault(_key(step.owner), step.owner)
            found.setdefault(name, []).append((times.start, times.end, step.ref))
    return {name: sorted(stretches) for name, stretches in found.items()}


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches of time without overlaps; those that touch become one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def by_day(stretches: Iterable[Stretch], plan: PlanFacts) -> dict[date, timedelta]:
    """How long the stretches are on each day of the plan's zone."""
    found: dict[date, timedelta] = {}
    for start, end in stretches:
        while start < end:
            today = start.astimezone(plan.zone).date()
            midnight = datetime.combine(today + timedelta(days=1), time(), plan.zone).astimezone(start.tzinfo)
            until = min(end, midnight)
            found[today] = found.get(today, timedelta()) + (until - start)
            start = until
    return found


def duties_of(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches without enough rest between them, as one: from when to when somebody is on duty."""
    found: list[Stretch] = []
    for start, end in stretches:
        if found and start - found[-1][1] < REST:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def shortest_rest(stretches: list[Stretch]) -> timedelta | None:
    """The shortest time off between two stretches of work that is no mere pause; None where there is none."""
    rests = [later - end for (_start, end), (later, _end) in pairwise(stretches) if later - end >= PAUSE]
    return min(rests, default=None)


def tired_of(stretches: list[Stretch]) -> Stretch | None:
    """The first duty that lasts longer than it may before there is rest."""
    began = ended = None
    for start, end in stretches:
        if began is None or ended is None or start - ended >= REST:
            began = start
        ended = end
        if ended - began > LONGEST:
            return began, ended
    return None


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
