"""Gate reviews: their questions, answers, findings and messages."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class QuestionSetVersion(models.Model):
    """A version of a question set. Written once: neither its content nor its digest ever changes."""

    ref = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    body = models.TextField()
    loaded = models.DateTimeField()

    class Meta:
        ordering = ["ref", "pk"]
        constraints = [models.UniqueConstraint(fields=["ref", "version"], name="question_set_version_once")]

    def __str__(self) -> str:
        return f"{self.ref}@{self.version}"


class Review(models.Model):
    """A gate review. `questions` names its question set ("go-live-readiness@2026.1"), `reviewers` people by ref.

    `go_live` is the go-live that it is for, `completed` when a reviewer closed it with the outcome.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        DISCOVER = "discover", "Discover"
        IN_REVIEW = "in-review", "In review"
        MITIGATION = "mitigation", "Mitigation"
        COMPLETE = "complete", "Complete"

    class Outcome(models.TextChoices):
        READY = "ready", "Ready"
        WITH_FINDINGS = "with-findings", "Ready, with findings"
        NOT_READY = "not-ready", "Not ready"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    questions = models.CharField(max_length=110)
    state = models.CharField(max_length=20, choices=State, default=State.PLANNED)
    planned = models.DateField()
    go_live = models.DateTimeField(null=True)
    reviewers = models.JSONField(default=list)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True, default="")
    summary = models.TextField(blank=True, default="")
    completed = models.DateTimeField(null=True)
    completed_by = models.CharField(max_length=200, blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["-planned", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="review_ref_once"),
            models.CheckConstraint(
                condition=Q(state="complete", completed__isnull=False) | (~Q(state="complete") & Q(completed=None)),
                name="review_complete_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"


class Answer(models.Model):
    """The answer to a question, always as text of its kind. `version` counts its changes, so that none is lost."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=120)
    value = models.TextField()
    note = models.TextField(blank=True, default="")
    person = models.ForeignKey("workspace.Person", on_delete=models.PROTECT, related_name="+")
    answered = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["review", "question"]
        constraints = [models.UniqueConstraint(fields=["review", "question"], name="answer_one_a_question")]

    def __str__(self) -> str:
        return f"{self.question}: {self.value[:60]}"


class Finding(models.Model):
    """What a reviewer found: an assertion, or a risk or issue with owner, date and level."""

    class Kind(models.TextChoices):
        ASSERTION = "assertion", "Assertion"
        RISK = "risk", "Risk"
        ISSUE = "issue", "Issue"

    class Level(models.TextChoices):
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="findings")
    ref = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=300)
    question = models.CharField(max_length=120, blank=True, default="")
    recommendation = models.TextField(blank=True, default="")
    level = models.CharField(max_length=10, choices=Level, blank=True, default="")
    owner = models.CharField(max_length=200, blank=True, default="")
    due = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    action_ref = models.CharField(max_length=60, blank=True, default="")
    raised = models.DateTimeField()
    raised_by = models.CharField(max_length=200)
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["review", "raised", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="finding_ref_once"),
            models.CheckConstraint(
                condition=Q(kind="assertion") | (~Q(owner="") & ~Q(level="") & Q(due__isnull=False)),
                name="finding_is_owned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def counts(self) -> bool:
        """Whether it holds the review back: a risk or an issue that is open."""
        return self.kind != self.Kind.ASSERTION and self.state == self.State.OPEN


class Message(models.Model):
    """What team and reviewers say to each other, on one question or (without one) on the whole review."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="messages")
    question = models.CharField(max_length=120, blank=True, default="")
    person = models.ForeignKey("workspace.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    said = models.DateTimeField()
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["said", "pk"]
        constraints = [models.UniqueConstraint(fields=["review", "person", "said"], name="message_said_once")]

    def __str__(self) -> str:
        return self.text[:60]
