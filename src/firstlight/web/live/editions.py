"""Which version of the pages of a run this program makes: one that was left open notices that there is another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from firstlight import __version__

#: The header of every answer to a page that asks what changed.
HEADER = "Firstlight-Edition"
#: What such a page is made of, below this layer.
_MADE_OF = ("live/*.py", "templates/**/*.html", "static/firstlight/*.js", "static/firstlight/*.css")


@cache
def edition() -> str:
    """The same for all processes of one program; another where its version, templates, scripts or styles are others."""
    found = hashlib.sha256(__version__.encode())
    for path in _files():
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def _files() -> Iterator[Path]:
    web = Path(__file__).parents[1]
    for pattern in _MADE_OF:
        yield from sorted(web.glob(pattern))
