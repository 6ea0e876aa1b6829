"""What was said at checkpoints."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from firstlight.cutover.models.plans import Plan


class Decision(models.Model):
    """What was said at a checkpoint, by whom and why. A new one takes its place; none is changed.

    `task` is the ref of the checkpoint. After a no-go `follows` says what is done. `unmet` are the criteria that were
    not met then, `dissent` is who thought otherwise, and why. `recorded_by` wrote it down.
    """

    class Outcome(models.TextChoices):
        GO = "go", "Go"
        NO_GO = "no-go", "No-go"

    class Follows(models.TextChoices):
        ROLLBACK = "rollback", "Turn back"
        REPEAT = "repeat", "Decide again"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="decisions")
    task = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10, choices=Outcome)
    follows = models.CharField(max_length=10, choices=Follows, blank=True, default="")
    decided_by = models.CharField(max_length=200)
    at = models.DateTimeField()
    reason = models.TextField()
    dissent = models.TextField(blank=True, default="")
    unmet = models.JSONField(default=list)
    recorded_by = models.CharField(max_length=200, blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        verbose_name = "decision at a checkpoint"
        verbose_name_plural = "decisions at checkpoints"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "task", "at"], name="checkpoint_decided_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(outcome="go", follows="") | Q(outcome="no-go", follows__in=["rollback", "repeat"]),
                name="checkpoint_no_go_says_what_follows",
            ),
            models.CheckConstraint(condition=~Q(decided_by="") & ~Q(reason=""), name="checkpoint_decided_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.outcome}"
