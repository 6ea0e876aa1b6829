"""Steps of a run: begun, done, verified, skipped, taken up again, blocked, given to others. See rules.running."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from firstlight.cutover import audit, policies
from firstlight.cutover.actions.checkpoints import is_among
from firstlight.cutover.actions.stepping import (
    WHY,
    At,
    at_step,
    before_its_turn,
    changed,
    check_merges,
    holding,
    standings_of,
    text,
    waiting_for,
)
from firstlight.cutover.live.queries import moment, structure_of
from firstlight.cutover.models import Run, RunStep
from firstlight.cutover.rules import running
from firstlight.cutover.rules.findings.people import same_person
from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, Refused

#: A time on paper may lie ahead of our clock by less than this: one of the two is wrong, and the entry is kept.
AHEAD = timedelta(days=1)


@action(policy=policies.MAY_WORK, record=audit.STEP_STARTED)
def start_step(context: Context, run: Run, step: str) -> Done[RunStep]:
    """Begin a step of a run. Its owner, its backup or who leads the run does so.

    Conflict, with what it waits for, where it is not ready: what it depends on is not there, a checkpoint before it has
    no go, or its time has not come; and where it has begun, is blocked or over, or the run does not go on.
    """
    at = at_step(context, run, step, running.START)
    held = holding(at, context.now)
    if held:
        raise Conflict(
            f"“{at.step.title}” ({step}) cannot begin yet. It waits for {waiting_for(at, held, context.now)}.",
            code="not-ready", waits_for=[one.by for one in held if one.by], version=at.run.version,
        )  # fmt: skip
    return changed(context, at, _begun(context, at))


@action(policy=policies.MAY_RUN, record=audit.STEP_OVERRIDDEN)
def override_step(context: Context, run: Run, step: str, *, reason: str) -> Done[RunStep]:
    """Begin a step before its turn. Who leads the run does so, and says why; the ledger keeps both.

    No override passes a checkpoint: there the people who are named decide. Where nothing holds the step any more, it
    is simply begun.
    """
    why = text(reason, WHY)
    at = at_step(context, run, step, running.OVERRIDE)
    held = holding(at, context.now)
    gates = [one.by for one in held if one.kind == "checkpoint"]
    if gates:
        raise Conflict(
            f"“{at.step.title}” ({step}) waits for {waiting_for(at, held, context.now)}. "
            "No override passes a checkpoint; go is said there.",
            code="not-ready", waits_for=gates, version=at.run.version,
        )  # fmt: skip
    own = {"overridden": True, "reason": why} if held else {}
    return changed(context, at, {**_begun(context, at), **own}, says=("reason",) if own else ())


def _begun(context: Context, at: At) -> dict[str, Any]:
    return {"state": running.RUNNING, "started": context.now, "started_by": at.name, "entered_late": None}


@action(policy=policies.MAY_WORK, record=audit.STEP_FINISHED)
def finish_step(
    context: Context, run: Run, step: str, *, note: str = "", evidence: str = "", because: str = "",
    seen: int | None = None,
) -> Done[RunStep]:  # fmt: skip
    """Say that a step is done. Its owner, its backup or who leads the run does so; a milestone is reached like that.

    `because` is why it ends although what has to end before it has not; only who leads the run may give it. Where the
    clock was set back it ends when it began, with a warning: no entry is lost, no time is negative. Conflict where it
    does not run, or where somebody else wrote the note or the evidence after version `seen`.
    """
    at = at_step(context, run, step, running.FINISH)
    held = holding(at, context.now, ends=at.step.kind != "milestone")
    why = text(because)
    if held and not (why and running.LEAD in standings_of(context, at.step, at.person)):
        raise Conflict(
            f"“{at.step.title}” ({step}) cannot end yet. It waits for {waiting_for(at, held, context.now)}.",
            code="not-ready", waits_for=[one.by for one in held if one.by], version=at.run.version,
        )  # fmt: skip
    said = _said(at, {"note": note, "evidence": evidence}, seen)
    own = {"overridden": True, "reason": why} if held else {}
    values = {"state": running.DONE, "ended_by": at.name, **_ended(at.step.started, context.now), **said, **own}
    return changed(context, at, values, says=(*said, *(("reason",) if own else ())))


def _ended(started: datetime | None, now: datetime) -> dict[str, Any]:
    """Start and end. A clock that was set back makes no step shorter than nothing."""
    if started is None or started <= now:
        return {"started": started or now, "ended": now}
    warning = (
        f"By the clock it ended at {now:%Y-%m-%d %H:%M:%S} UTC, before it began at {started:%Y-%m-%d %H:%M:%S} UTC. "
        "The beginning was taken for its end."
    )
    return {"started": started, "ended": started, "warning": warning}


def _said(at: At, given: Mapping[str, str], seen: int | None) -> dict[str, str]:
    """The texts that were given; an empty one changes nothing. Conflict where somebody else wrote them since."""
    said = {name: found for name, words in given.items() if (found := text(words))}
    check_merges(at, said, seen)
    return said


@action(policy=policies.MAY_WORK, record=audit.STEP_VERIFIED)
def verify_step(context: Context, run: Run, step: str, *, evidence: str = "", seen: int | None = None) -> Done[RunStep]:
    """Say that a step that is done worked, with what shows it. Whoever is named to verify it does so, or who leads the
    run; never its owner, nor who said that it is done.

    Invalid without a word of evidence, now or before.
    """
    at = at_step(context, run, step, running.VERIFY)
    did = at.step.ended_by
    if (did and same_person(did, at.name)) or (at.person and at.step.owner and is_among(at.person, [at.step.owner])):
        raise Refused("Somebody else verifies: neither the owner of the step nor who said that it is done.")
    said = _said(at, {"evidence": evidence}, seen)
    if not (said or at.step.evidence):
        raise Invalid("Say what shows that it worked; a step is verified with evidence.")
    values = {"state": running.VERIFIED, "verified_by": at.name, "verified": context.now, **said}
    return changed(context, at, values, says=tuple(said))


@action(policy=policies.MAY_RUN, record=audit.STEP_SKIPPED)
def skip_step(context: Context, run: Run, step: str, *, reason: str) -> Done[RunStep]:
    """Leave a step out. Who leads the run does so, and says why; what waited for it waits no longer."""
    why = text(reason, WHY)
    at = at_step(context, run, step, running.SKIP)
    times = _ended(at.step.started or context.now, context.now)
    values = {"state": running.SKIPPED, "ended_by": at.name, "reason": why, "blocked_since": None, **times}
    values["started"] = at.step.started
    return changed(context, at, values, says=("reason",))


@action(policy=policies.MAY_WORK, record=audit.STEP_REOPENED)
def reopen_step(context: Context, run: Run, step: str, *, reason: str) -> Done[RunStep]:
    """Take a step up again, as if it had not begun. Conflict where what follows has begun, but for who leads the run.

    What was written of it stays in the ledger, note and evidence also on the step.
    """
    why = text(reason, WHY)
    at = at_step(context, run, step, running.REOPEN)
    begun = _begun_after(at, context.now)
    if begun and running.LEAD not in standings_of(context, at.step, at.person):
        raise Conflict(f"What follows has begun: {', '.join(begun[:5])}. Only who leads the run takes it up again.")
    empty: dict[str, Any] = dict.fromkeys(("started", "ended", "blocked_since", "entered_late", "verified"))
    empty |= dict.fromkeys(("started_by", "ended_by", "verified_by", "warning"), "")
    values = {**empty, "state": running.WAITING, "overridden": False, "reason": why}
    return changed(context, at, values, says=("reason",))


def _begun_after(at: At, now: datetime) -> list[str]:
    """The steps that wait for this one, straight or behind milestones, and have begun."""
    structure, stands = structure_of(at.run), moment(at.run, now).stands
    found, left, seen = [], [at.step.ref], {at.step.ref}
    while left:
        before = left.pop()
        for ref, ties in structure.starts.items():
            if ref in stands and ref not in seen and any(before in tie.refs for tie in ties):
                seen.add(ref)
                if structure.steps[ref].kind == "milestone":
                    left.append(ref)
                elif stands[ref].started:
                    found.append(ref)
    return found


@action(policy=policies.MAY_WORK, record=audit.STEP_BLOCKED)
def block_step(context: Context, run: Run, step: str, *, reason: str, seen: int | None = None) -> Done[RunStep]:
    """Say that a step cannot go on, and why. Said again it changes the reason.

    Conflict where somebody else gave another reason after version `seen`.
    """
    why = text(reason, WHY)
    at = at_step(context, run, step, running.BLOCK)
    check_merges(at, {"reason": why}, seen)
    values = {"state": running.BLOCKED, "reason": why, "blocked_since": at.step.blocked_since or context.now}
    return changed(context, at, values, says=("reason",))


@action(policy=policies.MAY_WORK, record=audit.STEP_UNBLOCKED)
def unblock_step(context: Context, run: Run, step: str) -> Done[RunStep]:
    """Say that a blocked step can go on: it runs where it had begun, else it waits for its turn."""
    at = at_step(context, run, step, running.UNBLOCK)
    return changed(context, at, unblocked(at.step), says=("reason",))


def unblocked(step: RunStep) -> dict[str, Any]:
    """What a blocked step is when it can go on."""
    state = running.after(step.state, running.UNBLOCK, begun=step.started is not None)
    return {"state": state, "reason": "", "blocked_since": None}


@action(policy=policies.MAY_RUN, record=audit.STEP_REASSIGNED)
def reassign_step(
    context: Context, run: Run, step: str, *, owner: str = "", backup: str = "", seen: int | None = None
) -> Done[RunStep]:
    """Let somebody else do a step in this run, or step in; the plan stays as it is. Who is not named anew stays.

    Invalid without either. Conflict where somebody else gave it to another one after version `seen`.
    """
    given = {name: text(who)[:200] for name, who in (("owner", owner), ("backup", backup)) if who.strip()}
    if not given:
        raise Invalid("Say who does it.")
    at = at_step(context, run, step, running.REASSIGN)
    check_merges(at, given, seen)
    return changed(context, at, given, says=tuple(given))


@action(policy=policies.MAY_WORK, record=audit.STEP_NOTED)
def note_step(
    context: Context, run: Run, step: str, *, note: str | None = None, evidence: str | None = None,
    seen: int | None = None,
) -> Done[RunStep]:  # fmt: skip
    """Write a note on a step, or what shows that it worked. None leaves a field as it is, "" empties it.

    Who writes another field than somebody else does so beside them. Conflict where somebody else wrote the same field
    after version `seen`: it carries both texts, and who wrote the other.
    """
    words = {"note": note, "evidence": evidence}
    given = {name: text(said) for name, said in words.items() if said is not None}
    at = at_step(context, run, step, running.NOTE)
    check_merges(at, given, seen)
    given = {name: said for name, said in given.items() if getattr(at.step, name) != said}
    return changed(context, at, given, says=tuple(given)) if given else Done.nothing(at.step)


@action(policy=policies.MAY_WORK, record=audit.STEP_ENTERED_LATE)
def enter_late(
    context: Context, run: Run, step: str, *, started: datetime | None = None, ended: datetime | None = None,
    note: str = "",
) -> Done[RunStep]:  # fmt: skip
    """Enter from paper when a step began and ended. The true times count; when they were entered stands beside them.

    Nothing that happened is refused: an end before the beginning, a beginning before what it waits for, a time ahead
    of the clock are taken with a warning. Invalid without a time, and for one more than a day ahead.
    """
    at = at_step(context, run, step, running.LATE)
    given = [one for one in (started, ended) if one]
    if not given or any(one > context.now + AHEAD for one in given):
        raise Invalid("Give when it began, when it ended or both; no time is more than a day ahead.")
    began = started or at.step.started or given[0]
    end = ended or (at.step.ended if at.step.state == running.DONE else None)
    warnings = [*_warned(began, end, context.now)]
    if started and (before := before_its_turn(at, began, context.now)):
        warnings.append(before)
    end = max(end, began) if end else None
    said = _said(at, {"note": note}, None)
    values = {
        "state": running.after(at.step.state, running.LATE, ended=end is not None), "started": began, "ended": end,
        "entered_late": context.now, "blocked_since": None, "warning": " ".join(warnings), **said,
        "started_by": at.step.started_by or at.name, "ended_by": at.name if end else "",
    }  # fmt: skip
    return changed(context, at, values, says=tuple(said))


def _warned(began: datetime, end: datetime | None, now: datetime) -> list[str]:
    found = []
    if end and end < began:
        found.append(f"On paper it ended at {end:%H:%M} UTC, before it began; the beginning was taken for its end.")
    if max(began, end or began) > now:
        found.append("A time on paper lies ahead of the clock.")
    return found
