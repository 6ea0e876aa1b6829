"""What was found in tests."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from firstlight.testing.models.plan import Case, Cycle, Listed


class Finding(Listed):
    """Something that is not as it should be. `impact` says what it means for the business, in its own words.

    `found_on` is the day it was found; a pass of its case before that day says nothing of it. `closed_because` is why
    it is closed without a retest.
    """

    class Kind(models.TextChoices):
        BUG = "bug", "Bug"
        GAP = "gap", "Gap"
        TRAINING = "training", "Training need"
        DATA = "data", "Data issue"
        STANDARD = "standard-product", "Standard product"

    class Severity(models.TextChoices):
        CRITICAL = "critical", "Critical"
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        IN_WORK = "in-work", "In work"
        TO_RETEST = "to-retest", "To retest"
        DEFERRED = "deferred", "Deferred"
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.BUG)
    severity = models.CharField(max_length=10, choices=Severity, default=Severity.MEDIUM)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    impact = models.TextField(blank=True, default="")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, null=True, related_name="findings")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="findings")
    process = models.ForeignKey("scope.Process", on_delete=models.PROTECT, null=True, related_name="findings")
    expected = models.DateField(null=True)
    workaround = models.TextField(blank=True, default="")
    root_cause = models.TextField(blank=True, default="")
    found_on = models.DateField(null=True)
    found_by = models.CharField(max_length=200, blank=True, default="")
    closed_because = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="test_finding_ref_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["bug", "gap", "training", "data", "standard-product"]),
                name="test_finding_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["critical", "high", "medium", "low"]), name="test_finding_severity_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "in-work", "to-retest", "deferred", "closed", "withdrawn"]),
                name="test_finding_state_is_known",
            ),
        ]


class Leniency(models.Model):
    """That a cycle may end incomplete, and why: asked for by one person, borne by those who sign its exit.

    It holds only while nothing significant is open in the cycle and each open item has an owner and a date.
    """

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="leniencies")
    reason = models.TextField()
    asked_by = models.CharField(max_length=200)
    asked = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True)
    extras = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "leniencies"
        ordering = ["-asked", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "asked"], name="leniency_asked_once"),
            models.UniqueConstraint(fields=["cycle"], condition=Q(withdrawn=None), name="leniency_that_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle.ref} may end incomplete"
