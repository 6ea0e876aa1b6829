"""How much room words take on a slide: an estimate that is a little too large, so that nothing overflows."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

#: Widths in Arial, in parts of the type size. What is not named is an ordinary small letter.
_NARROW = dict.fromkeys("ijl.,:;'|!`·", 0.28) | dict.fromkeys("ftI()[]/\\ ‘’", 0.3) | dict.fromkeys('r-"“”{}', 0.36)
_WIDE = dict.fromkeys("mwMW@%—…", 0.95)
_SMALL, _LARGE, _FULL = 0.56, 0.72, 1.05

LEADING = 1.2


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the text is on one line, in points."""
    parts = sum(map(_part, text))
    return parts * size * (1.07 if bold else 1.0)


def _part(character: str) -> float:
    known = _NARROW.get(character) or _WIDE.get(character)
    if known:
        return known
    if unicodedata.east_asian_width(character) in "WF" or ord(character) > 0x2FFF:
        return _FULL
    if unicodedata.combining(character):
        return 0
    return _LARGE if character.isupper() else _SMALL


def lines(text: str, room: float, size: float, *, bold: bool = False) -> int:
    """How many lines the text takes when it wraps at `room` points."""
    return sum(_wrapped(line, room, size, bold) for line in text.split("\n"))


def _wrapped(line: str, room: float, size: float, bold: bool) -> int:
    count, at = 1, 0.0
    space = width(" ", size, bold=bold)
    for word in line.split(" "):
        long = width(word, size, bold=bold)
        if at and at + space + long > room:
            count, at = count + 1, 0.0
        if long > room:  # broken where the line ends
            more = int(long // room)
            count, at = count + more, long - more * room
        else:
            at += long + (space if at else 0)
    return count


def pages(heights: Sequence[float], room: float, first: float | None = None) -> list[int]:
    """How many rows stand on each page when they take `heights` and a page has `room`; the first may have less.

    A row that is higher than a page has a page of its own.
    """
    counts, at = [0], 0.0
    for height in heights:
        free = first if first is not None and len(counts) == 1 else room
        if counts[-1] and at + height > free:
            counts.append(0)
            at = 0.0
        counts[-1] += 1
        at += height
    return counts


def even_pages(heights: Sequence[float], room: float) -> list[int]:
    """As few pages as `pages` makes, with about as much on each."""
    fewest = pages(heights, room)
    smallest = sum(heights) / len(fewest)
    for step in range(20):
        tried = pages(heights, smallest + (room - smallest) * step / 20)
        if len(tried) == len(fewest):
            return tried
    return fewest
