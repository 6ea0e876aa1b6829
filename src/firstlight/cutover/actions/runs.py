"""Runs of plans: opened, started, paused, closed. The same for rehearsals and for the real thing."""

from __future__ import annotations

from datetime import datetime
from math import floor
from typing import Any, Literal

from firstlight.cutover import audit, policies
from firstlight.cutover.actions.giving_back import to_plan, to_rehearsal
from firstlight.cutover.actions.opening import begin_with, copied_run, made_from, moved_to, next_ref, replanned
from firstlight.cutover.actions.stepping import fresh, grown, marks, text
from firstlight.cutover.models import Plan, Rehearsal, Run, RunStep, Timing
from firstlight.cutover.rules import running
from firstlight.kernel.actions import Changed, Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.workspace.models import Project
from firstlight.workspace.queries import here

_BATCH = 200


@action(policy=policies.MAY_RUN, record=audit.RUN_OPENED)
def open_run(
    context: Context, plan: Plan, *, mode: Literal["rehearsal", "live"], rehearsal: str = "", title: str = "",
    begins: datetime | None = None, first_step: str = "",
) -> Done[Run]:  # fmt: skip
    """Prepare a run of a plan: a copy of it, in which nothing has happened yet.

    A rehearsal run times a rehearsal, by its ref; where none is named, or none of that ref is there, it is made. It
    begins when it is started; `begins` is when that is meant to be. With a `first_step` what is planned before that one
    is left out. A live run has the times of the plan, and what the
    plan says has happened. Conflict where a run of the plan is open, or the rehearsal was timed already; Invalid for a
    plan that cannot be computed.
    """
    if plan.project_id != here(context).pk:
        raise NotFound("There is no such plan.")
    return opened_run(context, plan, mode, rehearsal.strip(), title, begins, first_step=first_step.strip())


def opened_run(
    context: Context, plan: Plan, mode: str, rehearsal: str = "", title: str = "", begins: datetime | None = None,
    back_from: Run | None = None, first_step: str = "",
) -> Done[Run]:  # fmt: skip
    """The same for a way back, too: it begins when it is started, and is of the mode of the run it leads back from."""
    project = here(context)
    already = Run.objects.filter(plan=plan).exclude(state=Run.State.CLOSED).first()
    if already:
        raise Conflict(f"“{already.title}” ({already.ref}) is open; close it first.", run=already.ref)
    run = Run(project=project, plan=plan, mode=mode, opened=context.now, opened_by=context.actor.name)
    run.ref, run.back_from = next_ref(Run, project, "RUN-"), back_from
    run, steps = copied_run(project, plan, context.now, run)
    recorded: list[Changed] = []
    if mode == Run.Mode.REHEARSAL:
        run.rehearsal, new = _rehearsal(project, plan, rehearsal)
        recorded += new
    elif rehearsal or begins or first_step:
        raise Invalid("A live run is no rehearsal, and begins when and where the plan says; leave that out.")
    if first_step:
        run.first_step = first_step
        begin_with(run, steps, first_step, context.now)
    if _is_moved(run):
        run.shift = _seconds(run.begins, begins or context.now)
    run.title = text(title)[:200] or _title(plan, run)
    run.save(force_insert=True)
    for step in steps:
        step.run = run
    RunStep.objects.bulk_create(steps, batch_size=_BATCH)
    facts = {**_facts(run), **made_from(project, steps), "back_from": back_from.ref if back_from else ""}
    return Done(run, (*recorded, Changed(_subject(run), None, facts)))


def _is_moved(run: Run) -> bool:
    """Whether a run begins when it is started, whatever the plan says: a rehearsal, and a way back."""
    return run.mode == Run.Mode.REHEARSAL or run.back_from_id is not None


def _seconds(first: datetime, then: datetime) -> int:
    """Whole seconds, never more than there are: at `then` the first step's time has come."""
    return floor((then - first).total_seconds())


