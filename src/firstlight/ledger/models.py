"""Entries and, per stream, the head. A stream is a project (its uid) or "workspace" for what belongs to none."""

from __future__ import annotations

from django.db import models

from firstlight.ledger.rules import FIRST


class Entry(models.Model):
    """One change. Triggers refuse to update or delete it. `before` and `after` are canonical JSON text."""

    stream = models.CharField(max_length=40)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=100)
    actor_name = models.CharField(max_length=200)
    action = models.CharField(max_length=100)
    label = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=50)
    subject_id = models.CharField(max_length=300)
    subject_text = models.CharField(max_length=500)
    before = models.TextField(null=True)
    after = models.TextField(null=True)
    request_id = models.CharField(max_length=40)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "sequence"], name="ledger_entry_sequence_once"),
            models.UniqueConstraint(fields=["stream", "previous"], name="ledger_entry_one_follower"),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="ledger_entry_sequence_from_one"),
        ]
        indexes = [models.Index(fields=["stream", "subject_kind", "subject_id"], name="ledger_entry_subject")]

    def __str__(self) -> str:
        return f"{self.stream} {self.sequence}: {self.action}"


class Head(models.Model):
    """Where a stream ends. Moved by compare-and-set, so that sequence numbers commit in order."""

    stream = models.CharField(max_length=40, primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=FIRST)

    def __str__(self) -> str:
        return f"{self.stream} at {self.sequence}"
