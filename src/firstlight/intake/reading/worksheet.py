"""What a worksheet holds, found out before anybody builds a grid of it.

Three things are not to be had from calamine. It allocates a dense grid from the first to the farthest filled cell, so
the extent has to be known before. It copies a shared text for every cell that shows it, so the sum has to be known
before. And it gives an empty text for a cell that holds an error, or a formula whose result was never stored.

Worksheets as Excel, LibreOffice, openpyxl and XlsxWriter write them are judged by counting byte patterns. Whatever
those patterns do not account for, to the last cell, is walked through with an XML parser, ten times slower.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from firstlight.intake.reading.limits import Limits

_ODD_CELL = re.compile(rb'<c(?:[\t\r\n/>]| (?!r="))')
_PREFIXED = re.compile(rb"<[\w.-]+:(?:c|v|si)[\s/>]")
_PLACE = re.compile(rb'<c r="([A-Za-z]{1,3})(\d{1,7})"')
#: A cell beyond column GR (the 200th) or below row 19,999.
_FAR = re.compile(rb' r="(?:[A-Za-z]{3,}|[Gg][S-Zs-z]|[H-Zh-z][A-Za-z])\d| r="[A-Za-z]*(?:[2-9]\d{4}|\d{6})')
_NEAR_COLUMNS, _NEAR_ROWS = 200, 19_999
_INDEX = re.compile(rb"<v>\+?0*(\d{1,9})</v>")
_ODD_VALUE = re.compile(rb"<v>[^<&]*(?:&|<(?!/v>))")
_ROW = re.compile("[0-9]{1,7}")
_REFERENCE = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")
_SHARED = re.compile(r"\s*\+?0*([0-9]{1,9})\s*")
_TAG, _ENTITY = re.compile(rb"<[^>]*>"), re.compile(rb"&[^;<]{1,10};")
_INLINE = re.compile(rb"<is>\s*<t(?:\s[^>]*)?>[^<]*</t>\s*</is>")
_UNSTORED = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:</c>|<v\s*/>|<v></v>)")

_UNCALCULATED = (
    "the result of this formula is not stored in the file; open it in Excel, save it, and give it again, "
    "or type the value"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds an error or nothing where a value should be. `row` counts from 1, `column` from 0."""

    row: int
    column: int
    sentence: str
    value: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a worksheet reaches at most: its last filled row and column, counted from 1, and its cells.

    `text` bounds the bytes of shared texts over all cells. `long_text` says that a single text may pass the limit.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    text: int = 0
    long_text: bool = False
    faults: tuple[Fault, ...] = ()


class TooFar(Exception):
    """A worksheet that passes a limit; the argument is the sentence."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The shared texts of a workbook: the size of each in bytes, and the length of the longest in characters."""

    sizes: Sequence[int] = ()
    longest: int = 0


def shared_texts(part: bytes, limits: Limits) -> Texts:
    """The sizes of the shared texts; with their markup, where that is quicker. Raises TooFar."""
    count = part.count(b"</si>")
    if max(count, part.count(b"<si"), part.count(b":si")) >= limits.strings:
        raise TooFar(f"it holds a million or more different texts; fewer than {limits.strings:,} are accepted.")
    if count == part.count(b"<si>") == part.count(b"<si") and not _prefixed(part, b":si"):
        texts = part.split(b"</si>")[:-1]
        sizes = list(map(len, texts))
        longest = max(sizes, default=0)
        if longest > limits.cell:  # markup counts here, so the few long ones are looked at again
            longest = max(_characters(text) for text, size in zip(texts, sizes, strict=True) if size > limits.cell)
        return Texts(sizes, longest)
    sizes = []
    for _, element in _elements(part, "si"):
        sizes.append(sum(len(words.encode()) for words in element.itertext()))
        _forget(element)
    return Texts(sizes, max(sizes, default=0))


def _characters(text: bytes) -> int:
    """At most so many characters: tags are taken off, and each entity is one."""
    return len(_ENTITY.sub(b".", _TAG.sub(b"", text)).decode("utf-8", "replace"))


def _prefixed(part: bytes, *signs: bytes) -> bool:
    return any(sign in part for sign in signs) and _PREFIXED.search(part) is not None


def extent(part: bytes, texts: Texts, limits: Limits) -> Extent:
    """How far the worksheet reaches and which of its cells cannot be read. Raises TooFar and XMLSyntaxError."""
    odd = _ODD_CELL.search(part) or _prefixed(part, b":c", b":v")
    if odd or b't="e"' in part or b"t='e'" in part or (b"<f" in part and _UNSTORED.search(part)):
        return _walked(part, texts, limits)
    return _counted(part, texts, limits) or _walked(part, texts, limits)


