"""Changing plans, tasks and what stands around them; go and no-go; taking durations from rehearsals."""

from firstlight.cutover.actions.around import change_blackouts as change_blackouts
from firstlight.cutover.actions.around import change_plans as change_plans
from firstlight.cutover.actions.around import change_shifts as change_shifts
from firstlight.cutover.actions.around import change_triggers as change_triggers
from firstlight.cutover.actions.checkpoints import decide_checkpoint as decide_checkpoint
from firstlight.cutover.actions.checkpoints import record_decisions as record_decisions
from firstlight.cutover.actions.project_files import keep_project_file as keep_project_file
from firstlight.cutover.actions.rehearsals import change_rehearsals as change_rehearsals
from firstlight.cutover.actions.rehearsals import record_timings as record_timings
from firstlight.cutover.actions.rehearsals import take_duration as take_duration
from firstlight.cutover.actions.tasks import change_tasks as change_tasks
