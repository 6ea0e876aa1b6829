"""A run in a small file of our own: what is kept of results that are too large to travel with a project.

`firstlight load inspect FILE --summary OUT` writes it. It holds the percentiles, counts and stretches of the run, and
the name, size and SHA-256 of the file that it was made from, which stays where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from firstlight.engines.loadstats import Label, Run, Stretch
from firstlight.testing.loads.jmeter_csv import label_of
from firstlight.testing.loads.keeping import kept_label, kept_moments, kept_stretches, label_from, stretches_from
from firstlight.testing.loads.source import LoadSource
from firstlight.testing.loads.times import is_instant

SCHEMA = "firstlight/load-summary/1"
_TOOLS = frozenset({"k6", "jmeter", "locust"})
_FORMS = frozenset({"summary", "points", "rows", "xml", "stats", "history", "failures", "exceptions"})
_MOST_LABELS = 2_000


def summary_of(run: Run, source: LoadSource, tool: str, form: str, *, from_samples: bool) -> dict[str, Any]:
    """The document. Reads the whole file once more, for its digest."""
    labels = [
        {"name": label.name, "part": label.part, **kept_label(label), "moments": kept_moments(label)}
        for label in run.labels
    ]
    return {
        "schema": SCHEMA,
        "of": {"file": source.name, "bytes": source.size, "sha256": source.digest()},
        "format": tool,
        "form": form,
        "from_samples": from_samples,
        "start": run.start.isoformat() if run.start else None,
        "end": run.end.isoformat() if run.end else None,
        "seconds": run.seconds,
        "users": run.users,
        "whole": {**kept_label(run.whole), "moments": kept_moments(run.whole)},
        "labels": labels,
        "stretches": kept_stretches(run),
        "warnings": list(run.warnings),
    }


def read_own(document: Mapping[str, Any], source: LoadSource) -> tuple[str, str, bool, Run]:
    """Tool, form, whether its percentiles come from samples, and the run. Raises Unreadable for a changed document."""
    try:
        tool, form = document["format"], document["form"]
        if tool not in _TOOLS or form not in _FORMS or len(document["labels"]) > _MOST_LABELS:
            raise ValueError(tool)
        labels = tuple(_label(label_of(one["name"]), one, part=one["part"] is True) for one in document["labels"])
        run = Run(
            _label("", document["whole"]),
            labels,
            _instant(document["start"]),
            _instant(document["end"]),
            _amount(document["seconds"]),
            None if document["users"] is None else int(_amount(document["users"]) or 0),
            tuple(_stretch(*one) for one in document["stretches"]),
            (_made_from(document["of"]), *(str(one)[:1000] for one in document["warnings"][:50])),
        )
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
        why = "it claims to be a summary that Firstlight wrote, and is not as it was written; write it anew."
        raise source.refused(why) from None
    return tool, form, document["from_samples"] is True, run


def _made_from(of: Mapping[str, Any]) -> str:
    return f"It sums up {str(of['file'])[:200]} ({int(of['bytes']):,} bytes, SHA-256 {str(of['sha256'])[:12]}…)."


def _label(name: str, kept: Mapping[str, Any], *, part: bool = False) -> Label:
    facts: dict[str, Any] = {key: _amount(kept[key]) for key in ("mean", "least", "most", "throughput")}
    facts |= {key: None if kept[key] is None else int(_amount(kept[key]) or 0) for key in ("samples", "errors")}
    facts["percentiles"] = [[_amount(percent), _amount(value)] for percent, value in kept["percentiles"]]
    moments = [[_amount(value) for value in moment] for moment in kept["moments"]]
    return label_from(name, facts, moments, part=part)


def _amount(value: Any) -> float | None:
    """A number from 0 up, or None. Raises ValueError for all else."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e15:
        raise ValueError(value)
    return value


def _stretch(start: Any, seconds: Any, users: Any) -> Stretch:
    at = _amount(start)
    if at is None or not is_instant(round(at * 1000)):
        raise ValueError(start)
    return stretches_from([[at, _amount(seconds), None if users is None else int(_amount(users) or 0)]])[0]


def _instant(words: Any) -> datetime | None:
    if words is None:
        return None
    found = datetime.fromisoformat(words)
    if found.tzinfo is None or not 1990 <= found.year < 2100:
        raise ValueError(words)
    return found
