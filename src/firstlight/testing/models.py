"""What is known of testing: cycles and cases as they are planned, and every result of every file that came in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from firstlight.contracts.results import Outcome
from firstlight.testing.rules.kinds import KINDS

OUTCOMES = [one.value for one in Outcome]


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

    `migrated_data` is None where nobody said. `exit_pass_share` is how many of 100 cases must have passed.
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
    solution_version = models.CharField(max_length=60, blank=True, default="")
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    exit_pass_share = models.PositiveSmallIntegerField(default=100)
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
    A significant case must have passed before a cycle may end.
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

    class Meta:
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="case_ref_once"),
            models.CheckConstraint(condition=Q(path__in=["usual", "edge"]), name="case_path_is_known"),
        ]


class ResultImport(models.Model):
    """A file of test results that came in, kept as evidence under `digest`.

    `effective` is when the newest result in it was found, `imported` when it came in. `declared` is what the file
    claims of itself; `warnings` are sentences on what did not fit.
    """

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    cycle = models.ForeignKey(Cycle, on_delete=models.RESTRICT, related_name="imports")
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=300)
    format = models.CharField(max_length=20)
    tests = models.PositiveIntegerField()
    passed = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    errors = models.PositiveIntegerField()
    skipped = models.PositiveIntegerField()
    declared = models.JSONField(null=True)
    warnings = models.JSONField(default=list)
    imported = models.DateTimeField()
    effective = models.DateTimeField()

    class Meta:
        ordering = ["-effective", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "cycle", "digest"], name="result_file_once"),
            models.CheckConstraint(
                condition=Q(tests=F("passed") + F("failed") + F("errors") + F("skipped")), name="result_file_adds_up"
            ),
            models.CheckConstraint(condition=Q(effective__lte=F("imported")), name="result_file_speaks_of_the_past"),
        ]

    def __str__(self) -> str:
        return self.file


class Result(models.Model):
    """One test in one file. `identity` says which results are of the same test; `at` is when it ran.

    `latest` marks the one that counts among those of its cycle. That one also carries in `last_outcome` how the test
    ended when it was last run in any cycle of that kind, so that a repetition in the second acceptance test counts
    for the first. `rules.counting` decides both.
    """

    source = models.ForeignKey(ResultImport, on_delete=models.CASCADE, related_name="results")
    # Without an index of its own: two of those below begin with it.
    cycle = models.ForeignKey(Cycle, on_delete=models.RESTRICT, related_name="results", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="results")
    requirement = models.ForeignKey("scope.Requirement", on_delete=models.SET_NULL, null=True, related_name="results")
    name = models.TextField()
    suite = models.TextField(blank=True, default="")
    identity = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10)
    seconds = models.FloatField(null=True)
    at = models.DateTimeField()
    message = models.TextField(blank=True, default="")
    latest = models.BooleanField()
    last_outcome = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "identity"], condition=Q(latest=True), name="result_latest_once"),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="result_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(latest=True, last_outcome__in=OUTCOMES) | Q(latest=False, last_outcome=""),
                name="result_latest_has_last_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["cycle", "identity"], name="result_of_test"),
            # What the measures count, in the order in which they group it.
            models.Index(fields=["cycle", "case", "last_outcome"], condition=Q(latest=True), name="result_counting"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.outcome}"
