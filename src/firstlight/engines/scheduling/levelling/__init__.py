"""People and machines are limited: a plan in which nobody is needed twice at a time. See docs/algorithms."""

from firstlight.engines.scheduling.levelling.people import LevelledPlan, level_plan
from firstlight.engines.scheduling.levelling.problem import Problem
from firstlight.engines.scheduling.levelling.search import Searched, searched
from firstlight.engines.scheduling.levelling.solving import Levelled, Status, has_solver, level

__all__ = [
    "Levelled",
    "LevelledPlan",
    "Problem",
    "Searched",
    "Status",
    "has_solver",
    "level",
    "level_plan",
    "searched",
]
