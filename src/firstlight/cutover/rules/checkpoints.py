"""Checkpoints: who says go or no-go by what, what was said, and which steps wait for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from firstlight.cutover.rules.criteria import criteria_of as listed_in
from firstlight.cutover.rules.facts import CHECKPOINT, GROUP, Decided, PlanFacts, Step
from firstlight.cutover.rules.links import read_link

GO, NO_GO, ROLLBACK, REPEAT = "go", "no-go", "rollback", "repeat"
#: Where a checkpoint stands: nobody has decided, go, decide again, turn back.
OPEN, AGAIN, BACK = "open", "again", "back"


@dataclass(frozen=True, slots=True)
class Gate:
    """A checkpoint. `deciders` and `criteria` fall back on its owner and its verification.

    `said` are the decisions on it, the newest last; `followers` the steps after it, which wait until it is a go.
    """

    step: Step
    deciders: tuple[str, ...]
    criteria: tuple[str, ...]
    said: tuple[Decided, ...]
    followers: tuple[str, ...]

    @property
    def state(self) -> str:
        """Where it stands by what was said last."""
        if not self.said:
            return OPEN
        last = self.said[-1]
        return GO if last.outcome == GO else BACK if last.follows == ROLLBACK else AGAIN


def deciders_of(step: Step) -> tuple[str, ...]:
    """Who says go or no-go: as the step says, else its owner, else who can do it."""
    return step.deciders or tuple(one for one in (step.owner or step.skill,) if one)


def criteria_of(step: Step) -> tuple[str, ...]:
    """By what they say it: the criteria, else what its verification lists."""
    return step.criteria or listed_in(step.verification)


def gates_of(plan: PlanFacts) -> tuple[Gate, ...]:
    """The checkpoints of a plan, in its order."""
    after = _after(plan)
    order = {step.ref: number for number, step in enumerate(plan.steps)}
    said: dict[str, list[Decided]] = {}
    for one in sorted(plan.decisions, key=lambda one: one.at):
        said.setdefault(one.task, []).append(one)
    return tuple(
        Gate(
            step, deciders_of(step), criteria_of(step), tuple(said.get(step.ref, ())),
            tuple(sorted(_reached(after, step.ref), key=order.__getitem__)),
        )
        for step in plan.steps if step.kind == CHECKPOINT
    )  # fmt: skip


def held_by(gates: Iterable[Gate]) -> Mapping[str, Gate]:
    """For each step that waits: the first checkpoint that is not a go."""
    held: dict[str, Gate] = {}
    for gate in gates:
        if gate.state != GO:
            for ref in gate.followers:
                held.setdefault(ref, gate)
    return held


def begun_too_early(plan: PlanFacts, gates: Iterable[Gate]) -> Iterator[str]:
    """Steps that began before the checkpoints they wait for were a go."""
    began = {step.ref: step.actual_start for step in plan.steps if step.actual_start}
    for gate in gates:
        went = next((one.at for one in gate.said if one.outcome == GO), None)
        for ref in gate.followers:
            if ref in began and (went is None or began[ref] < went):
                yield ref


_Node = tuple[str, bool]


def _after(plan: PlanFacts) -> Mapping[_Node, list[_Node]]:
    """What comes after what. A group has a beginning (True) and an end (False), other steps only an end."""
    groups = {step.ref for step in plan.steps if step.kind == GROUP}
    found: dict[_Node, list[_Node]] = {}

    def begins(ref: str) -> _Node:
        return ref, ref in groups

    for step in plan.steps:
        for words in step.predecessors:
            found.setdefault((read_link(words).ref, False), []).append(begins(step.ref))
        if step.group in groups and step.group != step.ref:
            found.setdefault((step.group, True), []).append(begins(step.ref))
            found.setdefault((step.ref, False), []).append((step.group, False))
    return found


def _reached(after: Mapping[_Node, list[_Node]], ref: str) -> set[str]:
    """The steps behind one, without the groups that it stands in."""
    seen: set[_Node] = set()
    left = [*after.get((ref, False), ())]
    while left:
        node = left.pop()
        if node not in seen:
            seen.add(node)
            left += after.get(node, ())
    begun = {name for name, begins in seen if begins}
    plain = {name for name, begins in seen if not begins and (name, True) not in after}
    return (begun | plain) - {ref}
