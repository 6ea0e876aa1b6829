"""The rules that bind the solution, each with what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from northmere.outline import Requirement
from northmere.timeline import Entry, at


def regulations(requirements: Iterable[Requirement]) -> Iterator[Entry]:
    """Each rule once, with every requirement in scope that follows from it."""
    found: dict[str, list[Requirement]] = {}
    for one in requirements:
        if one.regulation and not one.rollout:
            found.setdefault(one.regulation, []).append(one)
    for number, (rule, following) in enumerate(sorted(found.items()), 1):
        german = "Germany" in rule
        values = {
            "ref": f"L-{number:02}", "title": rule, "level": "country" if german else "industry",
            "where": "Germany" if german else "European Union",
            "requirements": tuple(sorted(one.ref for one in following)),
            "feature": "; ".join(sorted({f"Process {one.process}" for one in following})),
            "documents": "2026-11-09 register of rules.csv", "owner": following[0].owner,
        }  # fmt: skip
        before = {"documents": "2026-10-12 register of rules.csv"}
        yield Entry(values | before, at("2026-10-12 12:00"), ((at("2026-11-09 12:00"), values),))
