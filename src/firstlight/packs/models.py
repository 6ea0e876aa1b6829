"""Packs as they were loaded, and what a project makes of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class PackVersion(models.Model):
    """A version of a pack. Written once: neither its bytes nor its digest ever change.

    `body` is its content as canonical JSON, `source` the text of its file, of which `digest` is the SHA-256. None
    where it was loaded by a version of the program that did not keep the text.
    """

    ref = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    body = models.TextField()
    source = models.TextField(null=True)
    loaded = models.DateTimeField()

    class Meta:
        ordering = ["ref", "pk"]
        constraints = [models.UniqueConstraint(fields=["ref", "version"], name="pack_version_once")]

    def __str__(self) -> str:
        return f"{self.ref}@{self.version}"


class PinnedPack(models.Model):
    """The version of a pack that a project is judged by."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="pins")
    pack = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="pins")
    ref = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "ref"]
        constraints = [models.UniqueConstraint(fields=["project", "ref"], name="pinned_pack_once")]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.ref}"


class Tailoring(models.Model):
    """A check that the project added, says differently from the pack, or that does not apply to it, with the reason."""

    class Kind(models.TextChoices):
        ADDED = "added", "Added"
        CHANGED = "changed", "Changed"
        WAIVED = "waived", "Does not apply"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    check_ref = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=300, blank=True, default="")
    obligation = models.CharField(max_length=20, blank=True, default="")
    what = models.TextField(blank=True, default="")
    why = models.TextField(blank=True, default="")
    outcome = models.TextField(blank=True, default="")
    risk = models.TextField(blank=True, default="")
    mitigation = models.TextField(blank=True, default="")
    measure = models.CharField(max_length=100, blank=True, default="")
    by = models.JSONField(default=list)
    reason = models.TextField()
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["check_ref"]
        constraints = [models.UniqueConstraint(fields=["project", "check_ref"], name="tailoring_once")]

    def __str__(self) -> str:
        return f"{self.check_ref} {self.kind}"


class Waiver(models.Model):
    """A risk that a named person accepts in writing for a check, until it expires."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    check_ref = models.CharField(max_length=120)
    reason = models.TextField()
    person = models.ForeignKey("workspace.Person", on_delete=models.PROTECT, related_name="waivers")
    accepted = models.DateTimeField()
    expires = models.DateTimeField()
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["check_ref", "-accepted"]
        constraints = [
            models.UniqueConstraint(fields=["project", "check_ref", "person", "accepted"], name="waiver_given_once"),
            models.CheckConstraint(condition=Q(expires__gt=F("accepted")), name="waiver_expires_later"),
        ]

    def __str__(self) -> str:
        return f"waiver of {self.check_ref}"
