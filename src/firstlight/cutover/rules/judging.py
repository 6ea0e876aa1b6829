"""What a plan and its rehearsals say of the checks on the cutover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from firstlight.contracts.standing import Status
from firstlight.cutover.rules.checkpoints import Gate, begun_too_early, gates_of
from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.facts import GROUP, LOAD, PlanFacts, Step
from firstlight.cutover.rules.findings import GAP, STOP, Finding
from firstlight.cutover.rules.findings.finding import day, listed
from firstlight.cutover.rules.founding import founding_of
from firstlight.cutover.rules.links import read_link
from firstlight.cutover.rules.timing import Timetable
from firstlight.cutover.rules.told import Told

#: Less than this share of the steps timed in a rehearsal is not the whole plan, in per cent.
WHOLE = 80
#: A plan that ends in its window less often than this, in per cent, does not fit it whatever anybody asks for.
EVEN = 50
#: Findings that say that the order or the time of the plan does not hold.
_ORDER = frozenset({"cycle", "links", "twice", "computing", "dates", "outside", "duration", "window", "blackout"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A status with its sentences, the heaviest first, the steps behind them, and how many of how many are well."""

    status: Status
    sentences: tuple[str, ...]
    steps: tuple[str, ...] = ()
    good: int = 0
    whole: int = 0


def sequence(plan: PlanFacts, timetable: Timetable, findings: Iterable[Finding]) -> Judged:
    """Whether everything is in order and in time, and the plan ends inside its window."""
    steps = [step for step in plan.steps if step.kind != GROUP]
    found = [one for one in findings if one.weight == STOP or (one.weight == GAP and one.kind in _ORDER)]
    refs = tuple(dict.fromkeys(ref for one in found for ref in one.steps))
    good = len(steps) - len(set(refs) & {step.ref for step in steps})
    if found:
        return Judged(Status.UNMET, tuple(one.sentence for one in found), refs, good, len(steps))
    loose = next((one for one in findings if one.kind == "loose"), None)
    if loose:
        return Judged(Status.PARTLY, (loose.sentence,), loose.steps, len(steps) - len(loose.steps), len(steps))
    if plan.window is None or timetable.finish is None:
        return Judged(Status.UNKNOWN, ("Nobody has said when the cutover may run.",), (), good, len(steps))
    room = written(round((plan.window.end - timetable.finish).total_seconds() / 60))
    sentence = f"The plan of {len(steps):,} steps ends inside its window, with {room} to spare."
    return Judged(Status.MET, (sentence,), (), good, len(steps))


def fits(plan: PlanFacts, found: Told | None) -> Judged:
    """How likely the plan ends inside its window; `good` of a `whole` of 100 is that chance in per cent, rounded down.

    It never is met while most durations were not measured: how sure one is of a guess says nothing.
    """
    if plan.window is None:
        return Judged(Status.UNKNOWN, ("Nobody has said when the cutover may run.",))
    if found is None or found.probability is None:
        return Judged(Status.UNKNOWN, ("The plan cannot be computed, so nobody can tell how likely it fits.",))
    percent = int(found.probability * 100 + 1e-9)
    late = found.late.astimezone(plan.zone)
    told = f"{percent} % of {found.runs:,} runs with durations that vary end inside the window"
    sentence = f"{told}; nine of ten end by {day(late.date())}, {late:%H:%M}."
    guessed = _guessed(plan)
    if percent < EVEN:
        return Judged(Status.UNMET, (sentence, *guessed), (), percent, 100)
    if guessed:
        return Judged(Status.PARTLY, (*guessed, sentence), (), percent, 100)
    return Judged(Status.MET, (sentence,), (), percent, 100)


def _guessed(plan: PlanFacts) -> tuple[str, ...]:
    founding = founding_of(plan)
    if not founding.timed:
        return ("The durations are assumed, not measured: no rehearsal and no dry run has timed a step.",)
    if not founding.holds:
        timed, steps = founding.timed, founding.steps
        return (f"Most durations are assumed, not measured: {timed:,} of {steps:,} steps were timed.",)
    return ()


