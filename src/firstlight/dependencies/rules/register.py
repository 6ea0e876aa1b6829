"""Whether a dependency is written down in full."""

from __future__ import annotations

from collections.abc import Mapping

from firstlight.contracts.standing import Status
from firstlight.dependencies.rules.standing import GOOD, DependencyFacts, Opinion

#: What has to be written down, and how that is said.
WORDS: dict[str, str] = {
    "provider": "provider",
    "contact": "contact",
    "commitment": "commitment",
    "owner": "owner",
    "plan_line": "line of the project plan",
}


def written_down(one: DependencyFacts, filled: Mapping[str, bool]) -> Opinion:
    """Whether everything about it is filled; by the name of what has to be, whether it is."""
    lacking = [WORDS[name] for name, there in filled.items() if not there]
    return Opinion(Status.UNMET, f"Nobody has written down for {one.text}: {', '.join(lacking)}.") if lacking else GOOD
