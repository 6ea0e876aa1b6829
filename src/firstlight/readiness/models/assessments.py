"""Frozen assessments. Written once; the database refuses to change them."""

from __future__ import annotations

from django.db import models


class Assessment(models.Model):
    """How a project stood at an instant: the whole judgement as canonical JSON, with its digest."""

    project = models.ForeignKey("workspace.Project", on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveIntegerField()
    as_of = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    verdict = models.CharField(max_length=20)
    body = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="assessment_number_once")]

    def __str__(self) -> str:
        return f"assessment {self.number} of {self.project_id}"


class AreaStanding(models.Model):
    """How one area stood in an assessment: what the trend is drawn from without opening the whole."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="areas")
    area = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    mark = models.CharField(max_length=20)
    checks = models.PositiveIntegerField()
    not_met = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["assessment", "area"], name="area_standing_once")]

    def __str__(self) -> str:
        return f"{self.area}: {self.mark}"