def _counted(part: bytes, texts: Texts, limits: Limits) -> Extent | None:
    """The extent of a plainly written worksheet; None when it has to be looked at cell by cell."""
    rows, columns, cells = _NEAR_ROWS, _NEAR_COLUMNS, part.count(b'<c r="')
    if _FAR.search(part) or not fits(rows, columns, limits):
        places = _PLACE.findall(part)
        rows = max((int(row) for row in {row for _, row in places}), default=0)
        columns = max((_position(letters.decode()) + 1 for letters in {letters for letters, _ in places}), default=0)
        if len(places) != cells or not fits(rows, columns, limits):
            return None  # formats alone may reach so far, and they do not count
    if cells > limits.area:
        return None
    text = cells * max(texts.sizes, default=0)
    if text > limits.text:
        found = _shared_text(part, texts.sizes)
        if found is None:
            return None
        text = found
    inline = part.count(b"<is")
    several = inline and inline != len(_INLINE.findall(part))
    long_text = texts.longest > limits.cell or several or b"<!" in part or _has_gap(part, limits.cell)
    return Extent(rows, columns, cells, text, bool(long_text) or b"_x0000_" in part)


def _shared_text(part: bytes, sizes: Sequence[int]) -> int | None:
    """An upper bound: numbers that could be an index of a shared text are taken for one. None: cannot be told."""
    values = part.count(b"<v>")
    if values != part.count(b"<v") or _ODD_VALUE.search(part):
        return None
    counts = Counter(_INDEX.findall(part))
    return sum(sizes[int(index)] * count for index, count in counts.items() if int(index) < len(sizes))


def _has_gap(part: bytes, size: int) -> bool:
    """Whether more than `size` bytes may stand between two tags: then a whole quarter of that does, on its grid."""
    step = max(size // 4, 1)
    return any(part.find(b"<", start, start + step) < 0 for start in range(0, len(part) - step, step))


def _walked(part: bytes, texts: Texts, limits: Limits) -> Extent:
    """The same for any well-formed worksheet, cell by cell."""
    walk = _Walk(texts.sizes, limits)
    for event, element in _elements(part, "row", "c"):
        if element.tag.endswith("}row") or element.tag == "row":
            walk.row(event, element)
        elif event == "end":
            walk.cell(element)
        if event == "end":
            _forget(element)
    return Extent(walk.rows, walk.columns, walk.cells, walk.text, True, tuple(walk.faults))


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
        if event == "start":
            number = element.get("r", "")
            if number and not _ROW.fullmatch(number):
                raise TooFar(f"it has a row “{number[:20]}”, which is no row of a worksheet.")
            self.at_row = int(number) - 1 if number else self.at_row
        else:
            self.at_row, self.at_column = self.at_row + 1, 0

    def cell(self, element: etree._Element) -> None:
        self.seen += 1
        if self.seen > self.limits.area:
            raise TooFar(f"it has more than {self.limits.area:,} cells; split the list, or clear the formats around it.")
        row = self._place(element.get("r"))
        column, self.at_column = self.at_column, self.at_column + 1
        kind = element.get("t", "n")
        children = {etree.QName(child).localname: child for child in element if isinstance(child.tag, str)}
        value = (children["v"].text or "") if "v" in children else ""
        if kind == "e":
            self._fault(row, column, "this is the error of a formula; correct it or type the value", value)
        elif "f" in children and not value and kind != "str":
            self._fault(row, column, _UNCALCULATED, "=" + (children["f"].text or ""))
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
        self.at_column = _position(place[1])
        return int(place[2]) - 1

    def _reach(self, row: int, column: int) -> None:
        self.cells += 1
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        if not fits(self.rows, self.columns, self.limits):
            raise TooFar(_too_far(self.rows, self.columns, self.limits))

    def _fault(self, row: int, column: int, sentence: str, value: str) -> None:
        self._reach(row, column)
        self.faults.append(Fault(row + 1, column, sentence + ".", value[:100]))


def fits(rows: int, columns: int, limits: Limits) -> bool:
    """Whether a worksheet of that extent is read."""
    # Titles above the header and blank rows do no harm; the rows of the list itself are counted later.
    return rows <= limits.rows + 1_000 and columns <= limits.columns and rows * columns <= limits.area


def _too_far(rows: int, columns: int, limits: Limits) -> str:
    if rows > limits.rows + 1_000:
        return f"it reaches down to row {rows:,}; at most {limits.rows:,} rows are accepted."
    if columns > limits.columns:
        return f"it reaches to column {columns:,}; at most {limits.columns} columns are accepted."
    return (
        f"it reaches over {rows:,} rows and {columns} columns; at most {limits.area:,} cells are accepted, "
        "so clear what stands far from the list, or split it."
    )


def _position(letters: str) -> int:
    position = 0
    for letter in letters.upper():
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


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
        )
    )


def _forget(element: etree._Element) -> None:
    """Free an element that was read, and those before it: a million cells must not stand in memory at once."""
    element.clear()
    parent, before = element.getparent(), element.getprevious()
    if parent is not None and before is not None:
        parent.remove(before)