def _title(plan: Plan, run: Run) -> str:
    return f"{plan.title[:150]}, {run.rehearsal.ref if run.rehearsal else 'live'}"


def _rehearsal(project: Project, plan: Plan, ref: str) -> tuple[Rehearsal, list[Changed]]:
    """The rehearsal of that ref, made where it is not there. Conflict for one of another plan, or one that is timed."""
    if len(ref) > 60 or not (ref.isprintable() or not ref):
        raise Invalid("The ref of a rehearsal has at most 60 printable characters.")
    found = Rehearsal.objects.filter(project=project, ref=ref).first() if ref else None
    if found is None:
        ref = ref or next_ref(Rehearsal, project, "R")
        made = Rehearsal.objects.create(project=project, plan=plan, ref=ref, title=f"Rehearsal {ref}")
        return made, [Changed(Subject("rehearsal", ref, made.title), None, {"ref": ref, "plan": plan.ref})]
    if found.plan_id != plan.pk:
        raise Conflict(f"“{found.title}” ({ref}) is a rehearsal of another plan.")
    if Timing.objects.filter(rehearsal=found).exists() or found.runs.exists():
        raise Conflict(f"“{found.title}” ({ref}) was timed already; name another rehearsal, or none.")
    return found, []


@action(policy=policies.MAY_RUN, record=audit.RUN_STARTED)
def start_run(context: Context, run: Run) -> Done[Run]:
    """Start a run that is prepared. A rehearsal begins at this moment: its plan is moved there.

    A live run has the times of its plan: what is late then shows.
    """
    now = _moved(context, run, running.START)
    values: dict[str, Any] = {"state": running.RUNNING, "started": context.now}
    if _is_moved(now):
        values |= moved_to(now, context.now)
    done = _changed(context, now, values)
    if "blackouts" in values:
        replanned(now, now.version)
    return Done(done.value, (*done.changes, *marks(now, context.now, now.version)))


@action(policy=policies.MAY_RUN, record=audit.RUN_PAUSED)
def pause_run(context: Context, run: Run, *, reason: str = "") -> Done[Run]:
    """Pause a run: nothing is begun until it goes on. In a rehearsal its clock stands still; in a live run it does not,
    and the pause shows as delay.
    """
    now = _moved(context, run, running.PAUSE)
    pauses = [*now.pauses, [context.now.isoformat(), None]]
    return _changed(context, now, {"state": running.PAUSED, "pauses": pauses, "note": text(reason)})


@action(policy=policies.MAY_RUN, record=audit.RUN_RESUMED)
def resume_run(context: Context, run: Run) -> Done[Run]:
    """Let a paused run go on."""
    now = _moved(context, run, running.RESUME)
    return _changed(context, now, {"state": running.RUNNING, "pauses": _ended(now, context.now)})


@action(policy=policies.MAY_RUN, record=audit.RUN_CLOSED)
def close_run(context: Context, run: Run, *, reason: str = "") -> Done[Run]:
    """Close a run; nothing of it is changed after that. Invalid without a reason where steps are not done.

    What its steps took goes to its rehearsal, less what was paused, and from there to proposals of durations; that of
    a live run becomes what the plan says has happened.
    """
    now = _moved(context, run, running.CLOSE)
    why = text(reason)
    left = RunStep.objects.filter(run=now).exclude(kind="group").exclude(state__in=running.ENDED).count()
    if left and not why:
        raise Invalid(f"Steps that are not done: {left:,}. Say why the run is closed all the same.")
    closed = max(context.now, now.started) if now.started else context.now
    values = {"state": running.CLOSED, "closed": closed, "closed_because": why, "pauses": _ended(now, context.now)}
    done = _changed(context, now, values)
    if now.started is None:
        return done
    given = to_rehearsal(now) if now.mode == Run.Mode.REHEARSAL else to_plan(now)
    return Done(done.value, (*done.changes, *given))


