"""The outbox: events committed with the change that caused them. And the answers to requests with a key."""

from __future__ import annotations

from django.db import models


class OutboxEvent(models.Model):
    """An event and how its delivery stands. A failed one stays visible with its reason and is tried again."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DELIVERED = "delivered"
        FAILED = "failed"

    kind = models.CharField(max_length=100)
    project = models.CharField(max_length=40)
    facts = models.TextField()
    request_id = models.CharField(max_length=40)
    published = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "delivered", "failed"]), name="outbox_state_is_known"
            )
        ]
        indexes = [models.Index(fields=["state", "id"], name="outbox_state_id")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"


class GivenAnswer(models.Model):
    """What was answered to a request that carried an idempotency key, so that a retry gets the same and does nothing.

    `fingerprint` is the digest of the request: another request under the same key is refused. Kept for two days.
    """

    actor = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True, default="")
    given = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="answer_once_a_key")]
        indexes = [models.Index(fields=["given"], name="answer_given")]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
