"""What steps themselves lack: durations, ways back, measured times, something that says when they begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.facts import CHECKPOINT, GROUP, LOAD, PlanFacts
from firstlight.cutover.rules.findings.finding import GAP, HINT, Finding, about, listed

#: A step longer than this is a mistake in its unit, where there is no window to compare it with.
_LONGEST = timedelta(days=14)


def content(plan: PlanFacts) -> Iterator[Finding]:
    """Findings that need no times."""
    work = [step for step in plan.steps if step.is_work]
    nothing = [step.ref for step in work if step.kind != CHECKPOINT and step.takes is None]
    yield from about("duration", GAP, nothing, (
        f"1 step has no duration: {listed(nothing)}." if len(nothing) == 1
        else f"{len(nothing):,} steps have no duration: {listed(nothing)}."
    ))  # fmt: skip
    at_once = [step.ref for step in work if step.kind != CHECKPOINT and step.takes == 0]
    yield from about("duration", GAP, at_once, (
        f"1 step takes no time at all: {listed(at_once)}. Say how long it takes, or make it a milestone."
        if len(at_once) == 1
        else f"{len(at_once):,} steps take no time at all: {listed(at_once)}. Say how long, or make them milestones."
    ))  # fmt: skip
    yield from _long(plan)
    risky = [step.ref for step in work if step.risky and not step.rollback and not step.final]
    yield from about("way-back", GAP, risky, (
        f"1 step cannot simply be repeated and says no way back: {listed(risky)}." if len(risky) == 1
        else f"{len(risky):,} steps cannot simply be repeated and say no way back: {listed(risky)}."
    ))  # fmt: skip
    loads = [step.ref for step in work
             if step.kind == LOAD and step.dry_run is None and not plan.measured.get(step.ref)]  # fmt: skip
    yield from about("dry-run", GAP, loads, (
        f"1 step loads data in a time that no dry run and no rehearsal has measured: {listed(loads)}."
        if len(loads) == 1
        else f"{len(loads):,} steps load data in times that no dry run and no rehearsal has measured: {listed(loads)}."
    ))  # fmt: skip
    yield from _loose(plan)
    if not plan.is_rollback and not any(step.kind == CHECKPOINT for step in plan.steps):
        sentence = "The plan has no checkpoint at which people say go or no-go; make a step of the kind “Checkpoint”."
        yield Finding("checkpoint", GAP, (), sentence)


def _long(plan: PlanFacts) -> Iterator[Finding]:
    limit = plan.window.end - plan.window.start if plan.window else _LONGEST
    for step in plan.steps:
        if step.is_work and step.takes and timedelta(minutes=step.takes) > limit:
            than = "the whole window" if plan.window else "two weeks"
            sentence = f"“{step.title}” ({step.ref}) takes {written(step.takes)}, which is longer than {than}."
            yield Finding("long", GAP, (step.ref,), sentence)


def _loose(plan: PlanFacts) -> Iterator[Finding]:
    """Steps after the first that wait for nothing and begin at no time; those of a group that waits do wait."""
    work = [step for step in plan.steps if step.kind != GROUP]
    waiting = {step.ref for step in plan.steps if step.kind == GROUP and (step.predecessors or step.start)}
    refs = [step.ref for step in work[1:] if not (step.predecessors or step.start or step.group in waiting)]
    yield from about("loose", HINT, refs, (
        f"1 step waits for nothing and has no start, so the plan begins with it: {listed(refs)}." if len(refs) == 1
        else f"{len(refs):,} steps wait for nothing and have no start, so the plan begins with them: {listed(refs)}."
    ))  # fmt: skip
