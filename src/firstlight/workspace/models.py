"""Projects and the people in them."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from firstlight.workspace.order_of_tests import BESIDE_UAT, SUPER_USERS
from firstlight.workspace.roles import ROLES


class Project(models.Model):
    """An implementation on its way to go-live.

    `uid` never changes and names the project's ledger. `clock_offset` is how far the project's clock is ahead of
    the real one: zero, but for examples and rehearsals, which were loaded as of another time and tick on from there.
    `profile` holds the declared yes/no answers by question. With `consent_needed`, the people of a partner or vendor
    see nothing until two people of the customer have agreed. `performance_order` and `trained_before_uat` are what
    it holds to where the guidance does not agree with itself (`order_of_tests`).
    """

    class Product(models.TextChoices):
        FINANCE_OPERATIONS = "finance-operations", "Finance and operations apps"
        CUSTOMER_ENGAGEMENT = "customer-engagement", "Customer engagement apps"

    class Approach(models.TextChoices):
        BIG_BANG = "big-bang", "Big bang"
        PHASED = "phased", "Phased"

    uid = models.CharField(max_length=40, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True, default="")
    product = models.CharField(max_length=40, choices=Product)
    approach = models.CharField(max_length=20, choices=Approach, blank=True, default="")
    time_zone = models.CharField(max_length=60)
    go_live = models.DateTimeField(null=True)
    window_start = models.DateTimeField(null=True)
    window_end = models.DateTimeField(null=True)
    users_at_go_live = models.PositiveIntegerField(null=True)
    next_committee = models.DateTimeField(null=True)
    profile = models.JSONField(default=dict)
    required_tests = models.JSONField(default=list)
    performance_order = models.CharField(max_length=20, default=BESIDE_UAT)
    trained_before_uat = models.CharField(max_length=20, default=SUPER_USERS)
    clock_offset = models.DurationField(default=timedelta)
    consent_needed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(window_start=None) | Q(window_end=None) | Q(window_end__gt=F("window_start")),
                name="project_window_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(performance_order__in=["beside-uat", "before-uat"])
                & Q(trained_before_uat__in=["super-users", "all-testers"]),
                name="project_order_of_tests_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """A stretch of the project with dates: Initiate, Implement, Prepare, Operate."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="phases")
    ref = models.CharField(max_length=60)
    title = models.CharField(max_length=100)
    start = models.DateField()
    end = models.DateField(null=True)

    class Meta:
        ordering = ["start", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="phase_ref_once"),
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="phase_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.title


class Party(models.Model):
    """An organisation in the project. `sees` are the subjects open to it; None: what its kind usually sees."""

    class Kind(models.TextChoices):
        CUSTOMER = "customer"
        PARTNER = "partner"
        VENDOR = "vendor"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="parties")
    ref = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    sees = models.JSONField(null=True)

    class Meta:
        verbose_name_plural = "parties"
        constraints = [models.UniqueConstraint(fields=["project", "ref"], name="party_ref_once")]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Someone in the project, with or without an account. `title` is their job, `roles` what they may do here."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="people")
    ref = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="people")
    place = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=60, blank=True, default="")
    roles = models.JSONField(default=list)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="memberships")
    extras = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "people"
        ordering = ["name", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="person_ref_once"),
            models.UniqueConstraint(
                fields=["project", "user"], condition=Q(user__isnull=False), name="person_one_a_user"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def role_titles(self) -> list[str]:
        """The roles as they are read."""
        return [ROLES.get(role, role) for role in self.roles]


class Consent(models.Model):
    """Somebody of the customer agrees that the people of a party see the project's data. Withdrawn, it is gone."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    given = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "person"], name="consent_once_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.party_id}"


class Invitation(models.Model):
    """A link by which somebody in the project gets an account, or ties theirs. Only the digest of its token is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    token_digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    accepted = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(expires__gt=F("made")), name="invitation_expires_later")]

    def __str__(self) -> str:
        return f"invitation of {self.person_id}"


class PersonGroup(models.Model):
    """People who are affected alike: a site, a shift, a department. `size` counts people, not accounts."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="groups")
    ref = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=60, blank=True, default="")
    size = models.PositiveIntegerField(null=True)
    contact = models.CharField(max_length=200, blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["ref"]
        constraints = [models.UniqueConstraint(fields=["project", "ref"], name="group_ref_once")]

    def __str__(self) -> str:
        return self.title


class Authority(models.Model):
    """Who decides one kind of decision: one accountable, others responsible, consulted, informed.

    Each is the ref of a person or of a role. That there is one accountable is what the column holds.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="authorities")
    ref = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    accountable = models.CharField(max_length=60)
    responsible = models.JSONField(default=list)
    consulted = models.JSONField(default=list)
    informed = models.JSONField(default=list)
    extras = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "authorities"
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="authority_ref_once"),
            models.CheckConstraint(condition=~Q(accountable=""), name="authority_has_one_accountable"),
        ]

    def __str__(self) -> str:
        return self.title


class Knowledge(models.Model):
    """That one person knows one topic: confirmed by themselves or by a named observer. Without a day: not yet."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="knowledge")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="knowledge")
    topic = models.CharField(max_length=100)
    confirmed = models.DateField(null=True)
    confirmed_by = models.CharField(max_length=200, blank=True, default="")
    evidence = models.TextField(blank=True, default="")
    expires = models.DateField(null=True)
    extras = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "knowledge"
        ordering = ["person__name", "topic"]
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="knowledge_once_a_person_and_topic"),
            models.CheckConstraint(
                condition=Q(confirmed=None) | (~Q(confirmed_by="") & ~Q(evidence="")),
                name="knowledge_is_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(expires=None) | Q(confirmed=None) | Q(expires__gt=F("confirmed")),
                name="knowledge_expires_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.topic}"


class GuestLink(models.Model):
    """A page for somebody without an account: one purpose, one subject, until it expires or is revoked.

    Only the digest of its token is kept. `title` says what it shows, `label` for whom it was made.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="guest_links")
    ref = models.CharField(max_length=20)
    purpose = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True, default="")
    title = models.CharField(max_length=200)
    label = models.CharField(max_length=200, blank=True, default="")
    token_digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="guest_links")
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    last_used = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="guest_link_ref_once"),
            models.CheckConstraint(condition=Q(expires__gt=F("made")), name="guest_link_expires_later"),
        ]

    def __str__(self) -> str:
        return f"guest link {self.ref}"
