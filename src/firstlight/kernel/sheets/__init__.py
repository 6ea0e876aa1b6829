"""Lists as sheets: what columns a list has, what makes a row the same row, and how rows are stored.

A layer describes its lists in its `sheets.py`; `intake` reads, compares, previews and applies files by these
descriptions and writes them back out. Nothing here opens a file.
"""

from firstlight.kernel.sheets.columns import Column, cell_text, choice, day, flag, instant, integer, names, number, text
from firstlight.kernel.sheets.sheet import (
    Dialect,
    Identity,
    Origin,
    OtherFile,
    OwnRows,
    Row,
    RowChange,
    Sheet,
    SheetAction,
    Translated,
    identity_text,
    parts_of,
    register_sheet,
    sheets,
)
from firstlight.kernel.sheets.store import ModelStore, Reference

__all__ = [
    "Column",
    "Dialect",
    "Identity",
    "ModelStore",
    "Origin",
    "OtherFile",
    "OwnRows",
    "Reference",
    "Row",
    "RowChange",
    "Sheet",
    "SheetAction",
    "Translated",
    "cell_text",
    "choice",
    "day",
    "flag",
    "identity_text",
    "instant",
    "integer",
    "names",
    "number",
    "parts_of",
    "register_sheet",
    "sheets",
    "text",
]
