"""Rows that are not in a file yet: a tenth of what they would take in its tree, written when all of them are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

#: What a parser would read as something else.
_SIGNS = {"\r": "&#13;"}


class Fresh:
    """A row with its fields by name, and with rows of its own such as links. `usual` is what such rows say anyway.

    `places` has the order in which its fields are written; without it, they stand as they came.
    """

    __slots__ = ("fields", "name", "places", "rows", "usual")

    def __init__(self, name: str, usual: Mapping[str, str], places: Mapping[str, int] | None = None) -> None:
        self.name, self.usual, self.places = name, usual, places
        self.fields: dict[str, str] = {}
        self.rows: list[Fresh] = []

    def words(self, name: str) -> str:
        """The text of a field, "" where it has none."""
        return self.fields.get(name, self.usual.get(name, ""))

    def all(self, name: str) -> list[Fresh]:
        """The rows within it of that name."""
        return [one for one in self.rows if one.name == name]

    def nodes(self) -> list[str | Fresh]:
        """Names of its fields that say something, and rows within it, in their order."""
        names = [name for name in self.usual if name not in self.fields]
        names += [name for name, words in self.fields.items() if words]
        if not (places := self.places):
            return [*names, *self.rows]
        placed: list[tuple[int, int, str | Fresh]] = [(places[name], 0, name) for name in names]
        placed += [(places[one.name], at, one) for at, one in enumerate(self.rows)]
        placed.sort(key=lambda one: one[:2])
        return [one for _place, _at, one in placed]

    def written(self) -> Iterator[str]:
        """The row as XML without a namespace of its own."""
        yield f"<{self.name}>"
        for one in self.nodes():
            if isinstance(one, Fresh):
                yield from one.written()
            else:
                yield f"<{one}>{escape(self.words(one), _SIGNS)}</{one}>"
        yield f"</{self.name}>"
