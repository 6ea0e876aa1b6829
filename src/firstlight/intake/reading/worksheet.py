"""What a worksheet holds, found out before anybody builds a grid of it.

Three things are not to be had from calamine. It allocates a dense grid from the first to the farthest filled cell, so
the extent has to be known before. It copies a shared text for every cell that shows it, so the sum has to be known
before. And it gives an empty text for a cell that holds an error, or a formula whose result was never stored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from firstlight.intake.reading.extents import (
    MOST_FAULTS,
    Extent,
    Fault,
    Texts,
    TooFar,
    error_at,
    is_within,
    position_of,
    too_much_text,
    unstored_at,
)
from firstlight.intake.reading.forms import NEAR_COLUMNS, NEAR_ROWS, Form, are_usual_texts, form_at
from firstlight.intake.reading.limits import Limits
from firstlight.intake.reading.walking import walked_extent, walked_texts

#: How a null character is written in a workbook.
_NULL = b"_x0000_"
_TAG, _ENTITY = re.compile(rb"<[^>]*>"), re.compile(rb"&[^;<]{1,10};")


def shared_texts(part: bytes, limits: Limits) -> Texts:
    """The sizes of the shared texts; with their markup, where that is quicker. Raises TooFar and Malformed."""
    if not are_usual_texts(part):
        sizes = walked_texts(part, limits)
        return Texts(sizes, _NULL in part or max(sizes, default=0) > limits.cell)
    texts = part.split(b"</si>")[:-1]
    if len(texts) > limits.strings:
        raise TooFar(f"the workbook holds more than {limits.strings:,} different texts; split the list.")
    sizes = list(map(len, texts))
    # Markup counts in these sizes, so the few long texts are looked at again.
    long = (text for text, size in zip(texts, sizes, strict=True) if size > limits.cell)
    return Texts(sizes, _NULL in part or any(_characters(text) > limits.cell for text in long))


def _characters(text: bytes) -> int:
    """At most so many characters: tags are taken off, and each entity is one."""
    return len(_ENTITY.sub(b".", _TAG.sub(b"", text)).decode("utf-8", "replace"))


def extent(part: bytes, texts: Texts, limits: Limits) -> Extent:
    """How far the worksheet reaches and which of its cells cannot be read. Raises TooFar and Malformed."""
    return _matched(part, texts, limits) or walked_extent(part, texts.sizes, limits)


def _matched(part: bytes, texts: Texts, limits: Limits) -> Extent | None:
    """The extent of a worksheet in the usual form; None when it has to be looked at cell by cell."""
    found = form_at(part)
    if not found:
        return None
    form, start = found
    rows, columns = NEAR_ROWS, NEAR_COLUMNS
    matched = form.plain.match(part, start) if is_within(rows, columns, limits) else None
    plain = matched is not None
    if matched is None:
        matched = form.anywhere.match(part, start)
        if matched is None:
            return None
        places = form.place.findall(part, start, matched.end())
        rows = max((int(row) for row in {row for _, row in places}), default=0)
        columns = max((position_of(letters.decode()) + 1 for letters in {letters for letters, _ in places}), default=0)
        if not is_within(rows, columns, limits):
            return None  # formats alone may reach so far, and they do not count
    end = matched.end()
    cells = part.count(form.cell, start, end)
    if cells > limits.area:
        raise TooFar(f"it has {cells:,} cells; at most {limits.area:,} are accepted.")  # some of them more than once
    text = cells * max(texts.sizes, default=0)
    if text > limits.text:
        counts = Counter(form.index.findall(part, start, end))
        text = sum(texts.sizes[int(index)] * count for index, count in counts.items() if int(index) < len(texts.sizes))
        if text > limits.text:
            raise TooFar(too_much_text(limits))
    doubtful = texts.doubtful or _has_gap(part, limits.cell) or _NULL in part
    faults = () if plain else tuple(islice(_faults(part, form, start, end), MOST_FAULTS))
    return Extent(rows, columns, cells, text, doubtful, faults)


def _faults(part: bytes, form: Form, start: int, end: int) -> Iterator[Fault]:
    if b' t="e"' in part:
        for found in form.error.finditer(part, start, end):
            yield error_at(int(found[2]), position_of(found[1].decode()), (found[4] or b"").decode("utf-8", "replace"))
    if form.formula in part:
        for found in form.unstored.finditer(part, start, end):
            words = (found[3] or b"").decode("utf-8", "replace")
            yield unstored_at(int(found[2]), position_of(found[1].decode()), words)


def _has_gap(part: bytes, size: int) -> bool:
    """Whether more than `size` bytes may stand between two tags: then there is a stretch of a quarter without one."""
    step = max(size // 4, 1)
    return any(part.find(b"<", start, start + step) < 0 for start in range(0, len(part) - step, step))
