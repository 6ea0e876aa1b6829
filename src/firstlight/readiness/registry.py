"""Measures: what a layer tells readiness about a project at an instant.

@measure("testing.uat.complete", title="User acceptance cases passed", unit="cases")
def uat_complete(project: ProjectLike, now: datetime) -> Reading: ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from firstlight.contracts.reading import Reading
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.registries import Registry

Read = Callable[[ProjectLike, datetime], Reading]


@dataclass(frozen=True, slots=True)
class Measure:
    """A registered measure.

    `unit` is what its figure counts. `better` says whether more or less of it is good: thresholds of a pack are
    read in that direction, against the share in per cent where the figure has a whole, else against its value.
    A `live` measure is cheap: pages ask it again and say where it reads otherwise than when the project was judged.
    A `strict` measure knows more than its figure shows, such as a significant case that failed: thresholds can make
    its own judgement heavier, never lighter.
    """

    name: str
    title: str
    unit: str
    better: Literal["higher", "lower"]
    read: Read
    strict: bool = False
    live: bool = False


measures: Registry[Measure] = Registry("measure")


def measure(
    name: str,
    *,
    title: str,
    unit: str,
    better: Literal["higher", "lower"] = "higher",
    strict: bool = False,
    live: bool = False,
) -> Callable[[Read], Measure]:
    """Register a measure. It must be a pure reading: it changes nothing and reads no clock."""

    def register(read: Read) -> Measure:
        return measures.register(name, Measure(name, title, unit, better, read, strict, live))

    return register
