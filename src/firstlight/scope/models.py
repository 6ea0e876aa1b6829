"""The scope of a project. Every row has a `ref` that stays, and keeps the columns it came with in `extras`."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q


class ScopeRow(models.Model):
    """What all scope rows have."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    in_scope = models.BooleanField(default=True)
    owner = models.CharField(max_length=200, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"


def once(name: str) -> list[Any]:
    """A ref stands once in a project."""
    return [models.UniqueConstraint(fields=["project", "ref"], name=f"{name}_ref_once")]


class Rollout(ScopeRow):
    """A go-live: the first one, or a later wave. `order` 1 is the go-live that is decided on."""

    go_live = models.DateField(null=True)
    users = models.PositiveIntegerField(null=True)
    countries = models.JSONField(default=list)
    legal_entities = models.JSONField(default=list)

    class Meta:
        ordering = ["go_live", "ref"]
        constraints = once("rollout")


class Process(ScopeRow):
    """A business process: end to end (1), area (2), process (3), and where a catalogue goes deeper, scenario (4)."""

    class Level(models.IntegerChoices):
        END_TO_END = 1, "End to end"
        AREA = 2, "Process area"
        PROCESS = 3, "Process"
        SCENARIO = 4, "Scenario"

    level = models.PositiveSmallIntegerField(choices=Level)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    rollout = models.ForeignKey(Rollout, on_delete=models.PROTECT, null=True, related_name="processes")

    class Meta:
        verbose_name_plural = "processes"
        ordering = ["ref"]
        constraints = [
            *once("process"),
            models.CheckConstraint(condition=Q(level__in=[1, 2, 3, 4]), name="process_level_is_known"),
        ]


class Requirement(ScopeRow):
    """What a process must be able to do. A regulatory one names the country, industry or company rule."""

    class Kind(models.TextChoices):
        FUNCTIONAL = "functional", "Functional"
        REGULATORY = "regulatory", "Regulatory"
        NON_FUNCTIONAL = "non-functional", "Non-functional"

    class Priority(models.TextChoices):
        MUST = "must", "Must"
        SHOULD = "should", "Should"
        COULD = "could", "Could"

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.FUNCTIONAL)
    priority = models.CharField(max_length=10, choices=Priority, blank=True, default="")
    process = models.ForeignKey(Process, on_delete=models.PROTECT, null=True, related_name="requirements")
    regulation = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["ref"]
        constraints = once("requirement")


class SolutionPart(ScopeRow):
    """An application, a customisation or an ISV solution that the solution is made of."""

    class Kind(models.TextChoices):
        APPLICATION = "application", "Application"
        CUSTOMISATION = "customisation", "Customisation"
        ISV = "isv", "ISV solution"

    kind = models.CharField(max_length=20, choices=Kind)
    vendor = models.CharField(max_length=200, blank=True, default="")
    version = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        ordering = ["kind", "ref"]
        constraints = once("solution_part")


class Integration(ScopeRow):
    """An interface to another system. Volumes are messages (or rows) a day, and at the busiest hour."""

    class Kind(models.TextChoices):
        REAL_TIME = "real-time", "Real time"
        NEAR_REAL_TIME = "near-real-time", "Near real time"
        BATCH = "batch", "Batch"
        MANUAL = "manual", "Manual"

    class Criticality(models.TextChoices):
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    kind = models.CharField(max_length=20, choices=Kind, blank=True, default="")
    pattern = models.CharField(max_length=120, blank=True, default="")
    system = models.CharField(max_length=200, blank=True, default="")
    volume_a_day = models.PositiveBigIntegerField(null=True)
    peak_an_hour = models.PositiveBigIntegerField(null=True)
    criticality = models.CharField(max_length=10, choices=Criticality, blank=True, default="")

    class Meta:
        ordering = ["ref"]
        constraints = once("integration")
