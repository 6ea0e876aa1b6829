"""Files of MS Project that are kept for plans, as they were read."""

from __future__ import annotations

from functools import lru_cache

from firstlight.assurance import evidence
from firstlight.cutover.formats.mspdi import drawn_of, read_mspdi
from firstlight.cutover.formats.mspdi.exporting import Base
from firstlight.cutover.rules.drawn import Drawn


@lru_cache(maxsize=4)
def base_of(digest: str, zone: str) -> Base:
    """A file that is kept, as it was read. Raises Invalid where it is missing from the store."""
    data = evidence.content(digest)
    return Base(data, read_mspdi(data, "plan.xml", zone))


@lru_cache(maxsize=8)
def drawn_in(digest: str, zone: str) -> Drawn:
    """The plan of such a file."""
    return drawn_of(base_of(digest, zone).found)
