"""The meeting that decides on a go-live: prepared, opened, voted on, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from firstlight.kernel.actions import Changed, Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.packs.queries import waivers_of
from firstlight.readiness import audit, deciding, policies
from firstlight.readiness.actions import assess_project
from firstlight.readiness.actions.registering import open_registered
from firstlight.readiness.models import AgendaItem, Condition, Decision, Dissent, Vote
from firstlight.readiness.models.decisions import Outcome
from firstlight.readiness.queries import body_of, latest_assessment
from firstlight.readiness.queries.decisions import authority, suggested_agenda, unaccepted
from firstlight.workspace.models import Person
from firstlight.workspace.queries import check_own, here, zone_of
from firstlight.workspace.roles import rights_of


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a decision is prepared with. `supersedes` is the ref of the decision that it is to replace, if any."""

    title: str
    planned: datetime
    presider: str
    supersedes: str = ""


@action(policy=policies.MAY_PREPARE, record=audit.DECISION_PREPARED)
def prepare_decision(context: Context, meeting: Meeting) -> Done[Decision]:
    """Prepare a meeting: who presides, when, and an agenda from the newest assessment."""
    project = here(context)
    if not meeting.title.strip():
        raise Invalid("A decision needs a title.")
    presider = Person.objects.filter(project=project, ref=meeting.presider).first()
    if presider is None or policies.MAY_PRESIDE.right not in rights_of(presider.roles):
        raise Invalid("The person who presides needs the right to close a decision: sponsor, approver or project lead.")
    _check_supersedes(context, meeting.supersedes)
    number = Decision.objects.filter(project=project).count() + 1
    while Decision.objects.filter(project=project, ref=f"D-{number}").exists():
        number += 1
    made = Decision.objects.create(
        project=project, ref=f"D-{number}", title=meeting.title.strip(), planned=meeting.planned, presider=presider,
        supersedes=meeting.supersedes,
    )  # fmt: skip
    latest = latest_assessment(project)
    if latest is not None:
        _fill_agenda(made, body_of(latest))
    facts = {"title": made.title, "planned": made.planned, "presider": presider.ref, "supersedes": made.supersedes}
    return Done.one(made, subject_of(made), after=facts)


def _check_supersedes(context: Context, ref: str) -> None:
    if not ref:
        return
    old = Decision.objects.filter(project=here(context), ref=ref, state=Decision.State.CLOSED)
    if not old.exists():
        raise Invalid(f"“{ref}” is no closed decision of this project, so it cannot be superseded.")


def subject_of(decision: Decision) -> Subject:
    """A decision in the ledger."""
    return Subject("decision", decision.ref, decision.title)


def _fill_agenda(decision: Decision, document: dict[str, Any]) -> None:
    """Add the points that are not on the agenda yet."""
    known = set(AgendaItem.objects.filter(decision=decision).values_list("kind", "about", "text"))
    last = AgendaItem.objects.filter(decision=decision).count()
    points = [
        point
        for point in deciding.agenda_points(suggested_agenda(decision.project, document))
        if (point.kind, point.about, point.text) not in known
    ]
    AgendaItem.objects.bulk_create(
        AgendaItem(
            project_id=decision.project_id, decision=decision, position=last + number, kind=point.kind,
            about=point.about, text=point.text,
        )
        for number, point in enumerate(points, 1)
    )  # fmt: skip


def _check(context: Context, decision: Decision, deed: str) -> None:
    """Raises NotFound in another project, Conflict where the decision is in no state for this."""
    if decision.project_id != here(context).pk:
        raise NotFound("There is no such decision.")
    decision.refresh_from_db()
    why = deciding.why_not(deed, decision.ref, decision.state)
    if why:
        raise Conflict(why)


@action(policy=policies.MAY_PREPARE, record=audit.AGENDA_CHANGED)
def change_agenda(
    context: Context, decision: Decision, *, position: int | None = None, text: str = "", note: str = ""
) -> Done[AgendaItem | None]:
    """Add a point (without a position), reword one or note something on it; without text it is taken off."""
    _check(context, decision, "change the agenda")
    if position is None:
        if not text.strip():
            raise Invalid("A point of the agenda needs a sentence.")
        last = AgendaItem.objects.filter(decision=decision).order_by("-position").first()
        made = AgendaItem.objects.create(
            project_id=decision.project_id, decision=decision, position=(last.position if last else 0) + 1,
            kind="own", text=text.strip()[:500], note=note.strip(),
        )  # fmt: skip
        return Done.one(made, subject_of(decision), after={"point": made.text, "note": made.note})
    item = AgendaItem.objects.filter(decision=decision, position=position).first()
    if item is None:
        raise NotFound("There is no such point on the agenda.")
    before = {"point": item.text, "note": item.note}
    if not text.strip():
        item.delete()
        return Done.one(None, subject_of(decision), before=before)
    item.text, item.note = text.strip()[:500], note.strip()
    after = {"point": item.text, "note": item.note}
    if after == before:
        return Done.nothing(item)
    item.save(update_fields=["text", "note"])
    return Done.one(item, subject_of(decision), before=before, after=after)


