"""The steps of a plan as a calendar that Outlook and telephones subscribe to or take in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from icalendar import Calendar, Event

from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.facts import GROUP, PlanFacts, Step
from firstlight.cutover.rules.findings.people import same_person
from firstlight.cutover.rules.timing import Timetable


def write_calendar(
    plan: PlanFacts, timetable: Timetable, uid: str, now: datetime, *, owner: str = "", said: Callable[[str], str] = str
) -> bytes:
    """An event for each step that has times, groups left out; with `owner` only what that person does or steps in for.

    Identities are made of `uid` and the step, so that taking the file in again moves events and doubles none. `said`
    puts the names of what is told of a step into another language.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Firstlight//Cutover//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", plan.title)
    for step in plan.steps:
        if step.kind == GROUP or step.ref not in timetable.times:
            continue
        if owner and not (same_person(step.owner, owner) or same_person(step.backup, owner)):
            continue
        calendar.add_component(_event(step, timetable, uid, now, said))
    return bytes(calendar.to_ical())


def _event(step: Step, timetable: Timetable, uid: str, now: datetime, said: Callable[[str], str]) -> Event:
    times = timetable.times[step.ref]
    event = Event()
    event.add("uid", f"{uid}-{step.ref}@firstlight")
    event.add("dtstamp", now)
    event.add("dtstart", times.start)
    if times.end > times.start:
        event.add("dtend", times.end)  # RFC 5545 takes no end that is not later: without one, it ends where it starts
    event.add("summary", f"{step.ref} {step.title}")
    told = {
        "Owner": step.owner, "Backup": step.backup, "Verified by": step.verifier, "System": step.system,
        "Duration": written(step.takes) if step.takes else "", "Waits for": ", ".join(step.predecessors),
        "Instruction": step.instruction, "Verification": step.verification,
    }  # fmt: skip
    event.add("description", "\n".join(f"{said(name)}: {words}" for name, words in told.items() if words))
    if step.environment:
        event.add("location", step.environment)
    return event
