"""Walking through a worksheet in a form that nobody expected, element by element, with an XML parser.

It finds out the same as `forms` do, ten times slower, of anything that is well-formed. Prefixes of names do not matter
to it, as they do not to the reader that comes after it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.parsers import expat

from firstlight.intake.reading.extents import (
    MOST_FAULTS,
    Extent,
    Fault,
    TooFar,
    error_at,
    position_of,
    refuse_beyond,
    too_much_text,
    unstored_at,
)
from firstlight.intake.reading.limits import Limits

_ROW = re.compile("[0-9]{1,7}")
_REFERENCE = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")
#: So much of a value or a formula is kept: enough for an index, and for a person to know the cell again.
_SHOWN = 100
_SHARED = re.compile(r"\s*\+?0*([0-9]{1,9})\s*")


class Malformed(Exception):
    """A part that is no well-formed XML."""


def walked_texts(part: bytes, limits: Limits) -> list[int]:
    """The size of each shared text in bytes. Raises TooFar and Malformed."""
    walk = _TextWalk(limits)
    _parse(part, walk)
    return walk.sizes


def walked_extent(part: bytes, sizes: Sequence[int], limits: Limits) -> Extent:
    """How far the worksheet reaches and which of its cells cannot be read. Raises TooFar and Malformed."""
    walk = _CellWalk(sizes, limits)
    _parse(part, walk)
    return Extent(walk.rows, walk.columns, walk.cells, walk.text, True, tuple(walk.faults))


def _parse(part: bytes, walk: _Walk) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.words
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise Malformed from None


def _refuse_doctype(*_: object) -> None:
    raise Malformed


class _Walk:
    """What an XML parser calls."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.seen = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def words(self, words: str) -> None:
        """Text within an element."""

    def count(self, what: str) -> None:
        """One more. Raises TooFar when it is one too many."""
        self.seen += 1
        if self.seen > self.limits.walked:
            raise TooFar(
                f"it is written in an unusual way and has more than {self.limits.walked:,} {what}; "
                "open it in Excel and save it as .xlsx."
            )


class _TextWalk(_Walk):
    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.sizes: list[int] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            self.count("texts")
            self.sizes.append(0)

    def words(self, words: str) -> None:
        if self.sizes:
            self.sizes[-1] += len(words.encode())


class _CellWalk(_Walk):
    def __init__(self, sizes: Sequence[int], limits: Limits) -> None:
        super().__init__(limits)
        self.sizes = sizes
        self.at_row = self.at_column = self.rows = self.columns = self.cells = self.text = 0
        self.faults: list[Fault] = []
        self._begin({})

    def _begin(self, attributes: Mapping[str, str]) -> None:
        self.attributes = attributes
        self.inside = ""
        self.found = {"v": "", "f": ""}
        self.has: set[str] = set()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self.count("cells")
            self._begin(attributes)
        elif name == "row":
            number = attributes.get("r", "")
            if number and not _ROW.fullmatch(number):
                raise TooFar(f"it has a row “{number[:20]}”, which is no row of a worksheet.")
            self.at_row = int(number) - 1 if number else self.at_row
        elif name in ("v", "f", "is"):
            self.inside = name
            self.has.add(name)

    def words(self, words: str) -> None:
        if self.inside in self.found and len(self.found[self.inside]) < _SHOWN:
            self.found[self.inside] += words

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._cell()
        elif name == "row":
            self.at_row, self.at_column = self.at_row + 1, 0
        elif name == self.inside:
            self.inside = ""

    def _cell(self) -> None:
        row = self._place(self.attributes.get("r"))
        column, self.at_column = self.at_column, self.at_column + 1
        kind, value = self.attributes.get("t", "n"), self.found["v"]
        if kind == "e":
            self._fault(error_at(row + 1, column, value))
        elif "f" in self.has and not value and kind != "str":
            self._fault(unstored_at(row + 1, column, self.found["f"]))
        elif value or "is" in self.has:
            self._reach(row, column)
            if kind == "s":
                self._shared(value)

    def _shared(self, value: str) -> None:
        index = _SHARED.fullmatch(value)
        if not index:
            raise Malformed
        self.text += self.sizes[int(index[1])] if int(index[1]) < len(self.sizes) else 0
        if self.text > self.limits.text:
            raise TooFar(too_much_text(self.limits))

    def _place(self, name: str | None) -> int:
        if not name:
            return self.at_row
        place = _REFERENCE.fullmatch(name)
        if not place:
            raise TooFar(f"it has a cell at “{name[:20]}”, which is no place on a worksheet.")
        self.at_column = position_of(place[1])
        return int(place[2]) - 1

    def _reach(self, row: int, column: int) -> None:
        self.cells += 1
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        refuse_beyond(self.rows, self.columns, self.limits)

    def _fault(self, fault: Fault) -> None:
        self._reach(fault.row - 1, fault.column)
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)
