"""The kinds of test, and what kind a cycle is of whose name is all that is known."""

from __future__ import annotations

from firstlight.testing.models import Cycle
from firstlight.testing.naming import parts_of

_WORDS = {
    "sit": "sit",
    "uat": "uat",
    "acceptance": "uat",
    "perf": "performance",
    "performance": "performance",
    "load": "performance",
    "regression": "regression",
    "security": "security",
    "penetration": "security",
    "migration": "migration",
}


def kind_of(name: str) -> str:
    """sit for "SIT 2", uat for "uat-1", end-to-end for "e2e"; other where the name gives no hint."""
    parts = [part.text for part in parts_of(name)]
    joined = "-".join(parts)
    if "e-2-e" in joined or "end-to-end" in joined:
        return "end-to-end"
    if "system-integration" in joined:
        return "sit"
    return next((_WORDS[part] for part in parts if part in _WORDS), "other")


def title_of(kind: str) -> str:
    """User acceptance test."""
    return str(Cycle.Kind(kind).label)


def article_for(kind: str) -> str:
    """a or an, as the title of the kind is read."""
    return "an" if title_of(kind)[0] in "AEIO" else "a"
