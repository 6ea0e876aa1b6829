"""Who may change the register of external dependencies, and who speaks for a provider."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_EDIT_DEPENDENCIES = Policy("dependencies.edit", "change the external dependencies")
#: The right that comes with a provider's link, and with nothing else.
MAY_GIVE_WORD = Policy("guest.provider", "speak for a provider through its link")
MAY_WATCH = Policy("dependencies.watch", "watch over providers and their services")
