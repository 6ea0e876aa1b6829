"""Whether a dependency is written down in full."""

from __future__ import annotations

from collections.abc import Mapping

from firstlight.contracts.standing import Status
from firstlight.dependencies.rules.standing import GOOD, DependencyFacts, Opinion


def written_down(one: DependencyFacts, filled: Mapping[str, bool]) -> Opinion:
    """Whether everything about it is filled; by the name of what has to be, whether it is."""
    lacking = [name for name, there in filled.items() if not there]
    return Opinion(Status.UNMET, f"{one.text} has no {', no '.join(lacking)}.") if lacking else GOOD
