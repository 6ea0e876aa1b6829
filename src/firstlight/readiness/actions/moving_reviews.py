"""The way of a gate review from planned to complete."""

from __future__ import annotations

from typing import Any

from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.readiness import audit, policies, reviewing
from firstlight.readiness.actions.reviewing import subject_of
from firstlight.readiness.models import Answer, Finding, Review
from firstlight.readiness.queries.reviews import standing_of_review
from firstlight.workspace.models import Person
from firstlight.workspace.queries import check_own, here


@action(policy=policies.MAY_REVIEW, record=audit.REVIEW_MOVED)
def move_review(
    context: Context, review: Review, event: str, *, person: Person, outcome: str = "", summary: str = ""
) -> Done[Review]:
    """Move a review on by an event: begin, hand-in, give-back, report, complete.

    Conflict with the reason where its state does not allow it; Refused where it takes a reviewer, or where a reviewer
    would hand in what they review. Completing needs an outcome and a summary.
    """
    if review.project_id != here(context).pk:
        raise NotFound("There is no such review.")
    check_own(context, person)
    known = reviewing.EVENTS.get(event)
    if known is None:
        raise Invalid(f"“{event}” is not one of: {', '.join(reviewing.EVENTS)}.")
    review.refresh_from_db()
    _check_who(review, known, person)
    why = reviewing.why_not(known, review.state, **_facts(review))
    if why:
        raise Conflict(why)
    changes = _completion(context, person, outcome, summary) if event == "complete" else {}
    state = str(known.target(review.state))
    if Review.objects.filter(pk=review.pk, state=review.state).update(state=state, **changes) != 1:
        raise Conflict("The review was moved on by somebody else in the meantime.")
    before, after = {"state": review.state}, {"state": state, "by": person.ref, **changes}
    review.refresh_from_db()
    return Done.one(review, subject_of(review), before=before, after=after)


def _check_who(review: Review, event: reviewing.Event, person: Person) -> None:
    reviews = person.ref in review.reviewers
    if event.by_reviewer and not reviews:
        raise Refused(f"{person.name} is not among the reviewers of {review.ref}; “{event.words.lower()}” is theirs.")
    if not event.by_reviewer and reviews:
        raise Refused(f"{person.name} reviews {review.ref}; “{event.words.lower()}” is for the team that answers.")


def _facts(review: Review) -> dict[str, Any]:
    answers = Answer.objects.filter(review=review)
    holding = Finding.objects.filter(review=review, state=Finding.State.OPEN).exclude(kind=Finding.Kind.ASSERTION)
    return {
        "missing": sum(len(one.missing) for one in standing_of_review(review, answers)),
        "reviewers": len(review.reviewers),
        "holding": list(holding.values_list("ref", flat=True)),
    }


def _completion(context: Context, person: Person, outcome: str, summary: str) -> dict[str, Any]:
    if outcome not in Review.Outcome.values:
        raise Invalid(f"A review is completed with an outcome: {', '.join(map(str, Review.Outcome.labels)).lower()}.")
    if not summary.strip():
        raise Invalid("A review is completed with a few sentences that say what was found.")
    return {
        "outcome": outcome,
        "summary": summary.strip(),
        "completed": context.now,
        "completed_by": person.name,
    }
