"""The packs that come with the program."""

from __future__ import annotations

import hashlib
from functools import cache

from firstlight.kernel.context import Context
from firstlight.packs.actions import load_pack
from firstlight.packs.content import Pack, content_folder, read_pack
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


@cache
def newest_shipped(ref: str = DEFAULT) -> Pack:
    """The newest version of a pack that comes with the program. Kept in memory, since its file never changes."""
    files = (content_folder() / "packs" / ref).glob("*.yaml")
    path = max(files, key=lambda one: tuple(map(int, one.stem.split("."))))
    return read_pack(path.read_bytes(), f"{ref}/{path.name}")
