"""Saying go or no-go at a checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from firstlight.cutover import audit, policies, stores
from firstlight.cutover.models import Decision, Task
from firstlight.cutover.rules.findings.people import same_person
from firstlight.kernel.actions import Changed, Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.kernel.sheets import RowChange
from firstlight.workspace.models import Person
from firstlight.workspace.queries import here, speaker
from firstlight.workspace.roles import ROLES


@dataclass(frozen=True, slots=True)
class Said:
    """What is said at a checkpoint. `follows` is what is done after a no-go, `decided_by` who said it where somebody
    else writes it down, `at` when (None: now), `seen` the number of decisions that were there before.
    """

    outcome: Literal["go", "no-go"]
    reason: str
    follows: Literal["", "rollback", "repeat"] = ""
    dissent: str = ""
    decided_by: str = ""
    unmet: tuple[str, ...] = ()
    at: datetime | None = None
    seen: int | None = None


@action(policy=policies.MAY_DECIDE, record=audit.CHECKPOINT_DECIDED)
def decide_checkpoint(context: Context, task: Task, said: Said) -> Done[Decision]:
    """Say go or no-go. A go ends the checkpoint, and what follows waits no longer; a no-go says what follows.

    Who is named at the checkpoint says so, or who plans the cutover writes down what they said. Refused to others.
    Invalid without a reason, for a no-go that says nothing of what follows, for a time to come, for a checkpoint that
    names nobody. Conflict when somebody decided in the meantime.
    """
    project = here(context)
    if task.project_id != project.pk:
        raise NotFound("There is no such step.")
    _check(context, task, said)
    name = _decider(context, task, said.decided_by)
    known = list(Decision.objects.select_for_update().filter(project_id=project.pk, task=task.ref).order_by("at", "pk"))
    at = said.at or context.now
    if said.seen is not None and said.seen != len(known):
        raise Conflict("Somebody decided at this checkpoint in the meantime. Look at it, and decide again.")
    if known and at <= known[-1].at:
        raise Invalid("A decision is later than the one before it.")
    made = Decision.objects.create(
        project_id=project.pk, plan_id=task.plan_id, task=task.ref, outcome=said.outcome, follows=said.follows,
        decided_by=name, at=at, reason=said.reason.strip(), dissent=said.dissent.strip(), unmet=list(said.unmet),
        recorded_by=context.actor.name,
    )  # fmt: skip
    facts = {
        "outcome": made.outcome, "follows": made.follows, "decided_by": name, "at": at, "reason": made.reason,
        "dissent": made.dissent, "unmet": list(said.unmet), "recorded_by": made.recorded_by,
    }  # fmt: skip
    subject = Subject("checkpoint-decision", f"{task.ref} {len(known) + 1}", f"{task.ref} {task.title}")
    return Done(made, (Changed(subject, None, facts), *_ended(task, said, at)))


@action(policy=policies.MAY_RECORD, record=audit.DECISIONS_RECORDED)
def record_decisions(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record what was decided at checkpoints from a file. Invalid where a no-go says nothing of what follows."""
    problems = tuple(
        row.problem("after a no-go it says what follows: turn back, or decide again.", column="follows")
        for row in (change.after for change in changes if change.after)
        if (row.values["outcome"] == Decision.Outcome.NO_GO) != bool(row.values["follows"])
    )
    if problems:
        raise Invalid("Some decisions cannot be kept like that.", problems=problems)
    made = stores.make_usual_plan(project, changes)
    return Done(len(changes), (*made, *stores.decisions.write(project, changes)))


def _check(context: Context, task: Task, said: Said) -> None:
    if task.kind != Task.Kind.CHECKPOINT:
        raise Invalid(f"“{task.title}” is no checkpoint, so there is nothing to decide.")
    if not said.reason.strip():
        raise Invalid("A decision says why; give a reason in a sentence.")
    if (said.outcome == "no-go") != bool(said.follows):
        raise Invalid("After a no-go say what follows: turn back, or decide again.")
    if said.at is not None and said.at > context.now:
        raise Invalid("Nobody decides in time to come; give when it was said.")


def _decider(context: Context, task: Task, given: str) -> str:
    """Who decides, by name: the speaker where they are named, or one who is named where a planner writes it down."""
    named = [str(one) for one in task.deciders] or [one for one in (task.owner or task.skill,) if one]
    if not named:
        raise Invalid(f"The checkpoint “{task.title}” names nobody who says go or no-go; name them first.")
    person = speaker(context)
    if person is not None and is_among(person, named) and given.strip() in ("", person.name):
        return person.name
    if not policies.MAY_PLAN.allows(context):
        raise Refused(f"Go or no-go is said here by {', '.join(named)}.")
    others = Person.objects.filter(project_id=task.project_id)
    wanted = given.strip()
    if any(same_person(wanted, one) for one in named) or any(
        same_person(one.name, wanted) and is_among(one, named) for one in others
    ):
        return wanted
    raise Invalid(f"Say who decided: {', '.join(named)}.")


def is_among(person: Person, named: Sequence[str]) -> bool:
    """Whether somebody is named by name or by a role that they hold."""
    words = [person.name, person.ref, *person.roles, *(ROLES.get(role, role) for role in person.roles)]
    return any(same_person(one, word) for one in named for word in words)


def _ended(task: Task, said: Said, at: datetime) -> tuple[Changed, ...]:
    """With a go the checkpoint is done, unless somebody has written down when."""
    if said.outcome != "go" or task.actual_end is not None:
        return ()
    began = min(task.actual_start or at, at)
    Task.objects.filter(pk=task.pk).update(actual_start=began, actual_end=at, percent=100)
    before = {"actual_start": task.actual_start, "actual_end": None, "percent": task.percent}
    after = {"actual_start": began, "actual_end": at, "percent": 100}
    return (Changed(Subject("cutover-task", task.ref, task.title), before, after),)
