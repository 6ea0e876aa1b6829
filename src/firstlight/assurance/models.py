"""What people vouch for: evidence files, attestations, signatures, actions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class EvidenceFile(models.Model):
    """A file kept by its content. `effective` is when what it shows was true, `kept` when it came in."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()
    effective = models.DateTimeField()
    expires = models.DateTimeField(null=True)
    kept = models.DateTimeField()
    kept_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "digest", "name"], name="evidence_content_once"),
            models.CheckConstraint(
                condition=Q(expires=None) | Q(expires__gt=F("effective")), name="evidence_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Attestation(models.Model):
    """A person's word on a check. The newest effective one counts; older ones stay."""

    class State(models.TextChoices):
        MET = "met", "Met"
        PARTLY = "partly", "Partly"
        UNMET = "unmet", "Unmet"
        NOT_APPLICABLE = "not-applicable", "Not applicable"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    check_ref = models.CharField(max_length=120)
    state = models.CharField(max_length=20, choices=State)
    statement = models.TextField()
    person = models.ForeignKey("workspace.Person", on_delete=models.PROTECT, related_name="attestations")
    role = models.CharField(max_length=60)
    effective = models.DateTimeField()
    expires = models.DateTimeField(null=True)
    recorded = models.DateTimeField()
    evidence = models.ManyToManyField(EvidenceFile, related_name="attestations")
    links = models.JSONField(default=list)
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["-effective", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "check_ref", "person", "effective"], name="attestation_said_once"
            ),
            models.CheckConstraint(
                condition=Q(expires=None) | Q(expires__gt=F("effective")), name="attestation_expires_later"
            ),
        ]
        indexes = [models.Index(fields=["project", "check_ref", "-effective"], name="attestation_of_check")]

    def __str__(self) -> str:
        return f"{self.check_ref}: {self.state}"


class Signature(models.Model):
    """Who signed what: the digest of the exact content, kept in its canonical rendering."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    on = models.CharField(max_length=150)
    person = models.ForeignKey("workspace.Person", on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=60)
    statement = models.TextField()
    signed = models.DateTimeField()
    digest = models.CharField(max_length=64)
    rendering = models.TextField()
    delegated_by = models.CharField(max_length=200, blank=True, default="")
    recorded = models.DateTimeField()
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["on", "-signed", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "on", "person", "role", "signed"], name="signature_given_once")
        ]

    def __str__(self) -> str:
        return f"{self.on} signed as {self.role}"


class ActionItem(models.Model):
    """Something to be done about a check that is not met: a mitigation with priority, risk, owner and date."""

    class Priority(models.TextChoices):
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        UNDER_WAY = "under-way", "Under way"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    check_ref = models.CharField(max_length=120, blank=True, default="")
    priority = models.CharField(max_length=10, choices=Priority, default=Priority.MEDIUM)
    risk = models.CharField(max_length=10, choices=Priority, default=Priority.MEDIUM)
    owner = models.CharField(max_length=200, blank=True, default="")
    due = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    blocker = models.TextField(blank=True, default="")
    workaround = models.TextField(blank=True, default="")
    source = models.CharField(max_length=200, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["due", "ref"]
        constraints = [models.UniqueConstraint(fields=["project", "ref"], name="action_item_ref_once")]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.state in (self.State.OPEN, self.State.UNDER_WAY)
