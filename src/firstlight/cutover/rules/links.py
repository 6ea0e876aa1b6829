"""Links between tasks as people write them: 12, 12FS+30m, 14SS-1h."""

from __future__ import annotations

import re
from dataclasses import dataclass

from firstlight.cutover.rules.durations import minutes_of, written

FS, SS, FF, SF = "FS", "SS", "FF", "SF"
#: Finish to start and so on, and as a German Microsoft Project writes them.
_KINDS = {FS: FS, SS: SS, FF: FF, SF: SF, "EA": FS, "AA": SS, "EE": FF, "AE": SF}
#: What is read, worded to follow "expected".
ACCEPTS = "steps such as 12 or 12FS+30m, 14SS-1h (FS, SS, FF or SF, then the time between), split by commas"

_BETWEEN = re.compile(r"[,;\n]")
#: The kind follows a figure, a space or a sign, so that a step called CLASS is not SS of CLA.
_LINK = re.compile(
    r"(?P<ref>.*?\S)\s*(?:(?<![^\W\d_])(?P<kind>FS|SS|FF|SF|EA|AA|EE|AE)\s*(?P<lag>[+-].*)?)", re.IGNORECASE
)
_PLUS = re.compile(r"(?P<ref>.*?\S)\s*(?P<lag>\+\s*\d.*)")
_CALLED = re.compile(r"(?:step|task|activity|schritt|aufgabe|vorgang|nr\.?|no\.?|#)\s*(?=\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A task waits for another: `kind` says what for what, `lag` how many minutes later, or before when negative."""

    ref: str
    kind: str = FS
    lag: int = 0

    def __str__(self) -> str:
        if self.kind == FS and not self.lag:
            return self.ref
        kind = f" {self.kind}" if self.ref[-1:].isalpha() else self.kind
        return f"{self.ref}{kind}{_sign(self.lag)}"


def _sign(lag: int) -> str:
    return f"{'+' if lag > 0 else '-'}{written(abs(lag)).replace(' ', '')}" if lag else ""


def read_links(text: str) -> tuple[Link, ...]:
    """The links that a cell says, once each, in their order. Raises ValueError with what would be accepted."""
    parts = [part.strip() for part in _BETWEEN.split(text)]
    return tuple(dict.fromkeys(read_link(part) for part in parts if part))


def read_link(words: str) -> Link:
    """One link. Raises ValueError with what would be accepted."""
    found = _LINK.fullmatch(words) or _PLUS.fullmatch(words)
    if found is None:
        return Link(_ref(words))
    named = found.groupdict()
    kind = _KINDS[(named.get("kind") or FS).upper()]
    return Link(_ref(named["ref"]), kind, _lag(named.get("lag") or ""))


def _ref(words: str) -> str:
    ref = _CALLED.sub("", words.strip(), count=1)
    if len(ref) > 60:
        raise ValueError(ACCEPTS)
    return ref


def _lag(words: str) -> int:
    if not words.strip():
        return 0
    try:
        minutes = minutes_of(words[1:].strip())
    except ValueError:
        raise ValueError(ACCEPTS) from None
    return -minutes if words[0] == "-" else minutes
