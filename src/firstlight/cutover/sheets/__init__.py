"""The lists of this layer as sheets."""

from firstlight.cutover.sheets.around import BLACKOUTS, PLANS, REHEARSALS, SHIFTS, TIMINGS
from firstlight.cutover.sheets.deciding import DECISIONS, TRIGGERS
from firstlight.cutover.sheets.tasks import TASKS

__all__ = ["BLACKOUTS", "DECISIONS", "PLANS", "REHEARSALS", "SHIFTS", "TASKS", "TIMINGS", "TRIGGERS"]
