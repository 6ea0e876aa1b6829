"""Who may plan the cutover, and who may say go or no-go in it."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_PLAN = Policy("cutover.plan", "plan the cutover")
MAY_DECIDE = Policy("cutover.decide", "say go or no-go at a checkpoint")
MAY_RECORD = Policy("cutover.record", "record what was decided at checkpoints from files")
