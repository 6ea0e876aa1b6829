"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

TOKEN_MADE = Record("access.token.made", "Access token made")
TOKEN_REVOKED = Record("access.token.revoked", "Access token revoked")
