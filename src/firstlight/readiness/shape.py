"""Whether a document that comes from elsewhere is an assessment: every key that pages and packs read is there.

Pure. Keys that are not known here are let be: a later version may have written them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from firstlight.contracts.standing import Basis, Status
from firstlight.readiness.documents import SCHEMA

Wrong = Iterator[str]


def wrong_in(document: Any) -> str:
    """The first place that is not as it has to be, such as "areas.0.title"; "" where all is."""
    return next(_wrong(document, _DOCUMENT, ""), "")


def _wrong(value: Any, shape: Any, path: str) -> Wrong:
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            yield path or "the document"
            return
        for key, inner in shape.items():
            if key not in value:
                yield f"{path}.{key}".lstrip(".")
            else:
                yield from _wrong(value[key], inner, f"{path}.{key}".lstrip("."))
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield path
            return
        for number, item in enumerate(value):
            yield from _wrong(item, shape[0], f"{path}.{number}")
    elif isinstance(shape, _Perhaps):
        if value is not None:
            yield from _wrong(value, shape.inner, path)
    elif isinstance(shape, type):
        if not isinstance(value, shape) or (shape is int and isinstance(value, bool)):
            yield path
    elif not shape(value):
        yield path


class _Perhaps:
    """A value that may be missing, as null."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner


def _one_of(*words: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in words


def _instant(value: Any) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _figure(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


_STATUS = _one_of(*(one.value for one in Status))
_MARK = _one_of(*(one.value for one in Status), "stale")
_WHEN = _Perhaps(_instant)
_SIGNATURE = {
    "on": str, "title": str, "role": str, "role_title": str, "person": _Perhaps(str),
    "state": _one_of("valid", "stale", "missing"), "statement": str, "signed": _WHEN, "delegated_by": str,
    "differences": [str], "changes": [{"key": str, "label": str, "before": _Perhaps(str), "after": _Perhaps(str)}],
}  # fmt: skip
_ATTESTATION = {
    "state": str, "statement": str, "person": str, "title": str, "role": str, "effective": _WHEN,
    "evidence": [{"name": str, "digest": str}], "links": [str],
}  # fmt: skip
_CHECK = {
    "ref": str, "title": str, "mandatory": bool, "status": _STATUS, "mark": _MARK,
    "basis": _one_of(*(one.value for one in Basis)), "rolls_up": bool, "figure": _figure, "of": _figure,
    "unit": _Perhaps(str), "figure_text": str, "reasons": [str],
    "records": [{"kind": str, "ref": str, "text": str}], "as_of": _WHEN, "expires": _WHEN, "stale": str,
    "accepted": _Perhaps({"person": str, "reason": str, "expires": _WHEN}), "attestation": _Perhaps(_ATTESTATION),
    "signatures": [_SIGNATURE],
}  # fmt: skip
_PROJECT = {
    "slug": str, "name": str, "organisation": str, "product": str, "approach": str, "time_zone": str,
    "go_live": _WHEN, "cutover_window": [_WHEN], "users_at_go_live": _Perhaps(int), "next_committee": _WHEN,
    "phases": [{"ref": str, "title": str, "start": str, "end": _Perhaps(str)}],
}  # fmt: skip
_DOCUMENT = {
    "schema": _one_of(SCHEMA), "project": _PROJECT, "as_of": _instant,
    "packs": [{"ref": str, "version": str, "digest": str}], "verdict": _one_of("no-go", "conditional", "go"),
    "reasons": [{"check": str, "title": str, "area": str, "status": str, "kind": str, "blocks": bool,
                 "sentence": str}],
    "areas": [{"ref": str, "title": str, "short": str, "lead": str, "about": str, "rolls_up": bool, "status": _MARK,
               "checks": [_CHECK]}],
    "accepted_risks": [{"check": str, "title": str, "person": str, "job": str, "reason": str, "accepted": _WHEN,
                        "expires": _WHEN}],
    "signatures": [_SIGNATURE],
    "actions": [{"ref": str, "title": str, "check": str, "priority": str, "risk": str, "owner": str,
                 "due": _Perhaps(str), "state": str, "overdue": bool}],
    "ledger": {"entries": int, "head": str},
}  # fmt: skip
