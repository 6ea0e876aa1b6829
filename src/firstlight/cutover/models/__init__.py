"""The plan of a cutover: its tasks, the shifts of the people who do them, the times that rehearsals took; its runs."""

from firstlight.cutover.models.decisions import Decision
from firstlight.cutover.models.plans import Blackout, Forecast, Plan, ProjectFile, Shift, Task, Trigger
from firstlight.cutover.models.rehearsals import Rehearsal, Timing
from firstlight.cutover.models.runs import Run, RunForecast, RunStep
from firstlight.cutover.models.within_runs import MessageText, RunDecision, RunIssue, RunPaper, RunVote

__all__ = [
    "Blackout",
    "Decision",
    "Forecast",
    "MessageText",
    "Plan",
    "ProjectFile",
    "Rehearsal",
    "Run",
    "RunDecision",
    "RunForecast",
    "RunIssue",
    "RunPaper",
    "RunStep",
    "RunVote",
    "Shift",
    "Task",
    "Timing",
    "Trigger",
]
