"""Whether the cutover that really runs was carried out: in order, in its window, with a go where one was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from firstlight.contracts.standing import Status
from firstlight.cutover.rules.checkpoints import BACK, GO, Gate, begun_too_early
from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.facts import GROUP, PlanFacts, Step
from firstlight.cutover.rules.findings.finding import day, listed
from firstlight.cutover.rules.judging import Judged, out_of_order

_NOT_BEGUN = "The cutover has not begun: no step of its window has an actual start."


def began(plan: PlanFacts) -> datetime | None:
    """When the cutover really began; None before that. What ran before its window opens is preparation."""
    opens = plan.window.start if plan.window else None
    starts = (step.actual_start for step in plan.steps if step.kind != GROUP)
    return min((at for at in starts if at and (opens is None or at >= opens)), default=None)


def _work(plan: PlanFacts) -> list[Step]:
    return [step for step in plan.steps if step.kind != GROUP]


def done_in_order(plan: PlanFacts, gates: Sequence[Gate], now: datetime) -> Judged:
    """Whether every step is done, none before what it waits for."""
    if began(plan) is None:
        return Judged(Status.UNKNOWN, (_NOT_BEGUN,))
    work = _work(plan)
    left = [step.ref for step in work if step.actual_end is None]
    done = len(work) - len(left)
    early = list(dict.fromkeys([*out_of_order(work), *begun_too_early(plan, gates)]))
    told = (f"Steps began before what they wait for was done: {listed(early)}.",) if early else ()
    if left:
        over = plan.window is not None and now > plan.window.end
        sentence = f"Steps that are done so far: {done:,} of {len(work):,}."
        return Judged(Status.UNMET if over else Status.PARTLY, (sentence, *told), tuple(left), done, len(work))
    if early:
        return Judged(Status.PARTLY, told, tuple(early), done, len(work))
    return Judged(Status.MET, (f"All {len(work):,} steps were done in their order.",), (), done, len(work))


def done_in_window(plan: PlanFacts, now: datetime) -> Judged:
    """Whether the last step ended before the window closed."""
    if began(plan) is None:
        return Judged(Status.UNKNOWN, (_NOT_BEGUN,))
    if plan.window is None:
        return Judged(Status.UNKNOWN, ("Nobody has said when the cutover may run.",))
    closes, work = plan.window.end, _work(plan)
    late = [step.ref for step in work if step.actual_end and step.actual_end > closes]
    left = [step.ref for step in work if step.actual_end is None]
    inside = len(work) - len(late) - len(left)
    if late or (left and now > closes):
        sentence = f"Steps that ended after the window closed: {len(late):,}; steps that are not done: {len(left):,}."
        return Judged(Status.UNMET, (sentence,), (*late, *left), inside, len(work))
    if left:
        when = closes.astimezone(plan.zone)
        until = f"{day(when.date())}, {when:%H:%M}"
        sentence = f"Steps that are not done yet: {len(left):,}; the window is open until {until}."
        return Judged(Status.UNKNOWN, (sentence,), tuple(left), inside, len(work))
    last = max(step.actual_end for step in work if step.actual_end)
    room = written(round((closes - last).total_seconds() / 60))
    return Judged(Status.MET, (f"The last step ended {room} before the window closed.",), (), inside, len(work))


def issues_settled(open_: Sequence[str], count: int, *, over: bool) -> Judged:
    """Whether every issue of a run is resolved or was put off by agreement; `open_` are the numbers of the others."""
    good = count - len(open_)
    if open_:
        sentence = f"Issues of the run that are open: {len(open_):,} of {count:,}: {listed(open_)}."
        return Judged(Status.UNMET, (sentence,), (), good, count)
    if not over:
        return Judged(Status.PARTLY, ("No issue of the run is open, and it still goes on.",), (), good, count)
    if not count:
        return Judged(Status.MET, ("No issue was written down in the run, which is over.",), (), 0, 0)
    return Judged(Status.MET, ("Every issue of the run is resolved or was put off by agreement.",), (), good, count)


def decided(plan: PlanFacts, gates: Sequence[Gate]) -> Judged:
    """Whether those who decide said go at every checkpoint."""
    if not gates:
        return Judged(Status.UNKNOWN, ("The plan has no checkpoint at which people say go or no-go.",))
    refused = [gate for gate in gates if gate.said and gate.state != GO]
    open_ = [gate.step.ref for gate in gates if not gate.said]
    went = len(gates) - len(refused) - len(open_)
    if refused:
        last = refused[-1]
        back = "and it goes back" if last.state == BACK else "and it is decided again"
        sentence = f"At the checkpoint “{last.step.title}” a no-go was said, {back}."
        return Judged(Status.UNMET, (sentence,), tuple(gate.step.ref for gate in refused), went, len(gates))
    if open_:
        sentence = f"No decision is recorded yet at: {listed(open_)}."
        return Judged(Status.PARTLY if went else Status.UNKNOWN, (sentence,), tuple(open_), went, len(gates))
    return Judged(Status.MET, ("Those who decide said go at every checkpoint.",), (), went, len(gates))
