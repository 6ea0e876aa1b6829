"""Who may work on lists. Whether rows of a list may be changed is the business of the list's own action."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_WORK = Policy("project.view", "see the project")
MAY_SHARE = Policy("intake.share", "share views of lists with the project")
