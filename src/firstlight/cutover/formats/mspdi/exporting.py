"""A plan of the room as a file of MS Project XML, with the dates that follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from zoneinfo import ZoneInfo

from firstlight.cutover.formats.mspdi.document import skeleton
from firstlight.cutover.formats.mspdi.drawing import drawn_of
from firstlight.cutover.formats.mspdi.lines import TaskLine, lines_of
from firstlight.cutover.formats.mspdi.reading import MspdiFile
from firstlight.cutover.formats.mspdi.writing import Made, Wanted, write_steps
from firstlight.cutover.rules.drafting import draft_of
from firstlight.cutover.rules.facts import PlanFacts
from firstlight.engines.scheduling import Dates, Draft, NoWorkingTime, compute


@dataclass(frozen=True, slots=True)
class Base:
    """The file that a plan came in with: its bytes, and what was read from them."""

    data: bytes
    found: MspdiFile


def project_file(plan: PlanFacts, steps: Sequence[Wanted], base: Base | None) -> Made:
    """The steps of a plan, in their order, in the file that it came in with, or in a new one.

    Dates are written where they moved. They are those of the plan itself: a window that opens later moves none of them.
    Where the plan cannot be computed, its dates stay as they are.
    """
    own = _without_window(plan, base)
    draft = draft_of(own)
    after = _dates(draft)
    if base is None:
        start = draft.start.astimezone(ZoneInfo(plan.zone.key)).replace(tzinfo=None).isoformat(timespec="seconds")
        return write_steps(skeleton(plan.title, start), plan.zone.key, (), steps, after, new=True)
    lines = lines_of(base.found)
    before = _by_ref(lines, _dates(base.found.draft))
    moved = {ref: dates for ref, dates in after.items() if not _same(dates, before.get(ref))}
    return write_steps(base.data, base.found.zone, lines, steps, moved if before or after else {})


def _without_window(plan: PlanFacts, base: Base | None) -> PlanFacts:
    begins = plan.window.start if plan.window and base is None else plan.begins
    named = {field.name: getattr(plan, field.name) for field in fields(plan)}
    drawn = drawn_of(base.found) if base else None
    return PlanFacts(**{**named, "window": None, "begins": begins, "closed": (), "drawn": drawn, "measured": {}})


def _dates(draft: Draft) -> dict[str, Dates]:
    if any(problem.blocking for problem in draft.problems()):
        return {}
    try:
        return {dates.id: dates for dates in compute(draft.settled()).all()}
    except NoWorkingTime:
        return {}


def _by_ref(lines: Sequence[TaskLine], dates: Mapping[str, Dates]) -> dict[str, Dates]:
    return {line.ref: dates[line.uid] for line in lines if line.uid in dates}


_HELD = tuple(field.name for field in fields(Dates) if field.name not in ("id", "driver"))


def _same(one: Dates, other: Dates | None) -> bool:
    return other is not None and all(getattr(one, name) == getattr(other, name) for name in _HELD)
