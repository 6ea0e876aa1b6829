"""Access tokens. Only their digests are kept."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from firstlight.access.rules import REACHES


class Token(models.Model):
    """What a program shows to act in one project, as far as `reach` goes and never further than its owner may.

    It goes with its owner: when the person leaves the project, the token is gone too. `shown` is how it begins, so
    that one can be told from another in a list and in a leak.
    """

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="tokens")
    person = models.ForeignKey("workspace.Person", on_delete=models.CASCADE, related_name="tokens")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    reach = models.CharField(max_length=20, choices=[(key, reach.title) for key, reach in REACHES.items()])
    shown = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    expires = models.DateTimeField()
    last_used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires__gt=F("made")), name="token_expires_later"),
            models.CheckConstraint(condition=Q(reach__in=list(REACHES)), name="token_reach_is_known"),
        ]
        indexes = [models.Index(fields=["project", "user"], name="token_of_user")]

    def __str__(self) -> str:
        return f"{self.name} ({self.shown}…)"

    def works(self, now: datetime) -> bool:
        """Whether it was neither revoked nor has expired."""
        return self.revoked is None and self.expires > now
