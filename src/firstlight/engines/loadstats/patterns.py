"""Naming labels by patterns. Labels are often addresses, so brackets are letters like any other."""

from __future__ import annotations

import re
from functools import lru_cache


def matches(pattern: str, name: str) -> bool:
    """Whether the pattern names the label as a whole: `*` is any text, `?` one letter; case does not matter.

    However many stars there are, nothing is tried twice.
    """
    name = name.casefold()
    first, *others = pattern.casefold().split("*")
    if not others:
        return len(first) == len(name) and _form(first).match(name) is not None
    place, last = len(first), len(name) - len(others[-1])
    if place > last or not _form(first).match(name) or not _form(others[-1]).match(name, last):
        return False
    # The earliest place for each piece leaves the most room for those behind it.
    for piece in others[:-1]:
        found = _form(piece).search(name, place, last)
        if found is None:
            return False
        place = found.end()
    return True


@lru_cache(maxsize=512)
def _form(piece: str) -> re.Pattern[str]:
    """What stands between two stars."""
    return re.compile("".join("." if letter == "?" else re.escape(letter) for letter in piece), re.DOTALL)
