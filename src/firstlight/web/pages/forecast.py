"""The forecast of the cutover: the chance of ending inside the window, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from firstlight.cutover.queries import Planned
from firstlight.engines.scheduling.chance import Basis, Chance
from firstlight.web.addresses import place

#: From this chance on the outlook is good, from that on it is worth a talk.
GOOD, FAIR = 0.9, 0.5
#: Steps that decide the end, as they stand beside the chance.
_FIRST = 5


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast: the chance as words and how it is drawn, likely and late finish, what drives it, the way back.

    `assumed` is the number of steps for whose durations a usual spread is assumed, `todo` what would make it surer.
    """

    chance: str
    state: str
    likely: datetime
    late: datetime
    drivers: tuple[tuple[str, str, str], ...]
    assumed: int
    back: datetime | None
    todo: str = ""


def outlook_of(planned: Planned, way_back: timedelta | None, slug: str) -> Outlook | None:
    """What many runs with drawn durations say. None where the plan cannot be computed or has no window."""
    found = planned.chance(way_back)
    if found is None or found.probability is None:
        return None
    steps = place("cutover-tasks", slug)
    drivers = tuple(
        (one.task, planned.by_ref[one.task].title, f"{steps}?ref={one.task}")
        for one in found.drivers[:_FIRST] if one.task in planned.by_ref
    )  # fmt: skip
    return Outlook(
        chance=chance_words(found.probability),
        state=state_of(found),
        likely=found.finish.p50,
        late=found.finish.p90,
        drivers=drivers,
        assumed=len(found.resting_on(Basis.ASSUMED)),
        back=found.rollback.last_decision if found.rollback else None,
        todo=_todo(found),
    )


def state_of(found: Chance) -> str:
    """How the chance is drawn. It is never good where most of it is assumed: nobody has measured that it is."""
    chance = found.probability or 0.0
    if chance >= GOOD:
        return "met" if _is_founded(found) else "unknown"
    return "partly" if chance >= FAIR else "unmet"


def _is_founded(found: Chance) -> bool:
    """Whether something was rehearsed, and no more than half of the durations are assumed."""
    uncertain = sum(one.basis is not Basis.CERTAIN for one in found.outlooks.values())
    return bool(found.resting_on(Basis.REHEARSED)) and 2 * len(found.resting_on(Basis.ASSUMED)) <= uncertain


def _todo(found: Chance) -> str:
    """What would make it surer, in a sentence."""
    if not found.resting_on(Basis.REHEARSED):
        return _("Nothing was measured yet: rehearse the plan, and the forecast rests on what really happens.")
    if not _is_founded(found):
        return _("Most durations are still assumed: rehearse the steps that were never timed.")
    return ""


def chance_words(share: float) -> str:
    """A chance in whole per cent. What happened always or never in the runs is not said to be certain."""
    rounded = round(share * 100)
    if rounded >= 100:
        return _("More than 99 %% chance") % {}
    if rounded <= 0:
        return _("Less than 1 %% chance") % {}
    return _("%(percent)s %% chance") % {"percent": rounded}
