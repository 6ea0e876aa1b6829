"""What was found: the runs of people, the files of tools, and every result of both."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from firstlight.contracts.results import Outcome
from firstlight.testing.models.plan import Case, Cycle
from firstlight.testing.models.surroundings import ACCESS_IS_KNOWN, Access

#: How a test can end, and how it can stand: a pass that does not count is none.
OUTCOMES = [one.value for one in Outcome if one is not Outcome.DISCOUNTED]
STANDS = [one.value for one in Outcome]


class Run(models.Model):
    """One case carried out by one person: the word of that person, never edited in place.

    `at` is when it ended, `entered_at` when it was written down; `entered_late` where that was from paper. What is
    blank was not said. `steps` are dictionaries with number, outcome and comment; `photos` digests of evidence.
    """

    class Ended(models.TextChoices):
        PASSED = "passed", "Passed"
        FAILED = "failed", "Failed"
        BLOCKED = "blocked", "Blocked"
        SKIPPED = "skipped", "Skipped"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=60)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="runs")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="runs")
    tester = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Ended)
    migrated_data = models.BooleanField(null=True)
    environment = models.CharField(max_length=200, blank=True, default="")
    solution_version = models.CharField(max_length=60, blank=True, default="")
    device = models.CharField(max_length=200, blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    access = models.CharField(max_length=20, choices=Access, blank=True, default="")
    persona = models.CharField(max_length=200, blank=True, default="")
    steps = models.JSONField(default=list)
    comment = models.TextField(blank=True, default="")
    photos = models.JSONField(default=list)
    entered_late = models.BooleanField(default=False)
    entered_by = models.CharField(max_length=200, blank=True, default="")
    entered_at = models.DateTimeField(null=True)
    retest_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="retests")
    extras = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="run_ref_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["passed", "failed", "blocked", "skipped"]), name="run_outcome_is_known"
            ),
            models.CheckConstraint(condition=ACCESS_IS_KNOWN, name="run_access_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} by {self.tester}"


class ResultImport(models.Model):
    """A file of test results that came in, kept as evidence under `digest`.

    `effective` is when the newest result in it was found, `imported` when it came in. `declared` is what the file
    claims of itself; `warnings` are sentences on what did not fit. `batch` is of files that came in together, and are
    taken back so.
    """

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    cycle = models.ForeignKey(Cycle, on_delete=models.RESTRICT, related_name="imports")
    digest = models.CharField(max_length=64)
    batch = models.CharField(max_length=32, blank=True, default="", db_index=True)
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
    """One test in one file (`source`), or the run of a person (`run`). `identity` says which are of the same test.

    `discounted` holds the codes of `rules.guards`, split by spaces: why a pass of it does not count; a failure counts
    all the same. `says` is what the file says of which case it is. `latest` marks the one that counts among those of
    its cycle. That one also carries in `last_outcome` how the test stands by what was last run in any cycle of that
    kind, so that a repetition in the second acceptance test counts for the first; "discounted" where all that passed
    does not count. `rules.counting` decides both.
    """

    source = models.ForeignKey(ResultImport, on_delete=models.CASCADE, null=True, related_name="results")
    run = models.OneToOneField(Run, on_delete=models.CASCADE, null=True, related_name="result")
    # Without an index of its own: two of those below begin with it.
    cycle = models.ForeignKey(Cycle, on_delete=models.RESTRICT, related_name="results", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="results")
    requirement = models.ForeignKey("scope.Requirement", on_delete=models.SET_NULL, null=True, related_name="results")
    name = models.TextField()
    suite = models.TextField(blank=True, default="")
    says = models.CharField(max_length=500, blank=True, default="")
    identity = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10)
    seconds = models.FloatField(null=True)
    at = models.DateTimeField()
    message = models.TextField(blank=True, default="")
    role = models.CharField(max_length=200, blank=True, default="")
    migrated_data = models.BooleanField(null=True)
    discounted = models.CharField(max_length=200, blank=True, default="")
    latest = models.BooleanField()
    last_outcome = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "identity"], condition=Q(latest=True), name="result_latest_once"),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="result_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(source=None, run__isnull=False) | Q(source__isnull=False, run=None),
                name="result_is_of_a_file_or_a_run",
            ),
            models.CheckConstraint(
                condition=Q(latest=True, last_outcome__in=STANDS) | Q(latest=False, last_outcome=""),
                name="result_latest_has_last_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["cycle", "identity"], name="result_of_test"),
            # What the measures count, in the order in which they group it.
            models.Index(
                fields=["cycle", "case", "last_outcome", "outcome", "discounted"],
                condition=Q(latest=True),
                name="result_that_counts",
            ),
            # Few results name a requirement themselves; without an index all others are read to find them.
            models.Index(
                fields=["cycle", "requirement", "last_outcome"],
                condition=Q(latest=True, requirement__isnull=False),
                name="result_of_requirement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.outcome}"
