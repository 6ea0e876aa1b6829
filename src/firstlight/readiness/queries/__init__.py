"""Reading assessments."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.readiness.models import AreaStanding, Assessment


def latest_assessment(project: ProjectLike) -> Assessment | None:
    """The newest, or None before the first."""
    return Assessment.objects.filter(project_id=project.pk).order_by("-number").first()


def assessment_kept(project: ProjectLike, number: int) -> Assessment | None:
    """The assessment of that number, or None."""
    return Assessment.objects.filter(project_id=project.pk, number=number).first()


def assessment_numbered(project: ProjectLike, number: int) -> Assessment:
    """The assessment of that number. NotFound when there is none."""
    found = assessment_kept(project, number)
    if found is None:
        raise NotFound(f"There is no assessment {number}.")
    return found


def assessment_before(project: ProjectLike, number: int) -> Assessment | None:
    """The newest assessment with a lower number: what came from another workspace may leave numbers out."""
    return Assessment.objects.filter(project_id=project.pk, number__lt=number).order_by("-number").first()


def body_of(assessment: Assessment) -> dict[str, Any]:
    """The frozen document. It is shared between those who ask: read it, never change it."""
    return _decoded(assessment.body)


@lru_cache(maxsize=32)
def _decoded(body: str) -> dict[str, Any]:
    # Kept under its own text: whatever the database says now is what is shown, decoded only once.
    document: dict[str, Any] = json.loads(body)
    return document


def recent(project: ProjectLike, most: int = 8) -> list[Assessment]:
    """The newest assessments without their bodies, oldest first."""
    rows = Assessment.objects.filter(project_id=project.pk).defer("body").order_by("-number")[:most]
    return list(reversed(rows))


def newest(project: ProjectLike, most: int) -> list[Assessment]:
    """The newest assessments with their bodies, newest first. One query."""
    return list(Assessment.objects.filter(project_id=project.pk).order_by("-number")[:most])


def all_assessments(project: ProjectLike) -> QuerySet[Assessment]:
    """Every assessment without its body, newest first; `before` is the number of the one before it, or None."""
    rows = Assessment.objects.filter(project_id=project.pk)
    lower = rows.filter(number__lt=OuterRef("number")).order_by("-number").values("number")
    return rows.defer("body").annotate(before=Subquery(lower[:1])).order_by("-number")


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """How many checks of an area were not met in one assessment."""

    number: int
    as_of: str
    mark: str
    not_met: int
    checks: int


def trends(project: ProjectLike, most: int = 8) -> dict[str, list[TrendPoint]]:
    """By area, the last assessments, oldest first. Two queries."""
    numbers = {one.pk: one for one in recent(project, most)}
    found: dict[str, list[TrendPoint]] = {}
    for row in AreaStanding.objects.filter(assessment_id__in=numbers).order_by("assessment__number", "pk"):
        one = numbers[row.assessment_id]
        point = TrendPoint(one.number, one.as_of.isoformat(), row.mark, row.not_met, row.checks)
        found.setdefault(row.area, []).append(point)
    return found
