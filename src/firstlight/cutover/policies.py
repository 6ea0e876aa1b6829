"""Who may plan the cutover, lead its runs, work on their steps, and say go or no-go."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_PLAN = Policy("cutover.plan", "plan the cutover")
MAY_RUN = Policy("cutover.run", "lead a run of the cutover")
MAY_WORK = Policy("cutover.work", "work on the steps of a run")
MAY_DECIDE = Policy("cutover.decide", "say go or no-go at a checkpoint")
MAY_RECORD = Policy("cutover.record", "record what was decided at checkpoints from files")