@action(policy=policies.MAY_PREPARE, record=audit.DECISION_OPENED)
def open_decision(context: Context, decision: Decision) -> Done[Decision]:
    """Judge the project now and freeze that verdict: it is what is decided on. Names who may vote and the quorum."""
    _check(context, decision, "open it")
    voters = authority(here(context))
    if not voters:
        raise Invalid("Nobody in the project has the authority to vote; name people in the roles that decide.")
    assessment = assess_project(context)
    document = body_of(assessment)
    frozen = {
        "assessment_number": assessment.number,
        "assessment_digest": assessment.digest,
        "verdict": assessment.verdict,
        "reasons": deciding.kept_reasons(document["reasons"]),
        "voters": [f"{ref}:{role}" for ref, role in voters.items()],
        "quorum": decision.quorum or deciding.majority(len(voters)),
    }
    opened = Decision.objects.filter(pk=decision.pk, state=Decision.State.PREPARING).update(
        state=Decision.State.OPEN, opened=context.now, **frozen
    )
    if opened != 1:
        raise Conflict(f"{decision.ref} is open already.")
    decision.refresh_from_db()
    _fill_agenda(decision, document)
    facts = {key: value for key, value in frozen.items() if key != "reasons"}
    return Done.one(decision, subject_of(decision), before={"state": "preparing"}, after={"state": "open", **facts})


@action(policy=policies.MAY_PREPARE, record=audit.DECISION_WITHDRAWN)
def withdraw_decision(context: Context, decision: Decision) -> Done[Decision]:
    """End it without a decision, such as a meeting that is put off. What was said in it stays."""
    _check(context, decision, "withdraw it")
    gone = Decision.objects.filter(pk=decision.pk, state=decision.state).update(state=Decision.State.WITHDRAWN)
    if gone != 1:
        raise Conflict(f"{decision.ref} was changed by somebody else in the meantime.")
    before, decision.state = decision.state, Decision.State.WITHDRAWN
    return Done.one(decision, subject_of(decision), before={"state": before}, after={"state": "withdrawn"})


@action(policy=policies.MAY_VOTE, record=audit.VOTED)
def cast_vote(context: Context, decision: Decision, *, person: Person, vote: str, reason: str) -> Done[Vote]:
    """One's vote, with its reason. Given again it changes the vote; the ledger keeps the one before.

    Refused to whom the decision does not list among those with authority; Conflict unless it is open.
    """
    _check(context, decision, "vote")
    check_own(context, person)
    role = deciding.voters(decision.voters).get(person.ref)
    if role is None or role not in person.roles:
        raise Refused(f"{person.name} has no authority in this decision, so cannot vote in it.")
    if vote not in Outcome.values:
        raise Invalid(f"“{vote}” is not one of: go, conditional, no-go.")
    if not reason.strip():
        raise Invalid("A vote needs a reason, in a sentence.")
    row = Vote.objects.filter(decision=decision, person=person).first()
    before = {"vote": row.vote, "reason": row.reason} if row else None
    after = {"vote": vote, "reason": reason.strip()}
    if row is not None and before == after:
        return Done.nothing(row)
    row, _ = Vote.objects.update_or_create(
        decision=decision, person=person,
        defaults={**after, "project_id": decision.project_id, "role": role, "cast": context.now},
    )  # fmt: skip
    subject = Subject("vote", f"{decision.ref}/{person.ref}", f"{person.name} on {decision.ref}")
    return Done.one(row, subject, before=before, after={**after, "role": role})


@action(policy=policies.MAY_VOTE, record=audit.DISSENTED)
def record_dissent(context: Context, decision: Decision, *, person: Person, text: str) -> Done[Dissent]:
    """What one holds against going the way of the others, kept with the decision for ever."""
    _check(context, decision, "record dissent")
    check_own(context, person)
    if person.ref not in deciding.voters(decision.voters):
        raise Refused(f"{person.name} has no authority in this decision, so records no dissent in it.")
    if not text.strip():
        raise Invalid("Dissent needs words.")
    made, change = _dissent(context, decision, person, text.strip())
    return Done(made, (change,))


def _dissent(context: Context, decision: Decision, person: Person, text: str) -> tuple[Dissent, Changed]:
    made, _ = Dissent.objects.get_or_create(
        project_id=decision.project_id, decision=decision, person=person, recorded=context.now, defaults={"text": text}
    )
    if made.text != text:
        raise Conflict("Your dissent of this moment is recorded already; send the rest in a moment.")
    subject = Subject("dissent", f"{decision.ref}/{person.ref}", f"{person.name} on {decision.ref}")
    return made, Changed(subject, None, {"text": text})


