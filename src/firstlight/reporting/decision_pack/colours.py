"""The colours of paper and slides: the light values of the pages' tokens, by the same names without the prefix.

A test compares them with `web/static/firstlight/tokens.css`, so that the two never part.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "surface": "#ffffff",
        "sunken": "#eff1f5",
        "line": "#e1e5ec",
        "line-strong": "#c6cdd9",
        "text": "#141d2b",
        "text-2": "#445063",
        "text-3": "#596579",
        "inverse": "#ffffff",
        "night": "#27488f",
        "dawn": "#e07a2f",
        "met": "#12603a",
        "met-tint": "#e4f4ea",
        "met-line": "#b9dfc8",
        "met-glyph": "#24905a",
        "partly": "#774800",
        "partly-tint": "#fdf1d9",
        "partly-line": "#eed49c",
        "partly-glyph": "#b06a00",
        "unmet": "#97201d",
        "unmet-tint": "#fceae8",
        "unmet-line": "#f1c4bf",
        "unmet-glyph": "#b82a25",
        "unknown": "#3c4759",
        "unknown-tint": "#edf0f5",
        "unknown-line": "#8a95a8",
        "unknown-glyph": "#5d6a80",
        "stale": "#682a7b",
        "stale-tint": "#f6ecf9",
        "stale-line": "#dfc2e8",
        "stale-glyph": "#8a429f",
    }
)

#: The status whose colours a verdict wears.
OF_VERDICT: Mapping[str, str] = MappingProxyType({"go": "met", "conditional": "partly", "no-go": "unmet"})


def of_mark(mark: str, kind: str = "") -> str:
    """The colour of a status: its word, or with `kind` its tint, line or glyph. What does not apply is quiet."""
    if mark == "not-applicable":
        return LIGHT[{"tint": "sunken", "line": "line-strong"}.get(kind, "text-3")]
    return LIGHT[f"{mark}-{kind}" if kind else mark]
