"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

PACK_LOADED = Record("packs.version.loaded", "Pack loaded")
PACK_PINNED = Record("packs.version.pinned", "Pack pinned")
PACK_UNPINNED = Record("packs.version.unpinned", "Pack no longer pinned")
TAILORED = Record("packs.check.tailored", "Check tailored")
RISK_ACCEPTED = Record("packs.risk.accepted", "Risk accepted")
ACCEPTANCE_ENDED = Record("packs.risk.ended", "Acceptance of a risk ended")
WAIVERS_RECORDED = Record("packs.waivers.recorded", "Accepted risks recorded from a file")
