"""What people say in a run: votes and decisions at its checkpoints, issues."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from firstlight.cutover.models.runs import Run


class RunVote(models.Model):
    """What somebody says at a checkpoint of a run. It may be changed until it is decided.

    `round` is how many decisions there were before: after a no-go people say it again. `seat` is the decider as the
    checkpoint names them, a person or a role.
    """

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="votes")
    step = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField(default=0)
    seat = models.CharField(max_length=200)
    person = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, choices=[("go", "Go"), ("no-go", "No-go")])
    reason = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "vote at a checkpoint"
        verbose_name_plural = "votes at checkpoints"
        ordering = ["round", "pk"]  # not by time: the clock may be set back in between
        constraints = [
            models.UniqueConstraint(fields=["run", "step", "round", "seat"], name="run_vote_once_a_seat"),
            models.CheckConstraint(condition=Q(outcome__in=["go", "no-go"]), name="run_vote_outcome_is_known"),
            models.CheckConstraint(condition=Q(outcome="go") | ~Q(reason=""), name="run_vote_no_go_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.outcome}"


class RunDecision(models.Model):
    """What was decided at a checkpoint of a run. `votes` are seat, person, outcome and reason of each, as they were.

    `dissent` are those who said otherwise. `unmet` are the criteria that were not met then.
    """

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="decisions")
    step = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=[("go", "Go"), ("no-go", "No-go")])
    follows = models.CharField(
        max_length=10, choices=[("rollback", "Turn back"), ("repeat", "Decide again")], blank=True, default=""
    )
    reason = models.TextField()
    unmet = models.JSONField(default=list)
    votes = models.JSONField(default=list)
    at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = "decision in a run"
        verbose_name_plural = "decisions in runs"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "step", "round"], name="run_decision_once_a_round"),
            models.CheckConstraint(
                condition=Q(outcome="go", follows="") | Q(outcome="no-go", follows__in=["rollback", "repeat"]),
                name="run_decision_no_go_says_what_follows",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.outcome}"


class RunIssue(models.Model):
    """Something that went wrong in a run: what, which steps it stops, whose it is, and what was decided on it.

    `due` is by when somebody wants it settled. `agreed_by` are those who agreed to leave it until later. `changed` is
    the version of the run at which it last changed.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DEFERRED = "deferred", "Deferred"
        RESOLVED = "resolved", "Resolved"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="issues")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    detail = models.TextField(blank=True, default="")
    stops = models.JSONField(default=list)
    owner = models.CharField(max_length=200, blank=True, default="")
    due = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    raised = models.DateTimeField()
    raised_by = models.CharField(max_length=200)
    decided = models.DateTimeField(null=True)
    agreed_by = models.JSONField(default=list)
    decision = models.TextField(blank=True, default="")
    resolved = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=200, blank=True, default="")
    resolution = models.TextField(blank=True, default="")
    changed = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "issue of a run"
        verbose_name_plural = "issues of runs"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="run_issue_number_once"),
            models.CheckConstraint(
                condition=Q(state="open", resolved=None)
                | Q(state="deferred", decided__isnull=False, resolved=None)
                | Q(state="resolved", resolved__isnull=False),
                name="run_issue_state_fits_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class RunPaper(models.Model):
    """A run as it was printed. The bytes of its PDF and workbook lie in the store, under their digests.

    `sequence` and `head` say where the ledger of the project ended. `seen` is when it was made by the clock of the
    workspace, `made` by that of the project.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="papers")
    made = models.DateTimeField()
    seen = models.DateTimeField()
    sequence = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)
    pdf = models.CharField(max_length=64)
    xlsx = models.CharField(max_length=64)

    class Meta:
        verbose_name = "printed run"
        verbose_name_plural = "printed runs"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["run", "seen"], name="run_paper_of_run")]

    def __str__(self) -> str:
        return f"{self.made:%Y-%m-%d %H:%M}"


class MessageText(models.Model):
    """The words in which a project tells of an event of its runs in one language, in place of the shipped ones."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        verbose_name = "text of a message"
        verbose_name_plural = "texts of messages"
        ordering = ["event", "language"]
        constraints = [
            models.UniqueConstraint(fields=["project", "event", "language"], name="message_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event} ({self.language})"
