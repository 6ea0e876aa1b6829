"""Decisions on a go-live: the meeting, its agenda, votes, conditions and dissent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Outcome(models.TextChoices):
    """What can be voted for and decided."""

    GO = "go", "Go"
    CONDITIONAL = "conditional", "Conditional go"
    NO_GO = "no-go", "No-go"


class Decision(models.Model):
    """A meeting that decides. Opening freezes the verdict of one assessment; closing freezes everything.

    `voters` are the people (by ref) with authority when it was opened, `reasons` those of the frozen verdict,
    `accepted` the risks that were accepted when it was closed. `supersedes` names the decision it replaces.
    """

    class State(models.TextChoices):
        PREPARING = "preparing", "Preparing"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    planned = models.DateTimeField()
    presider = models.ForeignKey("workspace.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=State, default=State.PREPARING)
    supersedes = models.CharField(max_length=60, blank=True, default="")
    assessment_number = models.PositiveIntegerField(null=True)
    assessment_digest = models.CharField(max_length=64, blank=True, default="")
    verdict = models.CharField(max_length=20, blank=True, default="")
    reasons = models.JSONField(default=list)
    voters = models.JSONField(default=list)
    quorum = models.PositiveSmallIntegerField(null=True)
    accepted = models.JSONField(default=list)
    opened = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True, default="")
    statement = models.TextField(blank=True, default="")
    closed = models.DateTimeField(null=True)
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["-planned", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="decision_ref_once"),
            models.CheckConstraint(
                condition=(Q(state="closed", closed__isnull=False) & ~Q(outcome=""))
                | (~Q(state="closed") & Q(closed=None, outcome="")),
                name="decision_closed_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"


class AgendaItem(models.Model):
    """A point of the agenda. `about` names what it is about: a check, a signed content, a finding; or nothing."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=150, blank=True, default="")
    text = models.CharField(max_length=500)
    note = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["decision", "position"], name="agenda_position_once")]

    def __str__(self) -> str:
        return self.text


class Vote(models.Model):
    """The vote of one person, in the role in which they decide. Changed until the decision is closed."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey("workspace.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=60)
    vote = models.CharField(max_length=20, choices=Outcome)
    reason = models.TextField()
    cast = models.DateTimeField()
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["cast", "pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "person"], name="vote_one_each")]

    def __str__(self) -> str:
        return self.vote


class Condition(models.Model):
    """What has to be done for a conditional go. The action in the register says whether it is."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="conditions")
    ref = models.CharField(max_length=60)
    text = models.CharField(max_length=300)
    owner = models.CharField(max_length=200)
    due = models.DateField()
    action_ref = models.CharField(max_length=60)
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["due", "ref"]
        constraints = [models.UniqueConstraint(fields=["project", "ref"], name="condition_ref_once")]

    def __str__(self) -> str:
        return self.text


class Dissent(models.Model):
    """What somebody holds against the decision, by name and in their words. Never changed, never removed."""

    project = models.ForeignKey("workspace.Project", on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="dissents")
    person = models.ForeignKey("workspace.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    recorded = models.DateTimeField()
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["recorded", "pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "person", "recorded"], name="dissent_once")]

    def __str__(self) -> str:
        return self.text[:60]