def roles(plan: PlanFacts, findings: Iterable[Finding]) -> Judged:
    """Whether every step has an owner, somebody who steps in, and one of them there while it runs."""
    work = [step for step in plan.steps if step.is_work]
    known = [one for one in findings if one.kind in ("owner", "backup", "shift", "hours", "rest")]
    refs = tuple(dict.fromkeys(ref for one in known if one.kind not in ("hours", "rest") for ref in one.steps))
    good = len(work) - len(refs)
    sentences = tuple(one.sentence for one in known)
    if any(one.kind in ("owner", "shift") for one in known):
        return Judged(Status.UNMET, sentences, refs, good, len(work))
    if known:
        return Judged(Status.PARTLY, sentences, refs, good, len(work))
    if not plan.presences:
        sentence = (
            "Every step has an owner and a backup, but no shifts are known, so nobody can tell who is there when."
        )
        return Judged(Status.PARTLY, (sentence,), (), good, len(work))
    sentence = f"All {len(work):,} steps have an owner and a backup, and one of them is there while they run."
    return Judged(Status.MET, (sentence,), (), good, len(work))


def instructions(plan: PlanFacts) -> Judged:
    """Whether every step says how it is done and how one sees that it worked."""
    work = [step for step in plan.steps if step.is_work]
    untold = [step.ref for step in work if not (step.instruction or step.documents)]
    unseen = [step.ref for step in work if not step.verification]
    refs = tuple(dict.fromkeys([*untold, *unseen]))
    good = len(work) - len(refs)
    sentences = []
    if untold:
        sentences.append(
            f"1 step says nowhere how it is done: {listed(untold)}." if len(untold) == 1
            else f"{len(untold):,} steps say nowhere how they are done: {listed(untold)}."
        )  # fmt: skip
    if unseen:
        sentences.append(
            f"1 step says nowhere how one sees that it worked: {listed(unseen)}." if len(unseen) == 1
            else f"{len(unseen):,} steps say nowhere how one sees that they worked: {listed(unseen)}."
        )  # fmt: skip
    if sentences:
        return Judged(Status.PARTLY if good else Status.UNMET, tuple(sentences), refs, good, len(work))
    sentence = f"All {len(work):,} steps say how they are done and how one sees that they worked."
    return Judged(Status.MET, (sentence,), (), good, len(work))


def checkpoint(plan: PlanFacts) -> Judged:
    """Whether people say go or no-go by criteria, and what follows waits for it."""
    gates = gates_of(plan)
    if not gates:
        return Judged(Status.UNMET, ("The plan has no checkpoint at which people say go or no-go.",))
    sentences: list[str] = []
    faulty: list[str] = []
    for gate in gates:
        missing = _missing(gate)
        if missing:
            faulty.append(gate.step.ref)
            sentences += missing
    good = len(gates) - len(faulty)
    if sentences:
        return Judged(Status.PARTLY if good else Status.UNMET, tuple(sentences), tuple(faulty), good, len(gates))
    refs = [gate.step.ref for gate in gates]
    sentence = f"Go or no-go is said by named people and criteria, and what follows waits for it: {listed(refs)}."
    return Judged(Status.MET, (sentence,), (), good, len(gates))


