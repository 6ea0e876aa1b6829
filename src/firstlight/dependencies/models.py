"""External dependencies of a project: what is needed, what was agreed about it, and every word of the provider."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Dependency(models.Model):
    """Something that a provider outside the project must deliver before go-live.

    `needed_by` is when the project needs it (None: by the go-live of `rollout`, else of the project), `promised` what
    the provider has promised, `delivered_on` when it was there. `confirmed_on` is when the provider last said how it
    stands, which is agreed every `cadence_days`. `scope_refs` hold refs of what needs it: integrations, solution
    parts, processes, requirements. `scope_match` says whether what is delivered was found to be what the scope needs;
    `scope_seen` is the digest of both as they were then. `reminded_on` is when the silent provider was last written to.
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

    class Match(models.TextChoices):
        AGREES = "agrees", "Agrees"
        DIFFERS = "differs", "Differs"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    provider = models.CharField(max_length=200, blank=True, default="")
    contact = models.CharField(max_length=300, blank=True, default="")
    contact_mail = models.CharField(max_length=254, blank=True, default="")
    commitment = models.TextField(blank=True, default="")
    needed_by = models.DateField(null=True)
    promised = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    cadence_days = models.PositiveSmallIntegerField(default=14)
    rollout = models.ForeignKey("scope.Rollout", on_delete=models.PROTECT, null=True, related_name="dependencies")
    scope_refs = models.JSONField(default=list)
    scope_match = models.CharField(max_length=10, choices=Match, blank=True, default="")
    scope_compared_on = models.DateField(null=True)
    scope_seen = models.CharField(max_length=64, blank=True, default="")
    requirements_state = models.CharField(max_length=10, choices=Requirements, default=Requirements.OPEN)
    health_address = models.CharField(max_length=500, blank=True, default="")
    plan_line = models.CharField(max_length=200, blank=True, default="")
    in_scope = models.BooleanField(default=True)
    owner = models.CharField(max_length=200, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    reminded_on = models.DateField(null=True)
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
            models.CheckConstraint(
                condition=Q(scope_match__in=["", "agrees", "differs"]), name="dependency_match_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"


class AgreedRequirement(models.Model):
    """What was agreed with the provider of a dependency. It is open until it is agreed, and agreed until it is met.

    `evidence` are names of files that show that it is met. One that is `dropped` does not count; the notes say why.
    """

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    dependency = models.ForeignKey(Dependency, on_delete=models.PROTECT, related_name="requirements")
    title = models.CharField(max_length=500)
    agreed_on = models.DateField(null=True)
    met_on = models.DateField(null=True)
    evidence = models.JSONField(default=list)
    dropped = models.BooleanField(default=False)
    notes = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        verbose_name = "agreed requirement"
        ordering = ["ref"]
        constraints = [models.UniqueConstraint(fields=["project", "ref"], name="agreed_requirement_ref_once")]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"


class Meeting(models.Model):
    """A status meeting about some dependencies: held on a day, or still to come while `held_on` is empty.

    `dependencies` hold refs. A meeting every `cadence_days` is agreed; `next_on` is the next one, where it has a day.
    """

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    dependencies = models.JSONField(default=list)
    cadence_days = models.PositiveSmallIntegerField(default=14)
    held_on = models.DateField(null=True)
    minutes = models.TextField(blank=True, default="")
    evidence = models.JSONField(default=list)
    next_on = models.DateField(null=True)
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["held_on", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="status_meeting_ref_once"),
            models.CheckConstraint(condition=Q(cadence_days__range=(1, 366)), name="status_meeting_cadence_is_days"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"


class ProviderWord(models.Model):
    """What a provider said of its dependency, kept for ever: the date stands, it moves, or the thing is delivered.

    `promised` is the day that held after the word. `said` is when it was said, `by` whoever said it; `taken_down_by`
    names who of the project wrote it down, and is empty where the provider wrote it itself, by its link.
    """

    class Kind(models.TextChoices):
        STANDS = "stands", "The date stands"
        MOVED = "moved", "The date moves"
        DELIVERED = "delivered", "It is delivered"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=80)
    dependency = models.ForeignKey(Dependency, on_delete=models.PROTECT, related_name="words")
    kind = models.CharField(max_length=10, choices=Kind)
    promised = models.DateField()
    note = models.TextField(blank=True, default="")
    said = models.DateTimeField()
    by = models.CharField(max_length=300)
    taken_down_by = models.CharField(max_length=200, blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        verbose_name = "word of a provider"
        verbose_name_plural = "words of a provider"
        ordering = ["-said", "-pk"]
        constraints = [models.UniqueConstraint(fields=["project", "ref"], name="provider_word_ref_once")]
        indexes = [models.Index(fields=["dependency", "-said"], name="provider_word_of_dependency")]

    def __str__(self) -> str:
        return f"{self.ref} {self.get_kind_display()}"


class ServiceState(models.Model):
    """Whether the service behind a dependency works: since when, last seen so when, and by whom.

    `by` is empty where it was seen at the health address.
    """

    class State(models.TextChoices):
        WORKS = "works", "Works"
        DOWN = "down", "Down"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    dependency = models.OneToOneField(Dependency, on_delete=models.CASCADE, related_name="service")
    state = models.CharField(max_length=10, choices=State)
    since = models.DateTimeField()
    seen = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True, default="")
    by = models.CharField(max_length=200, blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        verbose_name = "state of a service"
        verbose_name_plural = "states of services"
        constraints = [models.UniqueConstraint(fields=["project", "dependency"], name="service_state_once")]

    def __str__(self) -> str:
        return f"{self.dependency_id} {self.state}"


class HealthProbe(models.Model):
    """When a health address is asked next, who is at it, and how often in a row it did not answer well."""

    dependency = models.OneToOneField(Dependency, on_delete=models.CASCADE, related_name="probe")
    due = models.DateTimeField()
    holder = models.CharField(max_length=40, blank=True, default="")
    held_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    asked = models.DateTimeField(null=True)
    milliseconds = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["due"]

    def __str__(self) -> str:
        return f"probe of {self.dependency_id}"
