"""What all actions on steps of a run have in common: who may, in which state, how a change is kept and recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.cutover import policies
from firstlight.cutover.actions.checkpoints import is_among
from firstlight.cutover.live.clock import said_at
from firstlight.cutover.live.queries import clock_of, moment, structure_of
from firstlight.cutover.live.structure import Held, Stand
from firstlight.cutover.models import Run, RunStep
from firstlight.cutover.rules import running
from firstlight.cutover.rules.merging import clashes
from firstlight.kernel.actions import Changed, Done, Subject
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.kernel.sheets.columns import check_storable
from firstlight.workspace.models import Person
from firstlight.workspace.queries import here, speaker

#: The longest text of a note, a reason, or a word on evidence.
LONGEST = 4_000
#: What is said where a reason is missing.
WHY = "Give a reason in a sentence."


@dataclass(frozen=True, slots=True)
class At:
    """A step of a run as it stands while nobody else can change it, and who speaks."""

    run: Run
    step: RunStep
    person: Person | None
    name: str


def fresh(context: Context, run: Run) -> Run:
    """The run as it stands now. NotFound for one of another project."""
    found = Run.objects.filter(pk=run.pk, project_id=here(context).pk).select_related("plan", "rehearsal").first()
    if found is None:
        raise NotFound("There is no such run.")
    return found


def at_step(context: Context, run: Run, ref: str, event: str, seen: int | None = None) -> At:
    """The step, where the event may happen to it.

    NotFound for one that is not there, Refused to who may not, Conflict with the reason as a sentence where the state
    of the step or of the run does not allow it.
    """
    now = fresh(context, run)
    step = RunStep.objects.filter(run=now, ref=ref).first()
    if step is None:
        raise NotFound("There is no such step in this run.")
    person = speaker(context)
    found = At(now, step, person, person.name if person else context.actor.name)
    if not running.may(event, standings_of(context, step, person)):
        raise Refused(_who(step, event))
    reason = running.held_back(now.state, event) or running.refusal_of(step.state, event, step.kind)
    if reason:
        raise Conflict(_sentence(now, step, reason), **_facts(now, step))
    return found


def standings_of(context: Context, step: RunStep, person: Person | None) -> frozenset[str]:
    """Where somebody stands to a step. Where nobody is named to do it, or to verify it, anybody may."""
    found = {running.OTHER}
    if policies.MAY_RUN.allows(context):
        found.add(running.LEAD)
    doers = [one for one in (step.owner, step.backup, step.skill) if one]
    does = person is not None and is_among(person, doers)
    if does or not doers:
        found.add(running.DOER)
    if step.verifier:
        if person is not None and is_among(person, [step.verifier]):
            found.add(running.CHECKER)
    elif not does:
        found.add(running.CHECKER)
    return frozenset(found)


def _who(step: RunStep, event: str) -> str:
    if event == running.VERIFY:
        return (
            f"“{step.title}” is verified by {step.verifier or 'somebody who does not do it'}, or by who leads the run."
        )
    if running.DOER in running.WHO[event]:
        doers = ", ".join(dict.fromkeys(one for one in (step.owner, step.backup, step.skill) if one))
        return f"“{step.title}” is done by {doers}, or by who leads the run."
    return "Only who leads the run may do this."


def _sentence(run: Run, step: RunStep, reason: str) -> str:
    """With who ended it and when, where that is why."""
    if run.state == Run.State.CLOSED or step.state not in (running.DONE, running.VERIFIED):
        return reason
    if not (step.ended and step.ended_by) or not reason.startswith("It is done"):
        return reason
    at = step.ended.astimezone(ZoneInfo(run.time_zone))
    return f"“{step.title}” is done already; {step.ended_by} said so at {at:%H:%M}."


def _facts(run: Run, step: RunStep) -> dict[str, Any]:
    ended = step.ended.isoformat() if step.ended else ""
    return {"state": step.state, "run": run.state, "by": step.ended_by, "at": ended, "version": run.version}


def check_merges(at: At, given: Mapping[str, Any], seen: int | None) -> None:
    """Conflict where somebody else wrote one of these fields since `seen`, with both values and who wrote it."""
    found = clashes(at.step.touched, {name: getattr(at.step, name) for name in given}, given, seen, at.name)
    if found:
        one = found[0]
        raise Conflict(
            f"{one.by} changed the {one.field} of “{at.step.title}” in the meantime. Look at both, and decide.",
            code="both-changed",
            field=one.field, theirs=one.theirs, yours=one.yours, by=one.by, at=one.at, version=at.run.version,
            clashes=[{"field": other.field, "theirs": other.theirs, "yours": other.yours} for other in found],
        )  # fmt: skip


def text(words: str, needed: str = "") -> str:
    """The words without space around. Invalid where they are too long or cannot be stored; where there are none, with
    the sentence `needed`, if that is given.
    """
    found = words.strip()
    try:
        check_storable(found)
    except ValueError as refused:
        raise Invalid(f"This text cannot be kept; expected {refused}.") from refused
    if needed and not found:
        raise Invalid(needed)
    if len(found) > LONGEST:
        raise Invalid(f"This text has {len(found):,} characters; at most {LONGEST:,} are kept.")
    return found


def holding(at: At, now: datetime, *, ends: bool = False) -> tuple[Held, ...]:
    """Why the step cannot begin yet, or with `ends` cannot end."""
    here_now = moment(at.run, now)
    ask = here_now.structure.held_end if ends else here_now.structure.held_start
    return ask(at.step.ref, here_now.stands, here_now.clock.to_plan(now))


def waiting_for(at: At, held: Iterable[Held], now: datetime) -> str:
    """In words what a step waits for: “12 Stop the interfaces”, the checkpoint 20, 22:00."""
    steps, clock, zone = structure_of(at.run).steps, clock_of(at.run, now), ZoneInfo(at.run.time_zone)
    said = []
    for one in list(held)[:5]:
        if one.until:
            said.append(said_at(clock.to_wall(one.until), zone))
        elif one.kind == "checkpoint":
            said.append(f"a go at the checkpoint “{steps[one.by].title}” ({one.by})")
        elif one.kind == "verification":
            said.append(f"the verification of “{steps[one.by].title}” ({one.by})")
        else:
            said.append(f"“{steps[one.by].title}” ({one.by})")
    return ", ".join(said)


def changed(context: Context, at: At, values: Mapping[str, Any], *, says: Iterable[str] = ()) -> Done[RunStep]:
    """Keep new values of a step, and with it the milestones that follow from it. `says` are fields that people write.

    Conflict where somebody else was faster, though the runner lets one change at a time happen to a project.
    """
    run, step = at.run, at.step
    version = run.version + 1
    stamp = {"version": version, "by": at.name, "at": context.now.isoformat()}
    own = {**values, "touched": {**step.touched, **dict.fromkeys(says, stamp)}, "changed": version}
    before = {name: getattr(step, name) for name in values}
    if RunStep.objects.filter(pk=step.pk, changed=step.changed, state=step.state).update(**own) != 1:
        raise Conflict("Somebody changed this step at the same moment. Look at it, and try again.")
    grown(run, version)
    for name, value in own.items():
        setattr(step, name, value)
    one = Changed(subject_of(run, step.ref, step.title), before, dict(values))
    return Done(step, (one, *(marks(run, context.now, version) if "state" in values else ())))


def grown(run: Run, version: int, **values: Any) -> None:
    """The run at its next version. Conflict where somebody else made that one."""
    if Run.objects.filter(pk=run.pk, version=version - 1).update(version=version, **values) != 1:
        raise Conflict("Somebody changed this run at the same moment. Look at it, and try again.")
    run.version = version
    for name, value in values.items():
        setattr(run, name, value)


def subject_of(run: Run, ref: str, title: str) -> Subject:
    """A step of a run in the ledger."""
    return Subject("run-step", f"{run.ref}/{ref}", f"{ref} {title}")


def marks(run: Run, now: datetime, version: int) -> tuple[Changed, ...]:
    """Milestones that are reached now, or no longer are, because a step changed."""
    here_now = moment(run, now)
    found = []
    for ref, stand in here_now.structure.marks(here_now.stands, here_now.clock.to_plan(now)).items():
        times = [here_now.clock.to_wall(at) if at else None for at in (stand.started, stand.ended)]
        values = {"state": stand.state, "started": times[0], "ended": times[1]}
        was: Stand = here_now.stands[ref]
        RunStep.objects.filter(run=run, ref=ref).update(**values, changed=version)
        subject = subject_of(run, ref, here_now.structure.steps[ref].title)
        found.append(Changed(subject, {"state": was.state}, values))
    return tuple(found)


def before_its_turn(at: At, began: datetime, now: datetime) -> str:
    """A warning where a step began, as paper says, before what it waits for was there; "" where it did not."""
    here_now = moment(at.run, now)
    held = here_now.structure.held_start(at.step.ref, here_now.stands, here_now.clock.to_plan(began))
    if held:
        return f"It began before its turn: it waited for {waiting_for(at, held, now)}."
    since = here_now.structure.ready_since(at.step.ref, here_now.stands)
    if since and here_now.clock.to_plan(began) < since:
        when = here_now.clock.to_wall(since).astimezone(ZoneInfo(at.run.time_zone))
        return f"It began before its turn: what it waits for was there at {when:%H:%M}."
    return ""
