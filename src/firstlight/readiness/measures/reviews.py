"""Whether gates are reviewed, and what the reviews left open."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from firstlight.contracts.reading import Figure, Reading, RecordLink, unknown
from firstlight.contracts.standing import Status
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.models import Review
from firstlight.readiness.queries.reviews import all_reviews
from firstlight.readiness.registry import measure


@measure("readiness.review.complete", title="Gate reviews complete", unit="reviews")
def reviews_complete(project: ProjectLike, now: datetime) -> Reading:
    """The newest review is complete and was not found wanting, of all reviews held or planned."""
    reviews = list(all_reviews(project))
    if not reviews:
        return unknown("No gate review has been planned.")
    complete = [one for one in reviews if one.state == Review.State.COMPLETE]
    figure = Figure(Decimal(len(complete)), "reviews", Decimal(len(reviews)))
    links = tuple(RecordLink("review", one.ref, f"{one.ref} {one.title}") for one in reviews[:20])
    if not complete:
        return Reading(Status.UNMET, ("No gate review is complete yet.",), figure, links, now)
    last = max(complete, key=lambda one: (one.completed or now, one.ref))
    said = f"{last.ref} {last.title} was completed: {Review.Outcome(last.outcome).label.lower()}."
    status = Status.UNMET if last.outcome == Review.Outcome.NOT_READY else Status.MET
    return Reading(status, (said,), figure, links, last.completed)
