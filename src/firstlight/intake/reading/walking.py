"""Walking through a worksheet in a form that nobody expected, cell by cell, with an XML parser.

It finds out the same as `forms` do, ten times slower, of anything that is well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from firstlight.intake.reading.extents import Extent, Fault, TooFar, error_at, position_of, refuse_beyond, unstored_at
from firstlight.intake.reading.limits import Limits

_ROW = re.compile("[0-9]{1,7}")
_REFERENCE = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")
_SHARED = re.compile(r"\s*\+?0*([0-9]{1,9})\s*")


def walked_texts(part: bytes, limits: Limits) -> list[int]:
    """The size of each shared text in bytes. Raises TooFar and XMLSyntaxError."""
    sizes = []
    for _, element in _elements(part, "si"):
        sizes.append(sum(len(str(words).encode()) for words in element.itertext()))
        _forget(element)
        if len(sizes) > limits.walked:
            raise TooFar(_unusual(limits, "texts"))
    return sizes


def walked_extent(part: bytes, sizes: Sequence[int], limits: Limits) -> Extent:
    """How far the worksheet reaches and which of its cells cannot be read. Raises TooFar and XMLSyntaxError."""
    walk = _Walk(sizes, limits)
    for event, element in _elements(part, "row", "c"):
        if etree.QName(element).localname == "row":
            walk.row(event, element)
        elif event == "end":
            walk.cell(element)
        if event == "end":
            _forget(element)
    return Extent(walk.rows, walk.columns, walk.cells, walk.text, True, tuple(walk.faults))


def _unusual(limits: Limits, what: str) -> str:
    return (
        f"it is written in an unusual way and has more than {limits.walked:,} {what}; "
        "open it in Excel and save it as .xlsx."
    )


@dataclass(slots=True)
class _Walk:
    sizes: Sequence[int]
    limits: Limits
    seen: int = 0
    at_row: int = 0
    at_column: int = 0
    rows: int = 0
    columns: int = 0
    cells: int = 0
    text: int = 0
    faults: list[Fault] = field(default_factory=list)

    def row(self, event: str, element: etree._Element) -> None:
        """Follow the number of the row; without one it is the next."""
        if event == "start":
            number = element.get("r", "")
            if number and not _ROW.fullmatch(number):
                raise TooFar(f"it has a row “{number[:20]}”, which is no row of a worksheet.")
            self.at_row = int(number) - 1 if number else self.at_row
        else:
            self.at_row, self.at_column = self.at_row + 1, 0

    def cell(self, element: etree._Element) -> None:
        """Note how far a filled cell reaches, what it repeats, or what is wrong with it."""
        self.seen += 1
        if self.seen > self.limits.walked:
            raise TooFar(_unusual(self.limits, "cells"))
        row = self._place(element.get("r"))
        column, self.at_column = self.at_column, self.at_column + 1
        kind = element.get("t", "n")
        children = {etree.QName(child).localname: child for child in element}
        value = (children["v"].text or "") if "v" in children else ""
        if kind == "e":
            self._fault(error_at(row + 1, column, value))
        elif "f" in children and not value and kind != "str":
            self._fault(unstored_at(row + 1, column, children["f"].text or ""))
        elif value or "is" in children:
            self._reach(row, column)
            shared = _SHARED.fullmatch(value) if kind == "s" else None
            if shared and int(shared[1]) < len(self.sizes):
                self.text += self.sizes[int(shared[1])]

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
        self.faults.append(fault)


def _elements(part: bytes, *names: str) -> Iterator[tuple[str, etree._Element]]:
    return iter(
        etree.iterparse(
            BytesIO(part),
            events=("start", "end") if "row" in names else ("end",),
            tag=[f"{{*}}{name}" for name in names],
            no_network=True,
            load_dtd=False,
            resolve_entities=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
    )


def _forget(element: etree._Element) -> None:
    """Free an element that was read, and those before it: a million cells must not stand in memory at once."""
    element.clear()
    parent, before = element.getparent(), element.getprevious()
    if parent is not None and before is not None:
        parent.remove(before)
