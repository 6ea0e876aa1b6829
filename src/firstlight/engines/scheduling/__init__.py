"""Plans in working time: dates and float, the chance of finishing, levelling. See docs/algorithms/scheduling.md."""

from firstlight.engines.scheduling.calendars import Exceptional, Shift, Span, WorkCalendar
from firstlight.engines.scheduling.checking import PlanProblem
from firstlight.engines.scheduling.delays import Delay, delays
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
from firstlight.engines.scheduling.network import Network
from firstlight.engines.scheduling.plan import VERSION, Draft, Plan, PlanRefused
from firstlight.engines.scheduling.schedule import Dates, Schedule, compute, schedule_of
from firstlight.engines.scheduling.wall_clock import Doubtful, NoSuchTime, instant_of
from firstlight.engines.scheduling.working_time import NoWorkingTime

__all__ = [
    "VERSION",
    "Constraint",
    "ConstraintKind",
    "Dates",
    "Delay",
    "Doubtful",
    "Draft",
    "Exceptional",
    "Lag",
    "LagKind",
    "Link",
    "LinkKind",
    "Need",
    "Network",
    "NoSuchTime",
    "NoWorkingTime",
    "Plan",
    "PlanProblem",
    "PlanRefused",
    "Progress",
    "Resource",
    "Rest",
    "Schedule",
    "Shift",
    "Span",
    "Task",
    "Team",
    "ThreePoint",
    "Window",
    "WorkCalendar",
    "compute",
    "delays",
    "instant_of",
    "schedule_of",
]
