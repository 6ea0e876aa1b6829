"""Plans: their steps, black-outs, shifts, triggers, the files they came in with."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Plan(models.Model):
    """A plan of its own: the cutover itself, or the way back from it.

    `time_zone` is the zone that its times are written in, "" that of the project. Without a window it has that of the
    project, which a rollback shares with the cutover. `back_from` is the plan that a rollback leads back from, None the
    cutover.
    """

    class Kind(models.TextChoices):
        CUTOVER = "cutover", "Cutover"
        ROLLBACK = "rollback", "Rollback"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.CUTOVER)
    back_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="ways_back")
    time_zone = models.CharField(max_length=60, blank=True, default="")
    window_start = models.DateTimeField(null=True)
    window_end = models.DateTimeField(null=True)
    notes = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="cutover_plan_ref_once"),
            models.CheckConstraint(condition=Q(kind__in=["cutover", "rollback"]), name="cutover_plan_kind_is_known"),
            models.CheckConstraint(
                condition=Q(window_start=None) | Q(window_end=None) | Q(window_end__gt=F("window_start")),
                name="cutover_plan_window_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Blackout(models.Model):
    """A time within the window in which no task may start or end, and why."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="blackouts")
    start = models.DateTimeField()
    end = models.DateTimeField()
    reason = models.CharField(max_length=300)
    extras = models.JSONField(default=dict)

    class Meta:
        verbose_name = "black-out"
        ordering = ["start", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="blackout_ref_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="blackout_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.reason}"


class Task(models.Model):
    """A step of a plan. `position` orders the list; a step that comes in between gets a place between two others.

    `group` is the ref of the group it belongs to, or only its name. `predecessors` are links as text, "12FS+30m"; one
    that names no task of the plan is kept, and found. Durations are minutes: `minutes` as planned, `shortest` and
    `longest` as people think they could be, `dry_run_minutes` as measured before there was a rehearsal. `start` is the
    time it may not begin before, and with `fixed` begins at. `actual_start` and `actual_end` are those of the cutover.
    After a `final` step there is no way back. At a checkpoint `deciders`, roles or people, say go or no-go by its
    `criteria`.
    """

    class Kind(models.TextChoices):
        TASK = "task", "Task"
        LOAD = "load", "Data load"
        MILESTONE = "milestone", "Milestone"
        CHECKPOINT = "checkpoint", "Checkpoint"
        COMMUNICATION = "communication", "Communication"
        GROUP = "group", "Group"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks")
    position = models.FloatField(default=0)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.TASK)
    group = models.CharField(max_length=200, blank=True, default="")
    area = models.CharField(max_length=200, blank=True, default="")
    environment = models.CharField(max_length=200, blank=True, default="")
    system = models.CharField(max_length=200, blank=True, default="")
    countdown = models.CharField(max_length=60, blank=True, default="")
    predecessors = models.JSONField(default=list)
    minutes = models.PositiveIntegerField(null=True)
    shortest = models.PositiveIntegerField(null=True)
    longest = models.PositiveIntegerField(null=True)
    dry_run_minutes = models.PositiveIntegerField(null=True)
    start = models.DateTimeField(null=True)
    end = models.DateTimeField(null=True)
    fixed = models.BooleanField(default=False)
    owner = models.CharField(max_length=200, blank=True, default="")
    backup = models.CharField(max_length=200, blank=True, default="")
    verifier = models.CharField(max_length=200, blank=True, default="")
    skill = models.CharField(max_length=200, blank=True, default="")
    instruction = models.TextField(blank=True, default="")
    verification = models.TextField(blank=True, default="")
    documents = models.JSONField(default=list)
    risky = models.BooleanField(default=False)
    rollback = models.TextField(blank=True, default="")
    final = models.BooleanField(default=False)
    deciders = models.JSONField(default=list)
    criteria = models.JSONField(default=list)
    percent = models.PositiveSmallIntegerField(default=0)
    actual_start = models.DateTimeField(null=True)
    actual_end = models.DateTimeField(null=True)
    notes = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="cutover_task_ref_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["task", "load", "milestone", "checkpoint", "communication", "group"]),
                name="cutover_task_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")), name="cutover_task_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(actual_end=None) | Q(actual_start__isnull=False, actual_end__gte=F("actual_start")),
                name="cutover_task_ended_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(shortest=None) | Q(longest=None) | Q(longest__gte=F("shortest")),
                name="cutover_task_longest_is_longer",
            ),
            models.CheckConstraint(condition=Q(fixed=False) | Q(start__isnull=False), name="cutover_task_fixed_at"),
            models.CheckConstraint(condition=Q(percent__range=(0, 100)), name="cutover_task_percent_is_one"),
        ]
        indexes = [models.Index(fields=["plan", "position"], name="cutover_task_of_plan")]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"


class Trigger(models.Model):
    """What makes people turn back: what is seen, from which threshold on, and who says so. `plan` is what ends then."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="triggers")
    seen = models.CharField(max_length=300)
    threshold = models.CharField(max_length=300, blank=True, default="")
    said_by = models.CharField(max_length=200, blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        verbose_name = "rollback trigger"
        ordering = ["ref"]
        constraints = [models.UniqueConstraint(fields=["project", "ref"], name="trigger_ref_once")]

    def __str__(self) -> str:
        return f"{self.ref} {self.seen}"


class Shift(models.Model):
    """When a person is there for the cutover. `skills` are what they can do, for tasks that ask for one."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    person = models.CharField(max_length=200)
    start = models.DateTimeField()
    end = models.DateTimeField()
    skills = models.JSONField(default=list)
    reached_at = models.CharField(max_length=200, blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["start", "person", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="shift_ref_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="shift_ends_after_start"),
            models.CheckConstraint(condition=~Q(person=""), name="shift_is_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.ref}"


class ProjectFile(models.Model):
    """The file of MS Project that the steps of a plan came in with. Its bytes lie in the store, under their digest.

    What steps do not say (calendars, constraints, fields of Project) is read from it, and goes out with it again.
    `zone` is that of its times.
    """

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="project_file")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()
    zone = models.CharField(max_length=60)
    kept = models.DateTimeField()
    kept_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = "file of MS Project"
        verbose_name_plural = "files of MS Project"

    def __str__(self) -> str:
        return self.name


class Forecast(models.Model):
    """What many runs of the cutover's plan say, as it was when `made`; it is made again when the plan changes.

    `rests_on` is the digest of everything it was made from, `head` where the ledger ended when that was last looked at,
    `sequence` the number of its last entry when it was made, None where that was not kept. `chance` is None
    without a window or where the plan cannot be computed; `timed` of its `steps` were measured. `told` is all that
    pages show of it, empty where nothing could be run, None where it was made before that was kept.
    """

    project = models.OneToOneField("workspace.Project", on_delete=models.CASCADE, related_name="+")
    made = models.DateTimeField()
    rests_on = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    sequence = models.PositiveBigIntegerField(null=True)
    starts = models.DateTimeField(null=True)
    closes = models.DateTimeField(null=True)
    chance = models.FloatField(null=True)
    likely = models.DateTimeField(null=True)
    late = models.DateTimeField(null=True)
    last_decision = models.DateTimeField(null=True)
    timed = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    told = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"Forecast of {self.made:%Y-%m-%d %H:%M}"
