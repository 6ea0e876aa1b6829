"""Who may make accounts and links, who opens the door, and what one may do with one's own account."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_ADD_USERS = Policy("identity.add-users", "add accounts")
MAY_MAKE_LINKS = Policy("identity.make-links", "make sign-in links")
MAY_APPOINT = Policy("identity.appoint", "say who may start projects")
MAY_RESET = Policy("identity.reset-second-factor", "take away somebody's second factor")
MAY_USE_LINKS = Policy("identity.use-links", "sign in by a link")
MAY_SIGN_IN = Policy("identity.sign-in", "open the door")
MAY_CHANGE_OWN_ACCOUNT = Policy("identity.own-account", "change an account")

#: What everyone who is signed in may do with their own account, and only with that.
OWN_ACCOUNT = frozenset({MAY_CHANGE_OWN_ACCOUNT.right})
