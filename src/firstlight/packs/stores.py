"""How the lists of this layer are kept."""

from __future__ import annotations

from firstlight.kernel.sheets import ModelStore, Reference
from firstlight.packs.models import Tailoring, Waiver
from firstlight.workspace.models import Person

tailoring = ModelStore(
    Tailoring,
    "check",
    {
        key: key
        for key in (
            "check_ref", "kind", "title", "obligation", "what", "why", "outcome", "risk", "mitigation", "measure",
            "by", "reason",
        )
    },
    identity=("check_ref",),
)  # fmt: skip

waivers = ModelStore(
    Waiver,
    "waiver",
    {key: key for key in ("check_ref", "reason", "person", "accepted", "expires")},
    identity=("check_ref", "person", "accepted"),
    title="reason",
    references={"person": Reference(Person, "the people of the project")},
)
