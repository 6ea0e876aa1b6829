"""Subscriptions and what came of each delivery."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Subscription(models.Model):
    """An address that is told what happens in a project: the entries of its ledger, in order.

    `delivered` is the number of the last entry that was dealt with. `salt` and the installation's key give the secret,
    which itself is kept nowhere; the one before stays valid until `old_until`. A worker that delivers is the `holder`
    until `held_until`, so that no two do at once, and what a killed one left is taken up by another.
    """

    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        STOPPED = "stopped", "Stopped after failures"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="webhooks")
    uid = models.CharField(max_length=40, unique=True)
    address = models.CharField(max_length=500)
    actions = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=State, default=State.ACTIVE)
    salt = models.CharField(max_length=64)
    old_salt = models.CharField(max_length=64, blank=True, default="")
    old_until = models.DateTimeField(null=True)
    made = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    delivered = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt = models.DateTimeField(null=True)
    given_up_in_a_row = models.PositiveSmallIntegerField(default=0)
    test_wanted = models.BooleanField(default=False)
    holder = models.CharField(max_length=40, blank=True, default="")
    held_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["active", "paused", "stopped"]), name="subscription_state_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.uid} of {self.project_id}"


class Delivery(models.Model):
    """One attempt. `sequence` is the entry of the ledger; a test has none. `status` is what the other side answered."""

    class Outcome(models.TextChoices):
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Failed, tried again"
        GIVEN_UP = "given-up", "Given up"

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    sequence = models.PositiveBigIntegerField(null=True)
    action = models.CharField(max_length=100)
    attempt = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome)
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["at"], name="delivery_at")]

    def __str__(self) -> str:
        return f"{self.action}: {self.outcome}"
