"""The summary that k6 writes at the end of a run, in all of its shapes.

| shape | written by | where a figure stands |
|---|---|---|
| data | `handleSummary(data)` | metrics.http_reqs.values.count |
| export | `--summary-export` | metrics.http_reqs.count |
| machine-readable | `--new-machine-readable-summary` | results.metrics[…].values.count |

Decisions:

- k6 computed the percentiles; what it was not asked for (often 99) is not known. Times are milliseconds, whatever unit
  the script chose to print.
- `http_req_failed` counts failures: its `passes` are the requests that failed, and its `fails` those that did not.
- Requests are those of HTTP, else of gRPC; a script without either is judged by its iterations.
- A metric by tag is a label named by its tag; other timings of the script are labels of their own, and parts.
- Checks that failed are no failed requests; a sentence tells of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from firstlight.engines.loadstats import Label, Run
from firstlight.testing.loads.jmeter_csv import label_of
from firstlight.testing.loads.k6_names import ITERATIONS, REQUESTS, is_timing, label_of_tags
from firstlight.testing.loads.source import LoadSource

_PERCENTILE = re.compile(r"p\((\d{1,2}(?:\.\d{1,6})?|100)\)")
_TAGGED = re.compile(r"([^{}]+)\{(.*)\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Metric:
    """One metric: its name without tags, the tags by which it was split, and its figures."""

    name: str
    tags: Mapping[str, str]
    figures: Mapping[str, float]
    timed: bool

    def count(self, key: str) -> int | None:
        value = self.figures.get(key)
        return round(value) if value is not None and 0 <= value < 1e15 else None

    def percentiles(self) -> dict[float, float]:
        told = {float(found[1]): value for key, value in self.figures.items() if (found := _PERCENTILE.fullmatch(key))}
        if "med" in self.figures:
            told.setdefault(50.0, self.figures["med"])
        return {percent: value for percent, value in told.items() if value >= 0}


def is_summary(document: object) -> bool:
    """Whether the document is one of the shapes."""
    return isinstance(document, dict) and bool(list(_metrics(document)))


def read_summary(document: Mapping[str, Any], source: LoadSource) -> Run:
    """The run that a summary tells of. Raises Unreadable where it has no requests at all."""
    metrics = list(_metrics(document))
    main = _main(metrics)
    if main is None:
        names = ", ".join(sorted({metric.name for metric in metrics})[:10]) or "none"
        raise source.refused(
            f"it is a summary of k6 without requests; expected is the metric {' or '.join(REQUESTS)} or "
            f"{ITERATIONS}, found are: {names}."
        )
    seconds, end = _times(document)
    figures = _Figures(metrics, seconds)
    users = figures.value("vus", "max")
    peak = users if users is not None else figures.value("vus_max", "max")
    return Run(
        figures.label("", main),
        tuple(sorted(figures.labels(main), key=lambda label: (label.name.casefold(), label.name))),
        end - timedelta(seconds=seconds) if end and seconds else None,
        end if seconds else None,
        seconds,
        round(peak) if peak is not None else None,
        (),
        tuple(figures.sentences(main)),
    )


def _metrics(document: Mapping[str, Any]) -> Iterator[_Metric]:
    """All metrics, whatever the shape."""
    results = document.get("results")
    listed = results.get("metrics") if isinstance(results, dict) else document.get("metrics")
    if isinstance(listed, dict):
        yield from (_metric(name, one) for name, one in listed.items() if isinstance(one, dict))
    elif isinstance(listed, list):
        yield from (
            _metric(name, one) for one in listed if isinstance(one, dict) and isinstance(name := one.get("name"), str)
        )


def _metric(written: str, one: Mapping[str, Any]) -> _Metric:
    values = one.get("values")
    figures = {
        key: float(value)
        for key, value in (values if isinstance(values, dict) else one).items()
        if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e15
    }
    tagged = _TAGGED.fullmatch(written)
    # The export says neither type nor contents: what has an average or a median is a timing.
    timed = one.get("contains", "time") == "time" and ("avg" in figures or "med" in figures)
    return _Metric(tagged[1].strip() if tagged else written, dict(_tags(tagged[2])) if tagged else {}, figures, timed)


def _tags(words: str) -> Iterator[tuple[str, str]]:
    for one in words.split(","):
        name, _, value = one.partition(":")
        yield name.strip(), value.strip()


def _main(metrics: list[_Metric]) -> _Metric | None:
    for name in (*REQUESTS, ITERATIONS):
        for metric in metrics:
            if metric.name == name and not metric.tags and metric.timed:
                return metric
    return None


def _times(document: Mapping[str, Any]) -> tuple[float | None, datetime | None]:
    """How long the run was, and when it ended, where the summary says so."""
    state, config, metadata = (
        part if isinstance(part := document.get(key), dict) else {} for key in ("state", "config", "metadata")
    )
    millis, seconds = state.get("testRunDurationMs"), config.get("duration")
    length = millis / 1000 if isinstance(millis, (int, float)) else seconds
    if isinstance(length, bool) or not isinstance(length, (int, float)) or not 0 < length < 1e8:
        return None, None
    try:
        end = datetime.fromisoformat(str(metadata.get("generated_at")))
    except ValueError:
        return float(length), None
    return float(length), end if end.tzinfo and 1990 <= end.year < 2100 else None


class _Figures:
    """Looks figures up and makes labels of them."""

    def __init__(self, metrics: list[_Metric], seconds: float | None) -> None:
        self.metrics, self.seconds = metrics, seconds
        self.known = {(metric.name, frozenset(metric.tags.items())): metric for metric in metrics}

    def value(self, name: str, key: str) -> float | None:
        """A figure of a metric without tags. A gauge that was exported has its value only."""
        metric = self.known.get((name, frozenset()))
        return None if metric is None else metric.figures.get(key, metric.figures.get("value"))

    def label(self, name: str, metric: _Metric) -> Label:
        """A timing with what counters of the same tags say of it."""
        counter = self._beside(metric, REQUESTS.get(metric.name) or ("iterations" if metric.name == ITERATIONS else ""))
        samples = metric.count("count")
        if samples is None and counter is not None:
            samples = counter.count("count")
        rate = counter.figures.get("rate") if counter else None
        if rate is None and samples is not None and self.seconds:
            rate = samples / self.seconds
        return Label(
            name,
            samples,
            self._errors(metric, samples),
            told=metric.percentiles(),
            mean=metric.figures.get("avg"),
            least=metric.figures.get("min"),
            most=metric.figures.get("max"),
            throughput=rate,
            part=bool(name) and metric.name not in REQUESTS,
        )

    def labels(self, main: _Metric) -> Iterator[Label]:
        """Timings by tag, and timings of the script's own."""
        seen: set[str] = set()
        for metric in self.metrics:
            if not metric.timed or metric is main or not is_timing(metric.name):
                continue
            name = label_of(label_of_tags(metric.tags) if metric.tags else metric.name)
            if metric.tags and metric.name != main.name:
                name = label_of(f"{metric.name} {name}")
            if name not in seen:
                seen.add(name)
                yield self.label(name, metric)

    def sentences(self, main: _Metric) -> Iterator[str]:
        """What a reader has to know of these figures."""
        if main.name == ITERATIONS:
            yield "The script made no HTTP or gRPC requests; its iterations are judged."
        checks = self.known.get(("checks", frozenset()))
        passed, failed = (checks.count("passes"), checks.count("fails")) if checks else (None, None)
        if checks and failed is None and checks.count("total") is not None:
            passed, failed = checks.count("matches"), (checks.count("total") or 0) - (checks.count("matches") or 0)
        if failed:
            yield (
                f"{failed:,} of {failed + (passed or 0):,} checks of the script failed; checks are not counted as "
                "failed requests."
            )

    def _beside(self, metric: _Metric, name: str) -> _Metric | None:
        return self.known.get((name, frozenset(metric.tags.items())))

    def _errors(self, metric: _Metric, samples: int | None) -> int | None:
        """Requests that failed. In the rate of failures, what passes is a failure."""
        if metric.name != "http_req_duration":
            return None
        failed = self._beside(metric, "http_req_failed")
        if metric.tags.get("expected_response") == "true":
            return 0 if samples is not None else None
        if failed is None:
            return None
        for key in ("passes", "matches"):
            if (errors := failed.count(key)) is not None:
                return errors
        share = failed.figures.get("rate", failed.figures.get("value"))
        return round(share * samples) if share is not None and samples is not None else None
