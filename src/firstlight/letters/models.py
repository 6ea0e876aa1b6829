"""What is mailed to people, and how that stands."""

from __future__ import annotations

from django.db import models


class Letter(models.Model):
    """A letter to one person. `key` names its occasion, so that the same occasion writes it once; `about` its subject.

    Times are of the clock on the wall. It is `sending` from the moment before the server is given it until the answer
    is noted, at most until `held_until`: what a killed worker left like that may have gone out, and is not sent again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        UNCERTAIN = "uncertain", "May not have been sent"
        DROPPED = "dropped", "No longer needed"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    about = models.CharField(max_length=100)
    to = models.EmailField()
    to_name = models.CharField(max_length=200)
    reply_to = models.EmailField(blank=True, default="")
    subject = models.CharField(max_length=300)
    body = models.TextField()
    written = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt = models.DateTimeField(null=True)
    holder = models.CharField(max_length=40, blank=True, default="")
    held_until = models.DateTimeField(null=True)
    sent = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="letter_written_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "sending", "sent", "failed", "uncertain", "dropped"]),
                name="letter_state_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_attempt"], name="letter_due"),
            models.Index(fields=["project", "about"], name="letter_about"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"
