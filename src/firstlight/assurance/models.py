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
    """A person's word on a check. The newest that was not withdrawn counts; older ones and withdrawn ones stay."""

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
    withdrawn = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True, default="")
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


class Delegation(models.Model):
    """Somebody lets another sign for them, for a time: one thing (`on`), or everything they sign."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    giver = models.ForeignKey("workspace.Person", on_delete=models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey("workspace.Person", on_delete=models.PROTECT, related_name="delegations_held")
    on = models.CharField(max_length=150, blank=True, default="")
    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.TextField()
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="delegation_ends_after_start"),
            models.CheckConstraint(condition=~Q(giver=F("delegate")), name="delegation_is_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} lets {self.delegate_id} sign"


class Signature(models.Model):
    """Who signed what: the digest of the exact content, kept in its canonical rendering.

    `immaterial_digest` is of later content whose difference somebody with the right declared immaterial, and why. It
    covers just that content: a further change is stale again.
    """

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    on = models.CharField(max_length=150)
    person = models.ForeignKey("workspace.Person", on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=60)
    statement = models.TextField()
    signed = models.DateTimeField()
    digest = models.CharField(max_length=64)
    rendering = models.TextField()
    delegated_by = models.CharField(max_length=200, blank=True, default="")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, related_name="signatures")
    immaterial_digest = models.CharField(max_length=64, blank=True, default="")
    immaterial_because = models.TextField(blank=True, default="")
    immaterial_by = models.CharField(max_length=200, blank=True, default="")
    immaterial_at = models.DateTimeField(null=True)
    recorded = models.DateTimeField()
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["on", "-signed", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "on", "person", "role", "signed"], name="signature_given_once")
        ]

    def __str__(self) -> str:
        return f"{self.on} signed as {self.role}"


class SigningRefusal(models.Model):
    """Somebody will not sign what they were shown, and says why. A later signature of theirs overrides it."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    on = models.CharField(max_length=150)
    person = models.ForeignKey("workspace.Person", on_delete=models.PROTECT, related_name="signing_refusals")
    role = models.CharField(max_length=60)
    reason = models.TextField()
    digest = models.CharField(max_length=64)
    refused = models.DateTimeField()

    class Meta:
        ordering = ["-refused", "-pk"]
        indexes = [models.Index(fields=["project", "on"], name="signing_refusal_of_content")]

    def __str__(self) -> str:
        return f"{self.person_id} does not sign {self.on}"


class SignatureRequest(models.Model):
    """Who is asked to sign what, by when. Its steps are signed in their order."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    on = models.CharField(max_length=150)
    reason = models.TextField()
    asked_by = models.ForeignKey("workspace.Person", on_delete=models.PROTECT, related_name="signatures_asked_for")
    asked = models.DateTimeField()
    due = models.DateField(null=True)
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="signature_request_number_once")]

    def __str__(self) -> str:
        return f"request {self.number} on {self.on}"


class RequestStep(models.Model):
    """So many (`quorum`) of those asked in this step have to sign before the next step begins."""

    request = models.ForeignKey(SignatureRequest, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="request_step_once"),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="request_step_needs_somebody"),
        ]

    def __str__(self) -> str:
        return f"step {self.position}"


class AskedSigner(models.Model):
    """One who is asked to sign in a step, in a role; and when they were last reminded, how often."""

    step = models.ForeignKey(RequestStep, on_delete=models.CASCADE, related_name="signers")
    person = models.ForeignKey("workspace.Person", on_delete=models.PROTECT, related_name="asked_to_sign")
    role = models.CharField(max_length=60)
    reminded = models.DateTimeField(null=True)
    reminders = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["step", "person"], name="asked_once_in_a_step")]

    def __str__(self) -> str:
        return f"{self.person_id} as {self.role}"


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
    #: As the ledger has it; kept here because the register sorts by it.
    opened = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due", "ref"]
        constraints = [models.UniqueConstraint(fields=["project", "ref"], name="action_item_ref_once")]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.state in (self.State.OPEN, self.State.UNDER_WAY)
