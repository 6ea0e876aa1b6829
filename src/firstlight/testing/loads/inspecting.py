"""What a file of a load tool holds, told without a project: `firstlight load inspect`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from firstlight.engines.loadstats import PERCENTILES, Criterion, Judgement, Label, judge
from firstlight.testing.loads import LoadFile


def document_of(found: LoadFile, criteria: Sequence[Criterion] = ()) -> dict[str, Any]:
    """The document of `load inspect --json` without its schema. What the file does not say is null.

    Durations are milliseconds; `percentile_error` is by what share of it a percentile may be off, and null where the
    tool computed them itself. Targets are in the unit of their criterion; `met` is null where it is not shown.
    """
    run = found.run
    whole = _figures(run.whole)
    return {
        "format": found.format,
        "form": found.form,
        **whole,
        "start": run.start.isoformat() if run.start else None,
        "end": run.end.isoformat() if run.end else None,
        "duration_s": run.seconds,
        "users": run.users,
        "from_samples": found.from_samples,
        "percentile_error": run.error if run.from_samples else None,
        "by_label": [{"label": label.name, "part": label.part, **_figures(label)} for label in run.labels],
        "criteria": [_judged(judge(run, criterion)) for criterion in criteria],
        "warnings": list(run.warnings),
    }


def _judged(judgement: Judgement) -> dict[str, Any]:
    asked, peak = judgement.criterion, judgement.peak
    return {
        "ref": asked.ref,
        "name": asked.title,
        "kind": asked.kind.value,
        "label": asked.label,
        "percentile": asked.percentile if asked.is_time else None,
        "target": asked.target,
        "unit": asked.unit,
        "at_most": asked.at_most,
        "measured": judgement.measured,
        "met": judgement.met,
        "decided_by": judgement.label or None,
        "peak": {"expected": peak.expected, "reached": peak.reached, "share": peak.share, "unit": peak.unit}
        if peak
        else None,
        "reasons": list(judgement.reasons),
    }


def _figures(label: Label) -> dict[str, Any]:
    return {
        "samples": label.samples,
        "errors": label.errors,
        "throughput_per_s": label.throughput,
        "percentiles_ms": {f"p{percent:g}": label.percentile(percent) for percent in PERCENTILES},
        "mean_ms": label.mean,
        "min_ms": label.least,
        "max_ms": label.most,
    }
