"""Who may choose packs, tailor checks and accept risks."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_PIN = Policy("packs.pin", "choose the packs of the project")
MAY_TAILOR = Policy("packs.tailor", "add and reword checks")
MAY_WAIVE = Policy("packs.waive", "accept the risk of a check")
