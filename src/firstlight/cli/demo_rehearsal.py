"""The rehearsal that the example is in the middle of: its people do their steps, by the same actions as anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from firstlight.cutover.actions import block_step, finish_step, open_run, start_run, start_step, verify_step
from firstlight.cutover.live.queries import board, run_named
from firstlight.cutover.live.rows import Row
from firstlight.cutover.models import Plan, Run
from firstlight.identity.actions import add_user
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Refused
from firstlight.workspace.actions import tie_account
from firstlight.workspace.models import Person, Project
from firstlight.workspace.queries import context_of
from firstlight.workspace.roles import INSTALLATION

#: The step with which the weekend begins; what the plan has before it was prepared for good.
FIRST = "201"
#: The rehearsal began so many hours ago, at midnight.
HOURS = 9
#: How long steps take, in parts of the time planned, one after the other; none of it is left to chance.
_PACE = (1.0, 0.9, 1.15, 0.8, 1.05, 1.3, 0.95)
#: A load that takes far longer than planned, so that the board has something late.
_SLOW = 3.0
#: How long people need from "ready" to "begun".
_REACTION = timedelta(minutes=3)


@dataclass
class Weekend:
    """A run and the people in it. `ends` is when each step that runs will be done."""

    project: Project
    run: Run
    people: dict[str, Person]
    lead: Person
    ends: dict[str, datetime] = field(default_factory=dict)
    begun: int = 0

    def rows(self, now: datetime) -> tuple[Row, ...]:
        """The steps as the board has them at a time."""
        return board(run_named(self.project, self.run.ref), now).rows

    def do(self, action: Callable[..., Any], row: Row, who: str, now: datetime, **given: Any) -> None:
        """An action on a step by whom it is for; where that one may not, the lead of the run does it."""
        for person in (self.people.get(who), self.lead):
            if person is None:
                continue
            try:
                action(_inside(person, now), run_named(self.project, self.run.ref), row.ref, **given)
            except Refused:
                continue
            return

    def step(self, now: datetime) -> datetime:
        """Do all that is due at a time; when the next thing is."""
        rows, done = self.rows(now), False
        for row in rows:
            if row.ref in self.ends and self.ends[row.ref] <= now:
                del self.ends[row.ref]
                done = True
                self.do(finish_step, row, row.owner, now)
                if row.verifier:
                    self.do(verify_step, row, row.verifier, now, evidence="Looked at it; it is as the runbook says.")
            elif row.ready and row.state == "waiting" and row.kind in ("task", "load", "communication"):
                done = True
                self.do(start_step, row, row.owner, now)
                self.ends[row.ref] = now + self.length(row)
        if done:
            return now + _REACTION
        return min([*self.ends.values(), *self.openings(rows, now), now + timedelta(hours=1)])

    def length(self, row: Row) -> timedelta:
        """How long the step will take."""
        self.begun += 1
        pace = _SLOW if row.kind == "load" and self.begun % 9 == 0 else _PACE[self.begun % len(_PACE)]
        return timedelta(minutes=max(1, round((row.minutes or 0) * pace)))

    def openings(self, rows: tuple[Row, ...], now: datetime) -> Iterator[datetime]:
        """When steps that only wait for their time become ready."""
        for row in rows:
            if row.state == "waiting" and row.kind != "checkpoint":
                times = [held.until for held in row.waits_for if held.until]
                if times and len(times) == len(row.waits_for) and max(times) > now:
                    yield max(times)


def rehearse(project: Project, until: datetime) -> Run:
    """A rehearsal of the weekend that began in the night, with all that its people did in it until now."""
    plan = Plan.objects.get(project=project, ref="cutover")
    people = {person.name: person for person in project.people.all()}
    lead = next(person for person in people.values() if "cutover-manager" in person.roles)
    for person in people.values():
        _with_account(person, until)
    opened = _inside(lead, until - timedelta(days=2))
    run = open_run(opened, plan, mode="rehearsal", first_step=FIRST)
    now = until.replace(minute=0, second=0, microsecond=0) - timedelta(hours=HOURS)
    start_run(_inside(lead, now), run)
    weekend = Weekend(project, run, people, lead)
    while now < until:
        now = weekend.step(now)
    _something_is_in_the_way(weekend, until)
    return run


def _something_is_in_the_way(weekend: Weekend, now: datetime) -> None:
    running = [row for row in weekend.rows(now) if row.state == "running"]
    if running:
        row = running[-1]
        weekend.do(block_step, row, row.owner, now, reason="The share with the corrected files cannot be reached.")


def _with_account(person: Person, now: datetime) -> None:
    if person.user_id is None and person.email:
        user = add_user(Context(INSTALLATION, now), email=person.email, name=person.name)
        tie_account(Context(INSTALLATION, now, person.project), person.ref, user)
        person.refresh_from_db()


def _inside(person: Person, now: datetime) -> Context:
    """The circumstances of a person at a time of the project's clock."""
    if person.user is None:
        raise ValueError(f"{person.name} has no account")
    return replace(context_of(person, person.user, now), now=now)
