"""What is planned: cycles, cases and their steps."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from firstlight.testing.rules.kinds import KINDS


class Listed(models.Model):
    """What rows of the lists have. A row has a `ref` that stays, and keeps the columns it came with in `extras`."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    owner = models.CharField(max_length=200, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"


class Cycle(Listed):
    """A round of testing. `declared` is False where only the folder of a result file names it.

    `migrated_data` is None where nobody said, `needs_migrated_data` where it follows from the kind.
    `exit_pass_share` is how many of 100 cases must have passed.
    """

    class Environment(models.TextChoices):
        PRODUCTION = "production", "Production"
        PRODUCTION_LIKE = "production-like", "Production-like"
        TEST = "test", "Test"
        DEVELOPMENT = "development", "Development"

    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    environment = models.CharField(max_length=200, blank=True, default="")
    environment_kind = models.CharField(max_length=20, choices=Environment, blank=True, default="")
    migrated_data = models.BooleanField(null=True)
    needs_migrated_data = models.BooleanField(null=True)
    solution_version = models.CharField(max_length=60, blank=True, default="")
    configuration_version = models.CharField(max_length=60, blank=True, default="")
    data_version = models.CharField(max_length=60, blank=True, default="")
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    exit_pass_share = models.PositiveSmallIntegerField(default=100)
    entry_criteria = models.TextField(blank=True, default="")
    exit_criteria = models.TextField(blank=True, default="")
    declared = models.BooleanField(default=True)

    class Meta:
        ordering = ["start", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="cycle_ref_once"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="cycle_kind_is_known"),
            models.CheckConstraint(
                condition=Q(environment_kind__in=["", "production", "production-like", "test", "development"]),
                name="cycle_environment_is_known",
            ),
            models.CheckConstraint(condition=Q(exit_pass_share__range=(1, 100)), name="cycle_exit_share_is_a_share"),
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")), name="cycle_ends_after_start"
            ),
        ]


class Case(Listed):
    """A test case: what is tried, for which requirements, in which cycles.

    `cycles` and `requirements` hold refs. `matches` are patterns for the names of automated tests that carry it out.
    A significant case must have passed before a cycle may end. What passed before `changed` no longer counts;
    `earlier_changes` are the instants before it, for when the newest change is declared immaterial.
    """

    class Path(models.TextChoices):
        USUAL = "usual", "Usual path"
        EDGE = "edge", "Edge case"

    path = models.CharField(max_length=10, choices=Path, default=Path.USUAL)
    process = models.ForeignKey("scope.Process", on_delete=models.PROTECT, null=True, related_name="cases")
    requirements = models.JSONField(default=list)
    cycles = models.JSONField(default=list)
    persona = models.CharField(max_length=200, blank=True, default="")
    significant = models.BooleanField(default=False)
    matches = models.JSONField(default=list)
    objective = models.TextField(blank=True, default="")
    preconditions = models.TextField(blank=True, default="")
    description = models.TextField(blank=True, default="")
    regulatory = models.BooleanField(default=False)
    changed = models.DateTimeField(null=True)
    earlier_changes = models.JSONField(default=list)

    class Meta:
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="case_ref_once"),
            models.CheckConstraint(condition=Q(path__in=["usual", "edge"]), name="case_path_is_known"),
        ]


class Step(models.Model):
    """A step of a case: what is done, with which data, and what is to be seen."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    action = models.TextField()
    expected = models.TextField(blank=True, default="")
    data = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["case__ref", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="step_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="step_number_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"step {self.number}"
