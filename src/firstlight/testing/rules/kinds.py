"""The kinds of test, and what kind a cycle is of whose name is all that is known."""

from __future__ import annotations

from firstlight.testing.naming import parts_of

#: Kinds of test as they are stored and as they are read, in the order in which they are usually run.
KINDS = {
    "sit": "System integration test",
    "uat": "User acceptance test",
    "performance": "Performance test",
    "end-to-end": "End-to-end test",
    "regression": "Regression test",
    "migration": "Migration test",
    "security": "Security test",
    "mock-cutover": "Mock cutover",
    "validation": "Final validation",
    "other": "Other test",
}

_WORDS = {
    "sit": "sit",
    "integration": "sit",
    "uat": "uat",
    "acceptance": "uat",
    "perf": "performance",
    "performance": "performance",
    "load": "performance",
    "regression": "regression",
    "security": "security",
    "penetration": "security",
    "migration": "migration",
    "cutover": "mock-cutover",
    "validation": "validation",
}

#: Kinds in which the business shows that it can work: only what its own roles can do shows that.
UNDER_BUSINESS_ROLES = frozenset({"uat", "end-to-end", "regression", "security"})
#: Kinds that show nothing without migrated data, unless a cycle says otherwise.
NEED_MIGRATED_DATA = frozenset({"uat", "performance"})
#: Kinds that are rehearsed or checked in production itself. Nothing else is tested there.
IN_PRODUCTION = frozenset({"mock-cutover", "validation"})


def kind_of(name: str) -> str:
    """sit for "SIT 2", uat for "uat-1", end-to-end for "e2e"; other where the name gives no hint."""
    parts = [part.text for part in parts_of(name)]
    joined = "-".join(parts)
    if "e-2-e" in joined or "end-to-end" in joined:
        return "end-to-end"
    return next((_WORDS[part] for part in parts if part in _WORDS), "other")


def words_of(kind: str) -> str:
    """user acceptance test: the kind within a sentence."""
    title = KINDS[kind]
    return f"{title[:1].lower()}{title[1:]}"
