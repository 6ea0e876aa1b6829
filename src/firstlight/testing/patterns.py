"""Finding which case a test carries out by patterns such as `orders.*.test_price_*`.

Thousands of patterns meet tens of thousands of names, so a name is tried only against the patterns whose rarest
piece of plain text it contains. Pure: no database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate

#: Letters of a pattern's plain text by which it is looked up.
_PIECE = 3


class PatternFinder:
    """Looks names up in patterns: `*` is any text, `?` one letter, `[ab]` one of these. Case does not matter."""

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        self.by_piece: dict[str, list[tuple[str, str]]] = {}
        self.always: list[tuple[str, str]] = []
        self.forms: dict[str, re.Pattern[str]] = {}
        for pattern, ref in patterns:
            plain = pattern.casefold()
            entry = (plain, ref)
            longest = max(re.split(r"\[.*?\]|[*?]", plain), key=len)
            if len(longest) < _PIECE:
                self.always.append(entry)
            else:
                # The end of the text, because beginnings such as "tests." are what all names share.
                self.by_piece.setdefault(longest[-_PIECE:], []).append(entry)

    def find(self, name: str, suite: str) -> str | None:
        """The ref whose pattern fits `suite.name` or `name` best: the longest pattern, then the lowest ref."""
        if not self.by_piece and not self.always:
            return None
        short = name.casefold()
        whole = f"{suite.casefold()}.{short}" if suite else short
        pieces = {whole[place : place + _PIECE] for place in range(len(whole) - _PIECE + 1)}
        entries = [*self.always, *(entry for piece in pieces & self.by_piece.keys() for entry in self.by_piece[piece])]
        fitting = [(-len(plain), ref) for plain, ref in entries if self._fits(plain, whole) or self._fits(plain, short)]
        return min(fitting)[1] if fitting else None

    def _fits(self, plain: str, words: str) -> bool:
        """Forms are made when they are first needed: most of thousands never are."""
        form = self.forms.get(plain)
        if form is None:
            form = self.forms[plain] = re.compile(translate(plain))
        return form.match(words) is not None
