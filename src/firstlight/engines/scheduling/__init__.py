"""Plans in working time: dates and float, the chance of finishing, levelling. See docs/algorithms/scheduling.md."""

from firstlight.engines.scheduling.calendars import Exceptional, Shift, Span, WorkCalendar
from firstlight.engines.scheduling.checking import PlanProblem
from firstlight.engines.scheduling.facts import (
    Constraint,
    ConstraintKind,
    Lag,
    LagKind,
    Link,
    LinkKind,
    Need,
    Progress,
    Resource,
    Rest,
    Task,
    Team,
    ThreePoint,
    Window,
)
from firstlight.engines.scheduling.plan import VERSION, Draft, Plan, PlanRefused

__all__ = [
    "VERSION",
    "Constraint",
    "ConstraintKind",
    "Draft",
    "Exceptional",
    "Lag",
    "LagKind",
    "Link",
    "LinkKind",
    "Need",
    "Plan",
    "PlanProblem",
    "PlanRefused",
    "Progress",
    "Resource",
    "Rest",
    "Shift",
    "Span",
    "Task",
    "Team",
    "ThreePoint",
    "Window",
    "WorkCalendar",
]