@action(policy=policies.MAY_PREPARE, record=audit.CONDITION_SET)
def set_condition(context: Context, decision: Decision, *, text: str, owner: str, due: date) -> Done[Condition]:
    """A condition for a conditional go, with its owner and its day. Closing makes it an action."""
    _check(context, decision, "set conditions")
    if not text.strip() or not owner.strip():
        raise Invalid("A condition needs a sentence and an owner.")
    if due < context.now.astimezone(zone_of(here(context))).date():
        raise Invalid("A condition is due on a day to come; that one has passed.")
    number = Condition.objects.filter(decision=decision).count() + 1
    while Condition.objects.filter(project_id=decision.project_id, ref=f"{decision.ref}-C{number}").exists():
        number += 1
    ref = f"{decision.ref}-C{number}"
    made = Condition.objects.create(
        project_id=decision.project_id, decision=decision, ref=ref, text=text.strip()[:300], owner=owner.strip(),
        due=due, action_ref=ref,
    )  # fmt: skip
    facts = {"text": made.text, "owner": made.owner, "due": due}
    return Done.one(made, Subject("condition", ref, made.text), after=facts)


@action(policy=policies.MAY_PREPARE, record=audit.CONDITION_REMOVED)
def remove_condition(context: Context, decision: Decision, condition: Condition) -> Done[None]:
    """Take a condition back while the decision is open."""
    _check(context, decision, "set conditions")
    if condition.decision_id != decision.pk:
        raise NotFound("There is no such condition.")
    before = {"text": condition.text, "owner": condition.owner, "due": condition.due}
    subject = Subject("condition", condition.ref, condition.text)
    condition.delete()
    return Done.one(None, subject, before=before)


@action(policy=policies.MAY_PRESIDE, record=audit.DECIDED)
def close_decision(
    context: Context, decision: Decision, *, person: Person, outcome: str, statement: str
) -> Done[Decision]:
    """Decide, as the one who presides. Conditions become actions; whoever voted heavier is recorded as dissenting.

    Conflict with the reason where the quorum is missing, where a mandatory check stands in the way of a go without an
    accepted risk, or where conditions and outcome do not fit together. Nothing of it can be changed afterwards.
    """
    _check(context, decision, "close it")
    check_own(context, person)
    if person.pk != decision.presider_id:
        raise Refused(f"{decision.presider.name} presides over {decision.ref} and closes it.")
    if outcome not in Outcome.values:
        raise Invalid(f"“{outcome}” is not one of: go, conditional, no-go.")
    if not statement.strip():
        raise Invalid("A decision needs a sentence that says what was decided.")
    votes = list(Vote.objects.filter(decision=decision).select_related("person"))
    conditions = list(Condition.objects.filter(decision=decision))
    accepted = _accepted(context, decision)
    why = deciding.why_not_close(
        outcome,
        votes=len(votes),
        quorum=decision.quorum or 1,
        unaccepted=[one["title"] or one["sentence"] for one in unaccepted(here(context), decision, context.now)],
        conditions=len(conditions),
        accepted=len(accepted),
    )
    if why:
        raise Conflict(why, code="not-decidable")
    return _closed(context, decision, outcome, statement.strip(), votes, conditions, accepted)


def _accepted(context: Context, decision: Decision) -> list[dict[str, Any]]:
    """The accepted risks on reasons of the frozen verdict, as they stand when it is closed."""
    waivers = waivers_of(here(context), context.now)
    titles = {one["check"]: one["title"] for one in decision.reasons if one["check"] and one["kind"] != "stale"}
    return [
        {
            "check": ref,
            "title": titles[ref],
            "person": one.person,
            "job": one.title,
            "reason": one.reason,
            "accepted": one.accepted.isoformat(),
            "expires": one.expires.isoformat(),
        }
        for ref, one in waivers.items()
        if ref in titles
    ]


def _closed(
    context: Context,
    decision: Decision,
    outcome: str,
    statement: str,
    votes: list[Vote],
    conditions: list[Condition],
    accepted: list[dict[str, Any]],
) -> Done[Decision]:
    facts = {"outcome": outcome, "statement": statement, "accepted": accepted, "closed": context.now}
    moved = Decision.objects.filter(pk=decision.pk, state=Decision.State.OPEN).update(
        state=Decision.State.CLOSED, **facts
    )
    if moved != 1:
        raise Conflict(f"{decision.ref} is closed already.")
    decision.refresh_from_db()
    spoken_up = set(Dissent.objects.filter(decision=decision).values_list("person_id", flat=True))
    changes = [
        _dissent(context, decision, vote.person, vote.reason)[1]
        for vote in votes
        if deciding.dissents(vote.vote, outcome) and vote.person_id not in spoken_up
    ]
    for one in conditions if outcome == Outcome.CONDITIONAL else ():
        source = f"Decision {decision.ref}"
        open_registered(
            context, ref=one.action_ref, title=one.text, source=source, owner=one.owner, due=one.due, risk="high"
        )
    after = {**facts, "state": "closed", "votes": {vote.person.ref: vote.vote for vote in votes}}
    after["conditions"] = [one.ref for one in conditions]
    change = Changed(subject_of(decision), {"state": "open"}, after)
    return Done(decision, (change, *changes))
