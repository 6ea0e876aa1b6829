"""When each task is due and who is at it, and how the clock of a machine stood."""

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


class Clock(models.Model):
    """How the clock of a machine stood beside one that nobody sets, since that machine was started.

    `machine` names one start of one machine. `apart` is when the clock beside stood at nothing, by the clock that is
    set; `seen` when a run that goes on was last looked after, by that clock.
    """

    machine = models.CharField(max_length=60, primary_key=True)
    apart = models.DateTimeField()
    seen = models.DateTimeField()

    def __str__(self) -> str:
        return self.machine
