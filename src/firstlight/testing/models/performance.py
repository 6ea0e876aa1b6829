"""What is asked of the performance of the solution, and what load tools measured."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from firstlight.engines.loadstats import PEAK_UNITS, UNITS, Kind
from firstlight.testing.models.plan import Cycle, Listed

_UNITS = sorted({unit for units in UNITS.values() for unit in units})


class Criterion(Listed):
    """A target of the business, in figures.

    `label` is a pattern of the load tool's labels; blank is all of a run. `covers` says what it is about besides its
    kind. `expected_peak` is the load at the busiest time under which it has to hold; None where nobody said.
    """

    class Covers(models.TextChoices):
        DEVICE = "device", "Device"
        BROWSER = "browser", "Browser"
        VIRTUALISED = "virtualised", "Virtual desktop"
        INTEGRATION = "integration", "Integration"
        PROCESS = "process", "Process"
        SEARCH = "search", "Search"

    class KindChoice(models.TextChoices):
        PAGE_LOAD = "page-load", "Page load"
        SEARCH = "search", "Search"
        THROUGHPUT = "throughput", "Throughput"
        USERS = "users", "Users at once"
        ERROR_RATE = "error-rate", "Error rate"
        STABILITY = "stability", "Stability"
        SCALABILITY = "scalability", "Scalability"

    kind = models.CharField(max_length=20, choices=KindChoice)
    covers = models.JSONField(default=list)
    process = models.ForeignKey("scope.Process", on_delete=models.PROTECT, null=True, related_name="criteria")
    integration = models.ForeignKey("scope.Integration", on_delete=models.PROTECT, null=True, related_name="criteria")
    label = models.CharField(max_length=300, blank=True, default="")
    percentile = models.DecimalField(max_digits=5, decimal_places=2, default=95)
    target = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=10)
    expected_peak = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    peak_unit = models.CharField(max_length=10, blank=True, default="")
    significant = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ref"], name="criterion_ref_once"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="criterion_kind_is_known"),
            models.CheckConstraint(condition=Q(unit__in=_UNITS), name="criterion_unit_is_known"),
            models.CheckConstraint(condition=Q(target__gte=0), name="criterion_target_is_an_amount"),
            models.CheckConstraint(
                condition=Q(peak_unit__in=["", *PEAK_UNITS]) & (Q(expected_peak=None) | Q(expected_peak__gt=0)),
                name="criterion_peak_is_an_amount",
            ),
        ]


class LoadImport(models.Model):
    """A file of a load tool that came in, kept as evidence under `digest`, with what it says of the whole run.

    `effective` is when its last sample ended, `imported` when it came in. `whole` and `stretches` are as
    `loads.keeping` writes them. What the file does not say is None.
    """

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    cycle = models.ForeignKey(Cycle, on_delete=models.RESTRICT, related_name="load_imports")
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=300)
    format = models.CharField(max_length=20)
    form = models.CharField(max_length=20)
    samples = models.PositiveBigIntegerField(null=True)
    errors = models.PositiveBigIntegerField(null=True)
    users = models.PositiveBigIntegerField(null=True)
    start = models.DateTimeField(null=True)
    end = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
    from_samples = models.BooleanField()
    whole = models.JSONField()
    stretches = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    imported = models.DateTimeField()
    effective = models.DateTimeField()

    class Meta:
        ordering = ["-effective", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "cycle", "digest"], name="load_file_once"),
            models.CheckConstraint(condition=Q(effective__lte=F("imported")), name="load_file_speaks_of_the_past"),
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")), name="load_run_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.file


class LoadLabel(models.Model):
    """One kind of request in a file of a load tool. `facts` and `moments` are as `loads.keeping` writes them."""

    source = models.ForeignKey(LoadImport, on_delete=models.CASCADE, related_name="labels")
    name = models.CharField(max_length=500)
    part = models.BooleanField()
    facts = models.JSONField()
    moments = models.JSONField(default=list)

    class Meta:
        ordering = ["name", "part"]
        constraints = [models.UniqueConstraint(fields=["source", "name", "part"], name="load_label_once")]

    def __str__(self) -> str:
        return self.name
