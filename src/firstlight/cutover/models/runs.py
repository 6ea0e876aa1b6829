"""A run: a plan that is carried out, as a rehearsal or live. It has a copy of what it needs of each step."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from firstlight.cutover.models.plans import Plan
from firstlight.cutover.models.rehearsals import Rehearsal


class Run(models.Model):
    """One carrying out of a plan. `mode` decides what the banner says and whether its clock stands still in a pause.

    `version` grows by one with every change of the run or of its steps; a board asks for what changed after the one
    that it has. `edition` names the copy of the plan: what was computed of one copy holds for no other. Times of the
    plan (`window_start`, `window_end`, `blackouts` and those of the steps) stand as in the plan; `shift` seconds later
    the run has them. `pauses` are pairs of times, the last one open while it is `paused`. `way_back` is how many
    minutes going back takes at best, likely, at worst; `back_from` the run that a rollback leads back from.
    `lessons` are those of a live run; a rehearsal has its own. `clock_steps` are pairs of a time after the clock of the
    server was set, and by how many seconds. `first_step` is the step that a rehearsal begins with, "" for all.
    """

    class Mode(models.TextChoices):
        REHEARSAL = "rehearsal", "Rehearsal"
        LIVE = "live", "Live"

    class State(models.TextChoices):
        PREPARED = "prepared", "Prepared"
        RUNNING = "running", "Running"
        PAUSED = "paused", "Paused"
        CLOSED = "closed", "Closed"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="runs")
    title = models.CharField(max_length=200)
    mode = models.CharField(max_length=10, choices=Mode)
    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.PROTECT, null=True, related_name="runs")
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED)
    time_zone = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    edition = models.CharField(max_length=32)
    opened = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    started = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)
    closed_because = models.TextField(blank=True, default="")
    lessons = models.TextField(blank=True, default="")
    pauses = models.JSONField(default=list)
    clock_steps = models.JSONField(default=list)
    shift = models.BigIntegerField(default=0)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    window_start = models.DateTimeField(null=True)
    window_end = models.DateTimeField(null=True)
    blackouts = models.JSONField(default=list)
    first_step = models.CharField(max_length=60, blank=True, default="")
    way_back = models.JSONField(default=list)
    back_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="ways_back")
    drawn_digest = models.CharField(max_length=64, blank=True, default="")
    drawn_zone = models.CharField(max_length=60, blank=True, default="")
    note = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["opened", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="cutover_run_ref_once"),
            models.UniqueConstraint(fields=["plan"], condition=~Q(state="closed"), name="cutover_run_one_is_open"),
            models.CheckConstraint(
                condition=Q(mode="live", rehearsal=None) | Q(mode="rehearsal", rehearsal__isnull=False),
                name="cutover_run_times_its_rehearsal",
            ),
            models.CheckConstraint(
                condition=Q(state="prepared", started=None, closed=None)
                | Q(state__in=["running", "paused"], started__isnull=False, closed=None)
                | Q(state="closed", closed__isnull=False),
                name="cutover_run_state_fits_times",
            ),
            models.CheckConstraint(
                condition=Q(started=None) | Q(closed=None) | Q(closed__gte=F("started")),
                name="cutover_run_closed_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RunStep(models.Model):
    """A step as a run needs it, copied when the run was opened; changing it changes no plan.

    `changed` is the version of the run at which it last changed. Its times of the plan stand as in the plan (see
    `Run.shift`). `started` and `ended` are when it happened; where that was written down later, `entered_late` is when.
    `reason` is why it is blocked, was skipped, or was begun before its turn (`overridden`). `touched` says of each
    field that people write which version changed it, who, and when. `warning` is what was put right in taking it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        BLOCKED = "blocked", "Blocked"
        DONE = "done", "Done"
        VERIFIED = "verified", "Verified"
        SKIPPED = "skipped", "Skipped"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="steps")
    ref = models.CharField(max_length=60)
    position = models.FloatField(default=0)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    group = models.CharField(max_length=200, blank=True, default="")
    area = models.CharField(max_length=200, blank=True, default="")
    environment = models.CharField(max_length=200, blank=True, default="")
    system = models.CharField(max_length=200, blank=True, default="")
    owner = models.CharField(max_length=200, blank=True, default="")
    backup = models.CharField(max_length=200, blank=True, default="")
    verifier = models.CharField(max_length=200, blank=True, default="")
    skill = models.CharField(max_length=200, blank=True, default="")
    instruction = models.TextField(blank=True, default="")
    verification = models.TextField(blank=True, default="")
    documents = models.JSONField(default=list)
    predecessors = models.JSONField(default=list)
    minutes = models.PositiveIntegerField(null=True)
    shortest = models.PositiveIntegerField(null=True)
    longest = models.PositiveIntegerField(null=True)
    not_before = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    fixed = models.BooleanField(default=False)
    risky = models.BooleanField(default=False)
    rollback = models.TextField(blank=True, default="")
    final = models.BooleanField(default=False)
    deciders = models.JSONField(default=list)
    criteria = models.JSONField(default=list)
    planned_start = models.DateTimeField()
    planned_end = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    blocked_since = models.DateTimeField(null=True)
    entered_late = models.DateTimeField(null=True)
    started_by = models.CharField(max_length=200, blank=True, default="")
    ended_by = models.CharField(max_length=200, blank=True, default="")
    verified_by = models.CharField(max_length=200, blank=True, default="")
    verified = models.DateTimeField(null=True)
    overridden = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    evidence = models.TextField(blank=True, default="")
    warning = models.TextField(blank=True, default="")
    touched = models.JSONField(default=dict)
    changed = models.PositiveIntegerField(default=1)
    extras = models.JSONField(default=dict)

    class Meta:
        verbose_name = "step of a run"
        verbose_name_plural = "steps of runs"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "ref"], name="run_step_ref_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", started=None, ended=None)
                | Q(state="running", started__isnull=False, ended=None)
                | Q(state="blocked", ended=None)
                | Q(state__in=["done", "verified"], started__isnull=False, ended__isnull=False)
                | Q(state="skipped", ended__isnull=False),
                name="run_step_state_fits_times",
            ),
            models.CheckConstraint(
                condition=Q(ended=None) | Q(started=None) | Q(ended__gte=F("started")),
                name="run_step_ended_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["run", "changed"], name="run_step_changed")]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"


class RunForecast(models.Model):
    """What many runs with drawn durations said of a run, as it stood at `version`. It is made again after changes.

    Times are those of the project's clock, but `seen`, when it was made, that of the workspace. `chance` is None
    without a window. `no_return` is when there may be no way back.
    """

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="forecast")
    version = models.PositiveIntegerField()
    made = models.DateTimeField()
    seen = models.DateTimeField(null=True)
    runs = models.PositiveIntegerField()
    early = models.DateTimeField()
    likely = models.DateTimeField()
    late = models.DateTimeField()
    chance = models.FloatField(null=True)
    last_decision = models.DateTimeField(null=True)
    no_return = models.DateTimeField(null=True)
    drivers = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"Forecast of {self.made:%Y-%m-%d %H:%M}"
