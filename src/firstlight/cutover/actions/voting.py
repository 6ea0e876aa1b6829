"""Votes and decisions at the checkpoints of a run, and turning back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal

from django.db.models import Max

from firstlight.cutover import audit, policies
from firstlight.cutover.actions.checkpoints import is_among
from firstlight.cutover.actions.runs import opened_run, pause_run
from firstlight.cutover.actions.stepping import (
    WHY,
    At,
    at_step,
    changed,
    fresh,
    holding,
    standings_of,
    text,
    waiting_for,
)
from firstlight.cutover.models import Decision, Plan, Run, RunDecision, RunVote
from firstlight.cutover.rules import running
from firstlight.cutover.rules.findings.people import same_person
from firstlight.cutover.rules.votes import Vote, outcome_of, quorum_of, seats_of
from firstlight.kernel.actions import Changed, Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, Refused
from firstlight.workspace.models import Person


@action(policy=policies.MAY_DECIDE, record=audit.CHECKPOINT_VOTED)
def vote_at_checkpoint(
    context: Context, run: Run, step: str, *, outcome: Literal["go", "no-go"], reason: str = "", said_by: str = ""
) -> Done[RunVote]:
    """Say go or no-go at a checkpoint of a run. Who is named there does so, once.

    Until it is decided it may be changed. `said_by` is who said so where who leads the run writes it down. Refused to
    everybody else. Invalid for a no-go without a reason, Conflict while what the checkpoint waits for is not there.
    """
    why = text(reason, "" if outcome == "go" else WHY)
    at = at_step(context, run, step, running.DECIDE)
    _check_ready(context, at)
    round = RunDecision.objects.filter(run=at.run, step=step).count()
    votes = list(RunVote.objects.filter(run=at.run, step=step, round=round))
    name, seats = _speaks_for(context, at, said_by.strip())
    own = next((one for one in votes if same_person(one.person, name)), None)
    free = [seat for seat in seats if not any(one.seat == seat and one is not own for one in votes)]
    if own is None and not free:
        raise Conflict("Somebody has spoken already for those who are named here.", code="seat-taken")
    seat = own.seat if own else free[0]
    before = {"outcome": own.outcome, "reason": own.reason} if own else None
    values = {"person": name, "outcome": outcome, "reason": why, "at": context.now}
    vote, _new = RunVote.objects.update_or_create(
        run=at.run, step=step, round=round, seat=seat, defaults={**values, "project_id": at.run.project_id}
    )
    touched = changed(context, at, {})
    subject = Subject("run-vote", f"{at.run.ref}/{step}/{round + 1}/{seat}", f"{step} {at.step.title}")
    facts = {"person": name, "seat": seat, "outcome": outcome, "reason": why, "recorded_by": at.name}
    return Done(vote, (Changed(subject, before, facts), *(one for one in touched.changes if one.after)))


def _check_ready(context: Context, at: At) -> None:
    held = holding(at, context.now)
    if held:
        raise Conflict(
            f"“{at.step.title}” ({at.step.ref}) cannot be decided yet. It waits for "
            f"{waiting_for(at, held, context.now)}.",
            code="not-ready", waits_for=[one.by for one in held if one.by], version=at.run.version,
        )  # fmt: skip


def _speaks_for(context: Context, at: At, said_by: str) -> tuple[str, list[str]]:
    """Who votes, and for which of those who are named."""
    named = seats_of(at.step.deciders, at.step.owner, at.step.skill)
    if not named:
        raise Invalid(f"The checkpoint “{at.step.title}” names nobody who says go or no-go; give it to somebody first.")
    if at.person is not None and said_by in ("", at.person.name):
        own = [seat for seat in named if is_among(at.person, [seat])]
        if own:
            return at.person.name, own
    if running.LEAD not in standings_of(context, at.step, at.person):
        raise Refused(f"Go or no-go is said here by {', '.join(named)}.")
    people = [one for one in Person.objects.filter(project_id=at.run.project_id) if same_person(one.name, said_by)]
    seats = [seat for seat in named if same_person(seat, said_by) or any(is_among(one, [seat]) for one in people)]
    if not seats:
        raise Invalid(f"Say whose word it is: {', '.join(named)}.")
    return said_by, seats


@action(policy=policies.MAY_DECIDE, record=audit.CHECKPOINT_DECIDED_IN_RUN)
def decide_in_run(
    context: Context, run: Run, step: str, *, outcome: Literal["go", "no-go"], reason: str,
    follows: Literal["", "rollback", "repeat"] = "", unmet: Sequence[str] = (),
) -> Done[RunDecision]:  # fmt: skip
    """Record what was decided at a checkpoint of a run, when more than half of those who are named have spoken.

    Who is named does so, or who leads the run. It is what most of them said; with as many for as against it is a
    no-go. A go ends the checkpoint, and what follows waits no longer; a no-go says what follows: turn back, or decide
    again. Votes and dissent are kept as they were. In a live run the decision is one of the plan, too.
    """
    why = text(reason, WHY)
    if (outcome == "no-go") != bool(follows):
        raise Invalid("After a no-go say what follows: turn back, or decide again.")
    at = at_step(context, run, step, running.DECIDE)
    _check_ready(context, at)
    seats = seats_of(at.step.deciders, at.step.owner, at.step.skill)
    decides = at.person is not None and is_among(at.person, seats)
    if not decides and running.LEAD not in standings_of(context, at.step, at.person):
        raise Refused(f"Go or no-go is said here by {', '.join(seats)}.")
    round = RunDecision.objects.filter(run=at.run, step=step).count()
    votes = [Vote(one.seat, one.person, one.outcome, one.reason)
             for one in RunVote.objects.filter(run=at.run, step=step, round=round)]  # fmt: skip
    if len(votes) < quorum_of(seats):
        raise Conflict(f"{len(votes)} of {len(seats)} have spoken; {quorum_of(seats)} have to.", code="no-quorum")
    if outcome_of(votes) != outcome:
        raise Conflict(f"Most of them said {outcome_of(votes)}, so that is what is decided.", code="not-what-was-said")
    made = RunDecision.objects.create(
        project_id=at.run.project_id, run=at.run, step=step, round=round, outcome=outcome, follows=follows, reason=why,
        unmet=list(unmet), votes=[list(one) for one in votes], at=context.now, recorded_by=at.name,
    )  # fmt: skip
    _in_plan(context, at, made)
    values: dict[str, Any] = {"reason": "" if outcome == "go" else why}
    if outcome == "go":
        began = min(at.step.started or context.now, context.now)
        values |= {"state": running.DONE, "started": began, "ended": context.now, "ended_by": at.name}
    facts = {"outcome": outcome, "follows": follows, "reason": why, "votes": made.votes, "unmet": made.unmet}
    subject = Subject("run-decision", f"{at.run.ref}/{step}/{round + 1}", f"{step} {at.step.title}")
    return Done(made, (Changed(subject, None, facts), *changed(context, at, values, says=("reason",)).changes))


def _in_plan(context: Context, at: At, made: RunDecision) -> None:
    """What is decided live is decided for the plan."""
    if at.run.mode != Run.Mode.LIVE:
        return
    votes = [Vote(*one) for one in made.votes]
    # Of the decisions of a plan the last one counts, so this one is after all others, clock set back or not.
    said = Decision.objects.filter(project_id=at.run.project_id, plan=at.run.plan, task=made.step)
    last = said.aggregate(at=Max("at"))["at"]
    moment = max(made.at, last + timedelta(microseconds=1)) if last else made.at
    dissent = [one for one in votes if one.outcome != made.outcome]
    Decision.objects.create(
        project_id=at.run.project_id, plan=at.run.plan, task=made.step, outcome=made.outcome, follows=made.follows,
        decided_by=", ".join(one.person for one in votes)[:200], at=moment, reason=made.reason, unmet=made.unmet,
        dissent="\n".join(f"{one.person}: {one.reason or one.outcome}" for one in dissent),
        recorded_by=made.recorded_by,
    )  # fmt: skip


@action(policy=policies.MAY_RUN, record=audit.RUN_TURNED_BACK)
def turn_back(context: Context, run: Run) -> Done[Run]:
    """Open the way back of a run as a run of its own, after a no-go that leads back; the run itself is paused.

    Conflict where nothing of the kind was decided, or the way back is open already; Invalid without a rollback plan.
    """
    now = fresh(context, run)
    last = RunDecision.objects.filter(run=now).last()
    if now.state == Run.State.CLOSED or last is None or last.follows != "rollback":
        raise Conflict("At none of its checkpoints it was decided last to turn back.")
    plans = Plan.objects.filter(project_id=now.project_id, kind=Plan.Kind.ROLLBACK).order_by("ref")
    usual = [None] if now.plan.kind == Plan.Kind.CUTOVER else []
    back = next((one for one in plans if one.back_from_id in (now.plan_id, *usual) and one.tasks.exists()), None)
    if back is None:
        raise Invalid("The plan has no way back with steps; make a rollback plan first.")
    if now.state == Run.State.RUNNING:
        pause_run(context, now, reason=last.reason)
    return opened_run(context, back, now.mode, back_from=fresh(context, now))
