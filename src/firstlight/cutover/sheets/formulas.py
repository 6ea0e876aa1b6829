"""Predecessors that were written as formulas: =A12 means the step in row 12."""

from __future__ import annotations

import re
from collections.abc import Mapping

from firstlight.contracts.tables import Cell
from firstlight.kernel.sheets import cell_text

_CELL = re.compile(r"=?\$?[A-Z]{1,3}\$?(\d{1,7})(?=$|\W|_|[A-Za-z]{2})")
_JOINED = re.compile(r"""\s*&\s*"([^"]*)"(\s*&\s*)?""")

Rows = list[tuple[int, dict[str, Cell], dict[str, str]]]


def follow_formulas(rows: Rows) -> Rows:
    """The rows with every formula in their predecessors replaced by the number of the step that it points to."""
    refs = {number: cell_text(cells.get("ref")).strip() for number, cells, _extras in rows}
    for _number, cells, _extras in rows:
        words = cell_text(cells.get("predecessors")).strip()
        if words.startswith("="):
            cells["predecessors"] = _followed(words, refs)
    return rows


def _followed(words: str, refs: Mapping[int, str]) -> str:
    """=A12&"FS, "&A14 as 110FS, 130. What points to no step is left as it is, and found as a link to nowhere."""
    plain = _JOINED.sub(r"\1", words.removeprefix("="))
    return _CELL.sub(lambda found: refs.get(int(found[1])) or found[0], plain)
