"""Whether steps fit: the window, the black-outs, the clocks on the wall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from firstlight.cutover.rules.facts import GROUP, PlanFacts, Step
from firstlight.cutover.rules.findings.finding import GAP, HINT, Finding, about, listed
from firstlight.cutover.rules.timing import Timetable


def window(plan: PlanFacts, timetable: Timetable) -> Iterator[Finding]:
    """No window, or steps outside it."""
    if plan.window is None:
        yield Finding("window", GAP, (), "The plan has no window: nobody has said when the cutover may run.")
        return
    early = [step.ref for step in plan.steps
             if _starts(timetable, step.ref, plan.window.start)
             and not _prepares(step, timetable, plan.window.start)]  # fmt: skip
    yield from about("outside", GAP, early, (
        f"1 step begins before the window opens: {listed(early)}." if len(early) == 1
        else f"{len(early):,} steps begin before the window opens: {listed(early)}."
    ))  # fmt: skip
    late = [step.ref for step in plan.steps if step.kind != GROUP and _ends(timetable, step.ref, plan.window.end)]
    yield from about("outside", GAP, late, (
        f"1 step ends after the window closes: {listed(late)}." if len(late) == 1
        else f"{len(late):,} steps end after the window closes: {listed(late)}."
    ))  # fmt: skip


def _starts(timetable: Timetable, ref: str, opens: datetime) -> bool:
    return ref in timetable.times and timetable.times[ref].start < opens


def _prepares(step: Step, timetable: Timetable, opens: datetime) -> bool:
    """What is fixed to a time before the window, and over when it opens, is done then on purpose; groups hold both."""
    return step.kind == GROUP or (step.fixed and not _ends(timetable, step.ref, opens))


def _ends(timetable: Timetable, ref: str, closes: datetime) -> bool:
    return ref in timetable.times and timetable.times[ref].end > closes


def blackouts(plan: PlanFacts, timetable: Timetable) -> Iterator[Finding]:
    """Steps that begin or end in a black-out, as those do that are fixed to a time in one."""
    for closed in plan.closed:
        refs = tuple(
            step.ref
            for step in plan.steps
            if step.kind != GROUP
            and step.ref in timetable.times
            and (closed.start <= timetable.times[step.ref].start < closed.end
                 or closed.start < timetable.times[step.ref].end <= closed.end)
        )  # fmt: skip
        if refs:
            words = "1 step begins or ends" if len(refs) == 1 else f"{len(refs):,} steps begin or end"
            yield Finding("blackout", GAP, refs, f"{words} in the black-out “{closed.reason}”: {listed(refs)}.")


def clocks(plan: PlanFacts, timetable: Timetable) -> Iterator[Finding]:
    """Steps during which the clocks change, so that their times on the wall are an hour apart from their duration."""
    if not timetable.start or not timetable.finish or not _changes(plan, timetable.start, timetable.finish):
        return
    refs = tuple(
        step.ref
        for step in plan.steps
        if step.kind != GROUP
        and step.ref in timetable.times
        and _changes(plan, timetable.times[step.ref].start, timetable.times[step.ref].end)
    )
    if refs:
        words = "1 step runs" if len(refs) == 1 else f"{len(refs):,} steps run"
        sentence = f"{words} while the clocks change in {plan.zone.key}: {listed(refs)}."
        yield Finding("clocks", HINT, refs, sentence)


def _changes(plan: PlanFacts, start: datetime, end: datetime) -> bool:
    return start.astimezone(plan.zone).utcoffset() != end.astimezone(plan.zone).utcoffset()
