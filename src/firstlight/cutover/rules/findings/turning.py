"""Where people decide, and how they turn back: checkpoints, the rollback, what makes one turn back."""

from __future__ import annotations

from collections.abc import Iterator

from firstlight.cutover.rules.checkpoints import Gate, gates_of
from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.facts import PlanFacts
from firstlight.cutover.rules.findings.finding import GAP, HINT, Finding, about, day, listed
from firstlight.cutover.rules.timing import Timetable


def checkpoints(plan: PlanFacts) -> Iterator[Finding]:
    """Checkpoints that name nobody, have no criteria, or for which nothing waits; final steps behind none."""
    gates = gates_of(plan)
    nobody = [gate.step.ref for gate in gates if not gate.deciders]
    yield from about("gate", GAP, nobody, (
        f"1 checkpoint names nobody who says go or no-go: {listed(nobody)}." if len(nobody) == 1
        else f"{len(nobody):,} checkpoints name nobody who says go or no-go: {listed(nobody)}."
    ))  # fmt: skip
    blind = [gate.step.ref for gate in gates if not gate.criteria]
    yield from about("gate", GAP, blind, (
        f"1 checkpoint has no criteria for a go: {listed(blind)}." if len(blind) == 1
        else f"{len(blind):,} checkpoints have no criteria for a go: {listed(blind)}."
    ))  # fmt: skip
    idle = [gate.step.ref for gate in gates if not gate.followers]
    last = plan.steps[-1].ref if plan.steps else ""
    idle = [ref for ref in idle if ref != last]
    yield from about("gate", HINT, idle, (
        f"Nothing waits for 1 checkpoint: {listed(idle)}." if len(idle) == 1
        else f"Nothing waits for {len(idle):,} checkpoints: {listed(idle)}."
    ))  # fmt: skip
    yield from _unguarded(plan, gates)


def _unguarded(plan: PlanFacts, gates: tuple[Gate, ...]) -> Iterator[Finding]:
    """Steps after which there is no way back, and before which nobody says go."""
    guarded = {ref for gate in gates for ref in gate.followers}
    refs = [step.ref for step in plan.steps if step.final and step.ref not in guarded]
    if gates:
        yield from about("no-return", GAP, refs, (
            f"Nobody says go before 1 step after which there is no way back: {listed(refs)}." if len(refs) == 1
            else f"Nobody says go before {len(refs):,} steps after which there is no way back: {listed(refs)}."
        ))  # fmt: skip


def way_back(plan: PlanFacts, timetable: Timetable) -> Iterator[Finding]:
    """No rollback, one that takes too long, nothing that makes people turn back."""
    if plan.is_rollback:
        return
    if plan.way_back is None:
        sentence = "There is no rollback: make a plan of the kind “Rollback”, and give it its steps."
        yield Finding("rollback", GAP, (), sentence)
    else:
        yield from _too_long(plan, timetable)
    if not plan.triggers:
        sentence = "Nobody has said what makes you turn back: what is seen, from which threshold on, and who says so."
        yield Finding("triggers", GAP, (), sentence)
    vague = [one.ref for one in plan.triggers if not (one.threshold and one.said_by)]
    if vague:
        words = (
            "1 trigger of the rollback lacks" if len(vague) == 1 else f"{len(vague):,} triggers of the rollback lack"
        )
        yield Finding("triggers", GAP, (), f"{words} a threshold, or who says so: {listed(vague)}.")


def _too_long(plan: PlanFacts, timetable: Timetable) -> Iterator[Finding]:
    back = plan.way_back
    if back is None:
        return
    if back.takes is None:
        sentence = f"How long “{back.title}” takes cannot be computed, so nobody can tell until when one can turn back."
        yield Finding("rollback", GAP, (), sentence)
    elif plan.window and timetable.start and plan.window.end - back.takes <= timetable.start:
        much = written(round(back.takes.total_seconds() / 60))
        closes = day(plan.window.end.astimezone(plan.zone).date())
        sentence = f"“{back.title}” takes {much}: whoever turns back after the first step is not back by {closes}."
        yield Finding("rollback", GAP, (), sentence)
