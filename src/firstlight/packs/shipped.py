"""The packs that come with the program."""

from __future__ import annotations

import hashlib

from firstlight.kernel.context import Context
from firstlight.packs.actions import load_pack
from firstlight.packs.content import content_folder
from firstlight.packs.models import PackVersion

#: What a project is judged by when it names no pack.
DEFAULT = "go-live"


def load_shipped_packs(context: Context) -> list[PackVersion]:
    """Load those that are not loaded yet. Costs one query when nothing is new."""
    known = set(PackVersion.objects.values_list("digest", flat=True))
    loaded = []
    for path in sorted((content_folder() / "packs").glob("*/*.yaml")):
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() not in known:
            loaded.append(load_pack(context, data, f"{path.parent.name}/{path.name}"))
    return loaded
