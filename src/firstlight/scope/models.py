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


class ComparedRow(ScopeRow):
    """A row that is held against what was delivered. Nobody has compared it yet while `delivered` is empty.

    What is partial or missing is a gap, which needs a priority, a level of risk, an owner and an expected date.
    `action` is the ref of an action about it, `compared_on` the day on which the state was found.
    """

    class Delivered(models.TextChoices):
        DELIVERED = "delivered", "Delivered"
        PARTIAL = "partial", "Partial"
        MISSING = "missing", "Missing"

    class Weight(models.TextChoices):
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    delivered = models.CharField(max_length=10, choices=Delivered, blank=True, default="")
    gap_priority = models.CharField(max_length=10, choices=Weight, blank=True, default="")
    gap_risk = models.CharField(max_length=10, choices=Weight, blank=True, default="")
    gap_owner = models.CharField(max_length=200, blank=True, default="")
    expected = models.DateField(null=True)
    compared_on = models.DateField(null=True)
    action = models.CharField(max_length=60, blank=True, default="")

    class Meta(ScopeRow.Meta):
        abstract = True


def once(name: str) -> list[Any]:
    """A ref stands once in a project."""
    return [models.UniqueConstraint(fields=["project", "ref"], name=f"{name}_ref_once")]


def compared(name: str) -> list[Any]:
    """A ref stands once, and the state of delivery is one of those there are."""
    states = ["", *ComparedRow.Delivered.values]
    known = models.CheckConstraint(condition=Q(delivered__in=states), name=f"{name}_delivered_is_known")
    return [*once(name), known]


class Rollout(ScopeRow):
    """A go-live: the first one, or a later wave. `order` 1 is the go-live that is decided on."""

    go_live = models.DateField(null=True)
    users = models.PositiveIntegerField(null=True)
    countries = models.JSONField(default=list)
    legal_entities = models.JSONField(default=list)
    time_zones = models.JSONField(default=list)
    languages = models.JSONField(default=list)

    class Meta:
        ordering = ["go_live", "ref"]
        constraints = once("rollout")


class Process(ComparedRow):
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
            *compared("process"),
            models.CheckConstraint(condition=Q(level__in=[1, 2, 3, 4]), name="process_level_is_known"),
        ]


class Requirement(ComparedRow):
    """What a process must be able to do. A regulatory one names the country, industry or company rule.

    What was tested before `changed` has to be tested again; `earlier_changes` are the instants before it, for when
    the newest change is declared immaterial.
    """

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
    changed = models.DateTimeField(null=True)
    earlier_changes = models.JSONField(default=list)

    class Meta:
        ordering = ["ref"]
        constraints = compared("requirement")


class SolutionPart(ComparedRow):
    """An application, a customisation or an ISV solution that the solution is made of."""

    class Kind(models.TextChoices):
        APPLICATION = "application", "Application"
        CUSTOMISATION = "customisation", "Customisation"
        ISV = "isv", "ISV solution"

    class Size(models.TextChoices):
        SMALL = "small", "Small"
        MEDIUM = "medium", "Medium"
        LARGE = "large", "Large"

    kind = models.CharField(max_length=20, choices=Kind)
    size = models.CharField(max_length=10, choices=Size, blank=True, default="")
    vendor = models.CharField(max_length=200, blank=True, default="")
    version = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        ordering = ["kind", "ref"]
        constraints = compared("solution_part")


class Integration(ComparedRow):
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
        constraints = compared("integration")


class Baseline(models.Model):
    """The scope under a number and a name, frozen. `content` is the canonical text of its rendering, never changed.

    A signature on "scope" with the same digest is a signature on this baseline.
    """

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    reason = models.TextField(blank=True, default="")
    made = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content = models.TextField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="baseline_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="baseline_number_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"Baseline {self.number}: {self.name}"


class ScopeChange(models.Model):
    """Why an item differs from a baseline, and who agreed to that.

    `item` is the key of its line in the baseline: "requirement:R-114". `covers` is the digest of the difference that
    was explained: when the item changes again, the reason no longer covers it.
    """

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    baseline = models.ForeignKey(Baseline, on_delete=models.CASCADE, related_name="changes")
    item = models.CharField(max_length=120)
    covers = models.CharField(max_length=64, blank=True, default="")
    reason = models.TextField()
    agreed_by = models.CharField(max_length=200, blank=True, default="")
    agreed_on = models.DateField(null=True)
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["baseline__number", "item"]
        constraints = [models.UniqueConstraint(fields=["baseline", "item"], name="scope_change_once")]

    def __str__(self) -> str:
        return f"{self.item}: {self.reason}"


class RiskSetting(models.Model):
    """A threshold of the go-live risk profile that the project chose itself, in place of the default."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    value = models.PositiveIntegerField()
    reason = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["ref"]
        constraints = once("risk_setting")

    def __str__(self) -> str:
        return f"{self.ref}: {self.value}"
