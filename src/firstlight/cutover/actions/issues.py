"""Issues of a run: raised, changed, decided now or left until later, resolved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from firstlight.cutover import audit, policies
from firstlight.cutover.actions.stepping import WHY, At, changed, fresh, grown, text
from firstlight.cutover.actions.steps import block_step, unblocked
from firstlight.cutover.models import Run, RunIssue, RunStep
from firstlight.cutover.rules import running
from firstlight.cutover.rules.findings.people import same_person
from firstlight.kernel.actions import Changed, Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.workspace.models import Person
from firstlight.workspace.queries import speaker

_MOST = 100


@action(policy=policies.MAY_WORK, record=audit.ISSUE_RAISED)
def raise_issue(
    context: Context, run: Run, *, title: str, detail: str = "", stops: Sequence[str] = (), owner: str = "",
    due: datetime | None = None,
) -> Done[RunIssue]:  # fmt: skip
    """Say that something went wrong in a run. The steps that it stops are blocked with it.

    Refused where one of them is not the speaker's to block; Conflict for one that is over.
    """
    named = text(title, "Say what went wrong.")[:300]
    now = _open(context, run)
    refs = list(dict.fromkeys(stops))[:_MOST]
    number = (RunIssue.objects.filter(run=now).aggregate(most=Max("number"))["most"] or 0) + 1
    for ref in refs:
        block_step(context, now, ref, reason=_reason(number, named))
    now = fresh(context, now)
    person = speaker(context)
    made = RunIssue.objects.create(
        project_id=now.project_id, run=now, number=number, title=named, detail=text(detail), stops=refs,
        owner=text(owner)[:200], due=due, raised=context.now, raised_by=person.name if person else context.actor.name,
        changed=now.version + 1,
    )  # fmt: skip
    grown(now, now.version + 1)
    facts = {"title": named, "detail": made.detail, "stops": refs, "owner": made.owner, "due": due}
    return Done.one(made, _subject(made), after=facts)


@action(policy=policies.MAY_WORK, record=audit.ISSUE_CHANGED)
def change_issue(
    context: Context, run: Run, number: int, *, title: str, detail: str = "", owner: str = "",
    due: datetime | None = None, seen: int | None = None,
) -> Done[RunIssue]:  # fmt: skip
    """Put an issue in other words, give it to somebody else, or say by when it is to be settled; while it is open.

    Its owner, who raised it, or who leads the run does so. Conflict where it was settled or left until later, or where
    it changed since the version `seen`, with what it says now.
    """
    named = text(title, "Say what went wrong.")[:300]
    issue = _issue(context, run, number)
    if seen is not None and issue.changed > seen:
        raise Conflict(
            "Somebody changed this issue in the meantime. Look at it.", title=issue.title, owner=issue.owner,
            version=issue.changed,
        )  # fmt: skip
    values = {"title": named, "detail": text(detail), "owner": text(owner)[:200], "due": due}
    before = {name: getattr(issue, name) for name in values}
    now, person = fresh(context, issue.run), speaker(context)
    name = person.name if person else context.actor.name
    said: list[Changed] = []
    for step in _stopped(now, issue):
        said += changed(
            context, At(now, step, person, name), {"reason": _reason(number, named)}, says=("reason",)
        ).changes
    rows = RunIssue.objects.filter(pk=issue.pk, state=issue.state, changed=issue.changed)
    if rows.update(**values, changed=now.version + 1) != 1:
        raise Conflict("Somebody changed this issue at the same moment. Look at it.")
    grown(now, now.version + 1)
    for field, value in values.items():
        setattr(issue, field, value)
    return Done(issue, (Changed(_subject(issue), before, values), *said))


def _stopped(run: Run, issue: RunIssue) -> list[RunStep]:
    """The steps that an issue stops, and nothing else since."""
    reason = _reason(issue.number, issue.title)
    rows = RunStep.objects.filter(run=run, ref__in=issue.stops, state=RunStep.State.BLOCKED)
    return [step for step in rows if step.reason == reason]


def _reason(number: int, title: str) -> str:
    return f"Issue {number}: {title}"


@action(policy=policies.MAY_WORK, record=audit.ISSUE_DEFERRED)
def defer_issue(context: Context, run: Run, number: int, *, decision: str, agreed_by: Sequence[str]) -> Done[RunIssue]:
    """Leave an issue until later, as named people of the project agreed. The steps that it stopped go on.

    Its owner, or who leads the run, writes it down. Invalid without a name, or for somebody whom nobody knows here.
    """
    said = text(decision, WHY)
    names = list(dict.fromkeys(one.strip() for one in agreed_by if one.strip()))
    if not names:
        raise Invalid("Say who agreed that it can wait.")
    known = Person.objects.filter(project_id=run.project_id).values_list("name", flat=True)
    if strange := [one for one in names if not any(same_person(one, person) for person in known)]:
        raise Invalid(f"Nobody in the project is called {strange[0]}.")
    issue = _issue(context, run, number)
    values = {"state": RunIssue.State.DEFERRED, "decided": context.now, "agreed_by": names, "decision": said}
    return _settled(context, issue, values)


@action(policy=policies.MAY_WORK, record=audit.ISSUE_RESOLVED)
def resolve_issue(context: Context, run: Run, number: int, *, resolution: str) -> Done[RunIssue]:
    """Say that an issue is resolved, and how. Its owner, who raised it, or who leads the run does so.

    The steps that it stopped go on.
    """
    said = text(resolution, "Say how it was resolved.")
    issue = _issue(context, run, number, deferred=True)
    person = speaker(context)
    name = person.name if person else context.actor.name
    values = {
        "state": RunIssue.State.RESOLVED, "resolved": context.now, "resolved_by": name, "resolution": said,
    }  # fmt: skip
    return _settled(context, issue, values)


def _open(context: Context, run: Run) -> Run:
    now = fresh(context, run)
    if reason := running.held_back(now.state, running.BLOCK):
        raise Conflict(reason, state=now.state, version=now.version)
    return now


def _issue(context: Context, run: Run, number: int, *, deferred: bool = False) -> RunIssue:
    """An issue that is not settled yet, where it is the speaker's to settle."""
    now = _open(context, run)
    issue = RunIssue.objects.filter(run=now, number=number).first()
    if issue is None:
        raise NotFound("There is no such issue in this run.")
    person = speaker(context)
    own = person is not None and any(same_person(person.name, one) for one in (issue.owner, issue.raised_by))
    if not own and not policies.MAY_RUN.allows(context):
        raise Refused("Only the owner of an issue, who raised it, or who leads the run may do this.")
    if issue.state == RunIssue.State.RESOLVED or (issue.state == RunIssue.State.DEFERRED and not deferred):
        raise Conflict("This issue was settled in the meantime. Look at it.", state=issue.state)
    return issue


def _settled(context: Context, issue: RunIssue, values: dict[str, Any]) -> Done[RunIssue]:
    """Keep how an issue was settled, and let the steps go on that it stopped, unless something else did since."""
    now, person = fresh(context, issue.run), speaker(context)
    name = person.name if person else context.actor.name
    released: list[Changed] = []
    for step in _stopped(now, issue):
        released += changed(context, At(now, step, person, name), unblocked(step), says=("reason",)).changes
    rows = RunIssue.objects.filter(pk=issue.pk, state=issue.state, changed=issue.changed)
    if rows.update(**values, changed=now.version + 1) != 1:
        raise Conflict("Somebody settled this issue at the same moment. Look at it.")
    grown(now, now.version + 1)
    before = {name: getattr(issue, name) for name in values}
    for name, value in values.items():
        setattr(issue, name, value)
    return Done(issue, (Changed(_subject(issue), before, values), *released))


def _subject(issue: RunIssue) -> Subject:
    return Subject("run-issue", f"{issue.run.ref}/{issue.number}", issue.title)