def _missing(gate: Gate) -> list[str]:
    found, title = [], gate.step.title
    if not gate.deciders:
        found.append(f"The checkpoint “{title}” names nobody who says go or no-go.")
    if not gate.criteria:
        found.append(f"The checkpoint “{title}” has no criteria by which people say go.")
    if not gate.followers:
        found.append(f"Nothing waits for the checkpoint “{title}”.")
    return found


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A rehearsal that ended: its title, whether it met its exit criteria ("" nobody said), how many steps it timed."""

    title: str
    ended: datetime
    outcome: str
    timed: int


def mock(plan: PlanFacts, rehearsals: Sequence[Rehearsed]) -> Judged:
    """Whether the newest rehearsal ran the whole plan and met its exit criteria."""
    if not rehearsals:
        return Judged(Status.UNKNOWN, ("No mock cutover has been run yet, so nobody knows how long the steps take.",))
    newest, work = rehearsals[-1], sum(step.is_work for step in plan.steps)
    when, share = day(newest.ended.astimezone(plan.zone).date()), newest.timed * 100 // work if work else 0
    if newest.outcome == "not-met":
        sentence = f"“{newest.title}” of {when} did not meet its exit criteria."
        return Judged(Status.UNMET, (sentence,), (), newest.timed, work)
    if not newest.outcome:
        sentence = f"Nobody has said whether “{newest.title}” of {when} met its exit criteria."
        return Judged(Status.UNKNOWN, (sentence,), (), newest.timed, work)
    if share < WHOLE:
        sentence = f"“{newest.title}” of {when} met its exit criteria, but only {share} % of the steps were timed."
        return Judged(Status.PARTLY, (sentence,), (), newest.timed, work)
    sentence = f"“{newest.title}” of {when} ran the plan and met its exit criteria."
    return Judged(Status.MET, (sentence,), (), newest.timed, work)


def loads(plan: PlanFacts) -> Judged:
    """Whether every data load was measured, and is planned with at least what it took last."""
    rows = [step for step in plan.steps if step.kind == LOAD]
    if not rows:
        return Judged(Status.UNKNOWN, ("No step of the plan is a data load; give such steps the kind “Data load”.",))
    taken = {step.ref: _taken(step, plan.measured) for step in rows}
    never = [step.ref for step in rows if taken[step.ref] is None]
    short = [step.ref for step in rows if (took := taken[step.ref]) is not None and took > (step.takes or 0)]
    good = len(rows) - len(never) - len(short)
    sentences = []
    if short:
        sentences.append(
            f"1 data load is planned with less time than it took last: {listed(short)}." if len(short) == 1
            else f"{len(short):,} data loads are planned with less time than they took last: {listed(short)}."
        )  # fmt: skip
    if never:
        sentences.append(
            f"1 data load was never measured: {listed(never)}." if len(never) == 1
            else f"{len(never):,} data loads were never measured: {listed(never)}."
        )  # fmt: skip
    if sentences:
        status = Status.UNMET if short else Status.PARTLY if good else Status.UNKNOWN
        return Judged(status, tuple(sentences), (*short, *never), good, len(rows))
    sentence = f"All {len(rows):,} data loads are planned with at least the time that they took last."
    return Judged(Status.MET, (sentence,), (), good, len(rows))


def _taken(step: Step, measured: Mapping[str, tuple[int, ...]]) -> int | None:
    return measured[step.ref][-1] if measured.get(step.ref) else step.dry_run


def carried_out(plan: PlanFacts, timetable: Timetable, now: datetime) -> Judged:
    """Whether what is due by now is done, in its order. Before the first step is due, just that."""
    work = [step for step in plan.steps if step.kind != GROUP]
    due = [step for step in work if step.ref in timetable.times and timetable.times[step.ref].end <= now]
    if not due:
        first = min((times.start for times in timetable.times.values()), default=None)
        if first is None:
            return Judged(Status.UNKNOWN, ("The plan cannot be computed, so nobody can tell what is due.",))
        when = day(first.astimezone(plan.zone).date())
        return Judged(Status.MET, (f"Nothing of the cutover is due yet: the first step begins on {when}.",))
    late = [step.ref for step in due if step.actual_end is None]
    early = list(dict.fromkeys([*out_of_order(work), *begun_too_early(plan, gates_of(plan))]))
    good = len(due) - len(late)
    if late:
        sentence = (
            f"1 step is due and not done: {listed(late)}." if len(late) == 1
            else f"{len(late):,} steps are due and not done: {listed(late)}."
        )  # fmt: skip
        return Judged(Status.UNMET, (sentence,), tuple(late), good, len(due))
    if early:
        sentence = f"Steps began before what they wait for was done: {listed(early)}."
        return Judged(Status.PARTLY, (sentence,), tuple(early), good, len(due))
    sentence = f"All {len(due):,} steps that are due are done, in their order."
    return Judged(Status.MET, (sentence,), (), good, len(due))


def out_of_order(steps: Sequence[Step]) -> list[str]:
    """Steps that began before one that they wait for had ended."""
    known = {step.ref: step for step in steps}
    found = []
    for step in steps:
        for link in map(read_link, step.predecessors):
            before = known.get(link.ref)
            if not (before and step.actual_start and link.kind == "FS" and link.lag >= 0):
                continue
            if before.actual_end is None or before.actual_end > step.actual_start:
                found.append(step.ref)
                break
    return found