@action(policy=policies.MAY_RUN, record=audit.RUN_RESET)
def reset_run(context: Context, run: Run) -> Done[Run]:
    """Begin a rehearsal run anew: the plan is copied again as it is now, and nothing has happened yet.

    It begins with the same step as before. What had happened stays in the ledger, and what was printed is kept.
    Conflict for a live run and for one that is closed; Invalid where the plan no longer has its first step.
    """
    now = fresh(context, run)
    if now.mode != Run.Mode.REHEARSAL or now.state == Run.State.CLOSED:
        raise Conflict("Only a rehearsal that is open begins anew; a live run does not.", state=now.state)
    counted = RunStep.objects.filter(run=now).exclude(started=None).count()
    for rows in (now.votes, now.decisions, now.issues, now.steps):
        rows.all().delete()
    before = {"state": now.state, "started": now.started, "steps_begun": counted}
    now, steps = copied_run(here(context), now.plan, context.now, now)
    if now.first_step:
        begin_with(now, steps, now.first_step, context.now)
    version = now.version + 1
    for step in steps:
        step.run, step.changed = now, version
    RunStep.objects.bulk_create(steps, batch_size=_BATCH)
    now.state, now.started, now.note, now.version = Run.State.PREPARED, None, "", version
    now.pauses, now.clock_steps = [], []
    now.shift = _seconds(now.begins, context.now)
    now.save()
    return Done.one(now, _subject(now), before=before, after={"state": now.state, **made_from(here(context), steps)})


@action(policy=policies.MAY_RUN, record=audit.RUN_CLONED)
def clone_run(context: Context, run: Run, *, title: str = "") -> Done[Run]:
    """Open another rehearsal of the plan of a run, with the people that this run had, from the same first step.

    Conflict while a run of the plan is open.
    """
    source = fresh(context, run)
    done = opened_run(context, source.plan, Run.Mode.REHEARSAL, "", title, first_step=source.first_step)
    people = ("owner", "backup", "verifier")
    known = {row[0]: row[1:] for row in source.steps.values_list("ref", *people)}
    changed = []
    for step in done.value.steps.all():
        if step.ref in known and known[step.ref] != tuple(getattr(step, name) for name in people):
            step.owner, step.backup, step.verifier = known[step.ref]
            changed.append(step)
    RunStep.objects.bulk_update(changed, people, batch_size=_BATCH)
    (*others, opened) = done.changes
    after = {**(opened.after or {}), "cloned_from": source.ref, "people_changed": len(changed)}
    return Done(done.value, (*others, Changed(opened.subject, None, after)))


def _moved(context: Context, run: Run, event: str) -> Run:
    """The run as it stands, where the event may happen to it. Conflict, with the reason, where it may not."""
    now = fresh(context, run)
    to = running.RUN_MOVES[now.state, event]
    if to not in running.RUN_STATES:
        raise Conflict(to, state=now.state, version=now.version)
    return now


def _ended(run: Run, now: datetime) -> list[list[str | None]]:
    """The pauses, the last one over. A clock that was set back makes none shorter than nothing."""
    if run.state != Run.State.PAUSED:
        return list(run.pauses)
    start = run.pauses[-1][0]
    return [*run.pauses[:-1], [start, max(now, datetime.fromisoformat(start)).isoformat()]]


def _changed(context: Context, run: Run, values: dict[str, Any]) -> Done[Run]:
    before = {name: getattr(run, name) for name in values}
    grown(run, run.version + 1, **values)
    return Done.one(run, _subject(run), before=before, after=values)


def _subject(run: Run) -> Subject:
    return Subject("cutover-run", run.ref, run.title)


def _facts(run: Run) -> dict[str, Any]:
    return {
        "ref": run.ref, "plan": run.plan.ref, "mode": run.mode, "title": run.title,
        "rehearsal": run.rehearsal.ref if run.rehearsal else "", "shift": run.shift, "begins": run.begins,
    }  # fmt: skip
