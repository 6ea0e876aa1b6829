"""Who may let other programs be told what happens."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_SUBSCRIBE = Policy("project.edit", "change the project's webhooks")
