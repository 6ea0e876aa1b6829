"""What a worksheet holds, found out before anybody builds a grid of it.

Three things are not to be had from calamine. It allocates a dense grid from the first to the farthest filled cell, so
the extent has to be known before. It copies a shared text for every cell that shows it, so the sum has to be known
before. And it gives an empty text for a cell that holds an error, or a formula whose result was never stored.

A worksheet in exactly the form that Excel, LibreOffice, openpyxl and XlsxWriter write, without such cells, is accepted
by one regular expression that must match all of it, to the last byte; that takes a fifth of calamine's own time.
Every other one is walked through with an XML parser, which takes the same time again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from firstlight.intake.reading.limits import Limits


def _form(place: bytes) -> re.Pattern[bytes]:
    """The rows of a worksheet whose cells all have an address like `place`, and a value that can be taken as it is.

    All quantifiers are possessive: nothing is ever tried twice, so the time is proportional to the size.
    """
    attributes = rb'(?: [\w:]++="[^"<>]*+")*+'
    formula = b"<f" + attributes + rb"(?:/>|>[^<]*+</f>)"
    inline = rb' t="inlineStr"><is><t(?: xml:space="preserve")?+>[^<]*+</t></is></c>'
    shared = rb' t="s"><v>\d++</v></c>'
    value = rb'(?: t="(?:n|b|str|d)")?+>(?:' + formula + rb")?+<v>[^<]++</v></c>"
    cell = rb'<c r="' + place + rb'"(?: s="\d++")?+(?:/>|></c>|' + shared + b"|" + value + b"|" + inline + b")"
    row = b"<row" + attributes + rb"(?:/>|>(?:\s*+" + cell + rb")*+\s*+</row>)"
    return re.compile(rb"<sheetData>(?:\s*+" + row + rb")*+\s*+</sheetData>")


#: Columns A to GR (the 200th), rows to 19,999: what fits every default limit without looking at single cells.
_NEAR = _form(rb"(?:[A-F]?[A-Z]|G[A-R])1?\d{1,4}")
_NEAR_COLUMNS, _NEAR_ROWS = 200, 19_999
_ANYWHERE = _form(rb"[A-Z]{1,3}+\d{1,7}+")
_PLACE = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_INDEX = re.compile(rb"<v>0*(\d{1,9})</v>")
_TEXTS = re.compile(
    rb"(?:\xef\xbb\xbf)?+(?:<\?xml[^<>]*+>)?+\s*+<sst(?:\s[^<>]*+)?+>\s*+"
    rb"(?:<si>(?:<(?!/?si[\s/>])/?\w++(?:\s[^<>]*+)?+>[^<]*+)*+</si>\s*+)*+</sst>\s*+"
)
_TAG, _ENTITY = re.compile(rb"<[^>]*>"), re.compile(rb"&[^;<]{1,10};")

_ROW = re.compile("[0-9]{1,7}")
_REFERENCE = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")
_SHARED = re.compile(r"\s*\+?0*([0-9]{1,9})\s*")
#: How a null character is written in a workbook.
_NULL = b"_x0000_"

#: One of them is enough to refuse the list; a person corrects a few dozen at a time.
_MOST_FAULTS = 1_000
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

    `text` bounds the bytes of shared texts over all cells. `doubtful` says that a text may be too long, or hold a null
    character: then every cell has to be looked at once it is read.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    text: int = 0
    doubtful: bool = False
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Texts:
    """The shared texts of a workbook: the size of each in bytes, and whether one of them is `doubtful`."""

    sizes: Sequence[int] = ()
    doubtful: bool = False


class TooFar(Exception):
    """A worksheet that passes a limit; the argument is the sentence."""


def shared_texts(part: bytes, limits: Limits) -> Texts:
    """The sizes of the shared texts; with their markup, where that is quicker. Raises TooFar and XMLSyntaxError."""
    if not _TEXTS.fullmatch(part):
        return _walked_texts(part, limits)
    texts = part.split(b"</si>")[:-1]
    if len(texts) >= limits.strings:
        raise TooFar(_too_many(limits))
    sizes = list(map(len, texts))
    # Markup counts in these sizes, so the few long texts are looked at again.
    long = (text for text, size in zip(texts, sizes, strict=True) if size > limits.cell)
    return Texts(sizes, _NULL in part or any(_characters(text) > limits.cell for text in long))


def _walked_texts(part: bytes, limits: Limits) -> Texts:
    sizes = []
    for _, element in _elements(part, "si"):
        sizes.append(sum(len(str(words).encode()) for words in element.itertext()))
        _forget(element)
        if len(sizes) >= limits.strings:
            raise TooFar(_too_many(limits))
    return Texts(sizes, _NULL in part or max(sizes, default=0) > limits.cell)


def _too_many(limits: Limits) -> str:
    return f"the workbook holds {limits.strings:,} different texts or more; split the list."


def _characters(text: bytes) -> int:
    """At most so many characters: tags are taken off, and each entity is one."""
    return len(_ENTITY.sub(b".", _TAG.sub(b"", text)).decode("utf-8", "replace"))


def extent(part: bytes, texts: Texts, limits: Limits) -> Extent:
    """How far the worksheet reaches and which of its cells cannot be read. Raises TooFar and XMLSyntaxError."""
    return _matched(part, texts, limits) or _walked(part, texts, limits)


def _matched(part: bytes, texts: Texts, limits: Limits) -> Extent | None:
    """The extent of a worksheet in the usual form; None when it has to be looked at cell by cell."""
    start = part.find(b"<sheetData>")
    # Whoever reads it takes the first element of that name, whatever its prefix, and not one in a comment.
    if start < 0 or b"sheetData" in part[:start] or b"<!" in part[:start]:
        return None
    rows, columns = _NEAR_ROWS, _NEAR_COLUMNS
    form = _NEAR.match(part, start) if _fits(rows, columns, limits) else None
    if form is None:
        form = _ANYWHERE.match(part, start)
        if form is None:
            return None
        places = _PLACE.findall(part, start, form.end())
        rows = max((int(row) for row in {row for _, row in places}), default=0)
        columns = max((_position(letters.decode()) + 1 for letters in {letters for letters, _ in places}), default=0)
        if not _fits(rows, columns, limits):
            return None  # formats alone may reach so far, and they do not count
    cells = part.count(b'<c r="', start, form.end())
    text = cells * max(texts.sizes, default=0)
    if text > limits.text:
        # Numbers that could be the index of a shared text are taken for one: the sum is an upper bound.
        counts = Counter(_INDEX.findall(part, start, form.end()))
        text = sum(texts.sizes[int(index)] * count for index, count in counts.items() if int(index) < len(texts.sizes))
    doubtful = texts.doubtful or _has_gap(part, limits.cell) or _NULL in part
    return Extent(rows, columns, cells, text, doubtful) if cells <= limits.area else None


def _has_gap(part: bytes, size: int) -> bool:
    """Whether more than `size` bytes may stand between two tags: then there is a stretch of a quarter without one."""
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
            raise TooFar(
                f"it has more than {self.limits.area:,} cells; split the list, or clear the formats around it."
            )
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
        if not _fits(self.rows, self.columns, self.limits):
            raise TooFar(_too_far(self.rows, self.columns, self.limits))

    def _fault(self, row: int, column: int, sentence: str, value: str) -> None:
        self._reach(row, column)
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(row + 1, column, sentence + ".", value[:100]))


def _fits(rows: int, columns: int, limits: Limits) -> bool:
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
