"""When each task is due, and who is at it."""

from __future__ import annotations

from django.db import models


class Turn(models.Model):
    """A task of the background loop. Who does it holds it until `held_until`; what a killed worker held lapses."""

    task = models.CharField(max_length=60, primary_key=True)
    due = models.DateTimeField()
    holder = models.CharField(max_length=40, blank=True, default="")
    held_until = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return self.task
