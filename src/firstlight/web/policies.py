"""Who may look at what, where that needs more than being in the project."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_READ_LEDGER = Policy("ledger.view", "read the ledger")
