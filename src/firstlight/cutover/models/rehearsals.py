"""Rehearsals, and the times that they took."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from firstlight.cutover.models.plans import Plan


class Rehearsal(models.Model):
    """A mock cutover: when it ran, where, and whether it met its exit criteria, with what was learned."""

    class Outcome(models.TextChoices):
        MET = "met", "Exit criteria met"
        NOT_MET = "not-met", "Exit criteria not met"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rehearsals")
    title = models.CharField(max_length=200)
    environment = models.CharField(max_length=200, blank=True, default="")
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    lessons = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["started", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="rehearsal_ref_once"),
            models.CheckConstraint(condition=Q(outcome__in=["", "met", "not-met"]), name="rehearsal_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(ended=None) | Q(started__isnull=False, ended__gt=F("started")),
                name="rehearsal_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Timing(models.Model):
    """When a task began and ended in a rehearsal. `task` is its ref: what was measured outlasts the plan it was for."""

    class Outcome(models.TextChoices):
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        SKIPPED = "skipped", "Skipped"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.PROTECT, related_name="timings")
    task = models.CharField(max_length=60)
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.DONE)
    note = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        verbose_name = "time of a rehearsal"
        verbose_name_plural = "times of rehearsals"
        ordering = ["rehearsal", "started", "task"]
        constraints = [
            models.UniqueConstraint(fields=["rehearsal", "task"], name="timing_once_a_task"),
            models.CheckConstraint(
                condition=Q(outcome__in=["done", "failed", "skipped"]), name="timing_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ended=None) | Q(started__isnull=False, ended__gte=F("started")),
                name="timing_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rehearsal_id} {self.task}"
