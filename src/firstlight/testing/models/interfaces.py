"""What was tried of the interfaces to other systems."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from firstlight.testing.models.plan import Cycle


class Interface(models.Model):
    """What is known of one integration of the scope: its pattern reviewed, its peak run, its other end switched off.

    `reviewed_pattern` is the pattern that was looked at: when the scope says another one, the review is of the past.
    `peak_reached` is messages an hour. The four texts of an outage say what happened, how users were told, what they
    saw and what is done until the system is back.
    """

    class Review(models.TextChoices):
        FITS = "fits", "Fits"
        DOUBT = "doubt", "In doubt"
        CHANGE = "change", "Has to change"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    integration = models.OneToOneField("scope.Integration", on_delete=models.PROTECT, related_name="tried")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, null=True, related_name="interfaces")
    review = models.CharField(max_length=10, choices=Review, blank=True, default="")
    reviewed_by = models.CharField(max_length=200, blank=True, default="")
    reviewed_on = models.DateField(null=True)
    reviewed_pattern = models.CharField(max_length=120, blank=True, default="")
    review_result = models.TextField(blank=True, default="")
    peak_reached = models.PositiveBigIntegerField(null=True)
    peak_on = models.DateField(null=True)
    outage_on = models.DateField(null=True)
    outage_happened = models.TextField(blank=True, default="")
    outage_told = models.TextField(blank=True, default="")
    outage_seen = models.TextField(blank=True, default="")
    outage_plan = models.TextField(blank=True, default="")
    notes = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["integration__ref"]
        constraints = [
            models.CheckConstraint(
                condition=Q(review__in=["", "fits", "doubt", "change"]), name="interface_review_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.integration.ref
