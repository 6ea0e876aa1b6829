"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

USER_ADDED = Record("identity.user.added", "Account added")
LINK_MADE = Record("identity.link.made", "Sign-in link made")
LINK_USED = Record("identity.link.used", "Signed in by link")
