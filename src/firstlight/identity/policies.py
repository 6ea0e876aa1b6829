"""Who may make accounts and links."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_ADD_USERS = Policy("identity.add-users", "add accounts")
MAY_MAKE_LINKS = Policy("identity.make-links", "make sign-in links")
MAY_USE_LINKS = Policy("identity.use-links", "sign in by a link")
