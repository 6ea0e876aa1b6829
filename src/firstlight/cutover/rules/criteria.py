"""The criteria of a checkpoint, which people write as one text."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[;\n]+")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•])\s+")


def criteria_of(text: str) -> tuple[str, ...]:
    """The criteria of a text, split at semicolons and lines, without the numbers or dashes before them."""
    parts = (_NUMBER.sub("", part).strip().rstrip(".") for part in _BETWEEN.split(text))
    return tuple(part for part in parts if part)
