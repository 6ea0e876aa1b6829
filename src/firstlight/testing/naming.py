"""Finding the ref of a case or a requirement in the name that a test tool gives a test.

A ref counts as found when it stands there as a whole, however it is written: TC-118, tc_118, TC 118 and TC118 are the
same; TC-11 is in none of them, nor in TC-11.8 or TC-11a. Pure: no database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

#: Digits, capitals, or letters with at most one capital in front: test|TC|118|Login.
_PART = re.compile(r"\d+|[A-Z]+(?![^\W\dA-Z_])|[A-Z]?[^\W\dA-Z_]+")
#: What may stand between the parts of a ref.
_JOINTS = frozenset("-_ ./:#")
#: A number behind one of these goes on with the ref before it: TC-11.8, 65.20.050.
_GOES_ON = frozenset("-_./")
_OPENING = re.compile(r"[\s#@(\[]*(?:(?:test\s*case|case|tc)\b[\s:#-]*)?", re.IGNORECASE)
#: Where somebody marks a ref as one: @4711, [4711], [TC 4711]. What stands in brackets right behind a word is a value.
_MARKED = re.compile(
    r"(?<![\w\])])(?:@(?:(?:tc|case|testcase)[:-]?)?([^\W_]+)(?![\w.@-])"
    r"|\[\s*(?:[@#]|(?:tc|case|test\s*case)\b[\s:#-]*)?([^\W_]+)\s*\])",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"\s*(?:$|[:\])|–—]|-\s)")


class Part(NamedTuple):
    """A run of letters or of digits, in lower case, and where it stands."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def parts_of(words: str) -> tuple[Part, ...]:
    """The parts of a name, in order."""
    return tuple([Part(match.group().casefold(), *match.span()) for match in _PART.finditer(words)])


def loose(words: str) -> str:
    """A name without case, punctuation and spacing: equal for names that a reader takes for the same."""
    return " ".join(part.text for part in parts_of(words))


class RefFinder:
    """Looks for known refs in names. `titles` may say what the thing of a ref is called."""

    def __init__(self, refs: Iterable[str], titles: Mapping[str, str] | None = None) -> None:
        self.titles = titles or {}
        self.whole: dict[tuple[str, ...], str] = {}
        self.bare: dict[str, str] = {}
        for ref in refs:
            parts = tuple(part.text for part in parts_of(ref))
            if len(parts) == 1:
                self.bare[parts[0]] = ref
            elif parts:
                self.whole[parts] = ref
        self.lengths = sorted({len(parts) for parts in self.whole}, reverse=True)
        self.heads = {parts[0] for parts in self.whole}

    def find(self, words: str, *, last: bool = False) -> str | None:
        """The first ref that stands in the words as a whole (or the last one). None when there is none."""
        parts = parts_of(words)
        places = range(len(parts) - 1, -1, -1) if last else range(len(parts))
        for place in places:
            if parts[place].text not in self.heads:
                continue
            for length in self.lengths:
                run = parts[place : place + length]
                ref = self.whole.get(tuple(part.text for part in run)) if len(run) == length else None
                if ref is not None and _is_whole(words, parts, place, length):
                    return ref
        return (self._opening(words) or self._marked(words)) if self.bare else None

    def _marked(self, words: str) -> str | None:
        """A ref of one part that is marked as one, wherever it stands."""
        marked = (match[1] or match[2] for match in _MARKED.finditer(words))
        return next((self.bare[one] for text in marked if (one := text.casefold()) in self.bare), None)

    def _opening(self, words: str) -> str | None:
        """A ref of one part, such as 4711, is a number like any other unless it opens the name and is set off."""
        match = _OPENING.match(words)
        opened = match.end() if match else 0
        first = next((part for part in parts_of(words) if part.start >= opened), None)
        if first is None or first.start != opened or first.text not in self.bare:
            return None
        ref, rest = self.bare[first.text], words[first.end :]
        title = self.titles.get(ref, "")
        return ref if _CLOSING.match(rest) or (title and loose(rest) == loose(title)) else None


def _is_whole(words: str, parts: tuple[Part, ...], place: int, length: int) -> bool:
    """Whether the run is a ref of its own, and not the beginning, the end or scattered bits of something else."""
    run = parts[place : place + length]
    for left, right in pairwise(run):
        gap = words[left.end : right.start]
        if len(gap) > 1 or (gap and gap not in _JOINTS):
            return False
    if place > 0:
        before, gap = parts[place - 1], words[parts[place - 1].end : run[0].start]
        if before.text.isdigit() and (gap == "" or (gap in _GOES_ON and run[0].text.isdigit())):
            return False
    if place + length < len(parts):
        after = parts[place + length]
        gap = words[run[-1].end : after.start]
        if gap == "" and len(after.text) == 1:
            return False
        if gap in _GOES_ON and after.text.isdigit():
            return False
    return True
