"""What tests have to cover besides the requirements: combinations that matter, and rules of others."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from firstlight.testing.models.plan import Listed
from firstlight.testing.models.surroundings import Access


class Combination(Listed):
    """As what kind of user, where, how and on what a case has to have passed. What is blank may be anything."""

    persona = models.CharField(max_length=200, blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    access = models.CharField(max_length=20, choices=Access, blank=True, default="")
    device = models.CharField(max_length=200, blank=True, default="")
    significant = models.BooleanField(default=False)

    class Meta:
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="combination_ref_once"),
            models.CheckConstraint(
                condition=Q(access__in=["", "physical", "virtualised", "remote"]), name="combination_access_is_known"
            ),
        ]


class Regulation(Listed):
    """A rule that the solution has to follow, by which feature it does, and where that is documented.

    `requirements` holds refs; their results are those of the rule. `documents` names files or addresses.
    """

    class Level(models.TextChoices):
        COMPANY = "company", "Company"
        INDUSTRY = "industry", "Industry"
        COUNTRY = "country", "Country"

    level = models.CharField(max_length=10, choices=Level)
    where = models.CharField(max_length=200, blank=True, default="")
    requirements = models.JSONField(default=list)
    feature = models.TextField(blank=True, default="")
    documents = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["level", "where", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="regulation_ref_once"),
            models.CheckConstraint(
                condition=Q(level__in=["company", "industry", "country"]), name="regulation_level_is_known"
            ),
        ]
