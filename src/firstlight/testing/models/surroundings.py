"""Under what circumstances something was tried: security roles, testers, versions of the solution."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from firstlight.testing.models.plan import Listed


class Role(models.Model):
    """A security role, and whether a run under it shows anything. Well-known administrators need no row."""

    class Kind(models.TextChoices):
        BUSINESS = "business", "Business role"
        GENERAL = "general", "One role for everybody"
        ADMINISTRATOR = "administrator", "Administrator"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    notes = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="security_role_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["business", "general", "administrator"]), name="security_role_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Access(models.TextChoices):
    """How somebody reaches the solution."""

    PHYSICAL = "physical", "Physical device"
    VIRTUALISED = "virtualised", "Virtual desktop"
    REMOTE = "remote", "Remote"


#: Blank where nobody said.
ACCESS_IS_KNOWN = Q(access__in=["", "physical", "virtualised", "remote"])


class Tester(models.Model):
    """Somebody of the business who tries cases: under which role, as which kind of user, where and on what.

    A `super_user` is trained first, and trains others. `trained_on` is None where nobody said.
    """

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    mail = models.CharField(max_length=254, blank=True, default="")
    role = models.CharField(max_length=200, blank=True, default="")
    persona = models.CharField(max_length=200, blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    access = models.CharField(max_length=20, choices=Access, blank=True, default="")
    device = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=20, blank=True, default="")
    super_user = models.BooleanField(default=False)
    trained_on = models.DateField(null=True)
    notes = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="tester_ref_once"),
            models.CheckConstraint(condition=ACCESS_IS_KNOWN, name="tester_access_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Version(Listed):
    """A state of the solution that was deployed: what passed before `at` no longer counts for what it touches.

    `affects` holds refs of processes, requirements and cases; empty: everything. `in_force` says whether what passed
    has been counted against it: not before it is deployed.
    """

    class Kind(models.TextChoices):
        CODE = "code", "Code"
        CONFIGURATION = "configuration", "Configuration"
        DATA = "data", "Data"

    kind = models.CharField(max_length=20, choices=Kind)
    at = models.DateTimeField()
    affects = models.JSONField(default=list)
    in_force = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="solution_version_ref_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["code", "configuration", "data"]), name="solution_version_kind_is_known"
            ),
        ]
