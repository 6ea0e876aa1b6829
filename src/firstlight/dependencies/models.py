"""External dependencies of a project."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Dependency(models.Model):
    """Something that a provider outside the project must deliver before go-live.

    `needed_by` is when the project needs it (None: by go-live), `promised` what the provider has promised.
    `confirmed_on` is when the provider last confirmed how it stands, which is agreed every `cadence_days`.
    `scope_refs` hold refs of integrations and solution parts that need it.
    """

    class Kind(models.TextChoices):
        ISV = "isv", "ISV solution"
        SYSTEM = "system", "Other system"
        SERVICE = "service", "Service"
        OTHER = "other", "Other"

    class Requirements(models.TextChoices):
        OPEN = "open", "Open"
        AGREED = "agreed", "Agreed"
        MET = "met", "Met"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    provider = models.CharField(max_length=200, blank=True, default="")
    contact = models.CharField(max_length=300, blank=True, default="")
    commitment = models.TextField(blank=True, default="")
    needed_by = models.DateField(null=True)
    promised = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    cadence_days = models.PositiveSmallIntegerField(default=14)
    scope_refs = models.JSONField(default=list)
    requirements_state = models.CharField(max_length=10, choices=Requirements, default=Requirements.OPEN)
    in_scope = models.BooleanField(default=True)
    owner = models.CharField(max_length=200, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "dependencies"
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="dependency_ref_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["isv", "system", "service", "other"]), name="dependency_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(requirements_state__in=["open", "agreed", "met"]), name="dependency_state_is_known"
            ),
            models.CheckConstraint(condition=Q(cadence_days__range=(1, 366)), name="dependency_cadence_is_days"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"
