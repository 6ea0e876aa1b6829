"""Who may plan the cutover, lead its runs, work on their steps, say go or no-go, and tell that the clock was set."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_PLAN = Policy("cutover.plan", "plan the cutover")
MAY_RUN = Policy("cutover.run", "lead a run of the cutover")
MAY_WORK = Policy("cutover.work", "work on the steps of a run")
MAY_DECIDE = Policy("cutover.decide", "say go or no-go at a checkpoint")
MAY_WATCH_CLOCK = Policy("cutover.watch-clock", "tell runs that the clock was set")
MAY_TELL = Policy("cutover.tell", "note what is told to other programs")
MAY_RECORD = Policy("cutover.record", "record what was decided at checkpoints from files")
