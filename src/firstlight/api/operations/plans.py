"""By what the cutover is entered and left."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from firstlight.api.doors import visit
from firstlight.api.shapes import Slug, Told, reading
from firstlight.cutover.carried import began_at
from firstlight.cutover.queries import planned
from firstlight.readiness.criteria import criteria_of
from firstlight.workspace.policies import MAY_VIEW_READINESS

router = Router()

Mark = Literal["met", "partly", "unmet", "unknown", "stale", "not-applicable"]


class FeedTold(Told):
    """What a criterion rests on: a check as it was judged last, or, where `check` is "", a measure as it reads now."""

    check: str
    title: str
    mark: Mark
    basis: Literal["measured", "attested"]
    figure: str
    sentence: str
    at: datetime | None


class CriterionTold(Told):
    """A criterion. It stands as the heaviest of what feeds it."""

    ref: str
    title: str
    source: str
    mark: Mark
    feeds: list[FeedTold]


class CriteriaTold(Told):
    """By what the cutover is entered, and by what it is left: for that, only what is known since it began counts."""

    assessment: int | None = Field(description="The assessment whose checks they rest on; null before the first.")
    as_of: datetime | None
    entrance: list[CriterionTold]
    exit: list[CriterionTold]


@router.get("/projects/{slug}/cutover/criteria", response=reading(CriteriaTold))
def get_cutover_criteria(request: HttpRequest, slug: Slug) -> Any:
    """The entrance and exit criteria of the cutover, as the pinned packs name them, with how each stands."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    now = here.context.now
    return criteria_of(here.project, now, began_at(here.project, planned(here.project, now)))
