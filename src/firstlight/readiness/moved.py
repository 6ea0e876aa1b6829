"""What reads otherwise than when the project was judged: a slip is seen at once, and counts once it is judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firstlight.contracts.standing import Status
from firstlight.kernel.context import ProjectLike
from firstlight.packs.content import Check
from firstlight.readiness import rules
from firstlight.readiness.registry import measures


@dataclass(frozen=True, slots=True)
class Moved:
    """A check that stands otherwise now: how, and why."""

    ref: str
    title: str
    state: str
    sentence: str


def moved_since(
    project: ProjectLike, document: Mapping[str, Any], checks: Iterable[Check], now: datetime
) -> list[Moved]:
    """Checks of an assessment whose measure is cheap enough to be asked again and says something else today."""
    frozen = {check["ref"]: check for area in document["areas"] for check in area["checks"]}
    found = []
    for check in checks:
        known, then = measures.get(check.measure) if check.measure else None, frozen.get(check.ref)
        if known is None or not known.live or then is None or then["status"] == Status.NOT_APPLICABLE:
            continue
        today = rules.measured(check, known.read(project, now), known.better, now, strict=known.strict)
        if (today.status.value, list(today.reasons)) != (then["status"], list(then["reasons"])):
            found.append(Moved(check.ref, check.title, today.status.value, today.reasons[0]))
    return found
