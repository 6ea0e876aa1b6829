"""Two people at one step: what they wrote in different fields stands side by side, in the same field it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Field: the version at which it was written last, by whom and when (as text).
Touched = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else wrote after one had seen it: what stands there, what was given, who wrote it when."""

    field: str
    theirs: str
    yours: str
    by: str
    at: str


def clashes(
    touched: Touched, current: Mapping[str, Any], given: Mapping[str, Any], seen: int | None, name: str
) -> tuple[Clash, ...]:
    """Fields that somebody else than `name` wrote after version `seen`, and that say something else than what is given.

    Whoever writes again after themselves knows what they wrote. `seen` None: nobody looked.
    """
    if seen is None:
        return ()
    return tuple(
        Clash(field, str(current[field]), str(value), str(last["by"]), str(last["at"]))
        for field, value in given.items()
        if (last := touched.get(field)) and last["version"] > seen and last["by"] != name and current[field] != value
    )
