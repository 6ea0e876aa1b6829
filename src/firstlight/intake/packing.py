"""A table that took long to read, kept small beside the bytes that it was read from."""

from __future__ import annotations

import json
import zlib
from typing import Any

from firstlight.contracts.tables import Table, TableRow


def packed(table: Table) -> bytes:
    """The table as bytes. Its cells are text, numbers, yes, no or nothing, as those of files that are no lists are."""
    rows = [[row.number, *row.cells] for row in table.rows]
    facts = {"file": table.file, "sheet": table.sheet, "header": table.header, "notes": table.notes, "rows": rows}
    return zlib.compress(json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode(), 3)


def unpacked(data: bytes) -> Table:
    """The table again."""
    facts: dict[str, Any] = json.loads(zlib.decompress(data))
    rows = tuple(TableRow(number, tuple(cells)) for number, *cells in facts["rows"])
    return Table(facts["file"], facts["sheet"], tuple(facts["header"]), rows, notes=tuple(facts["notes"]))
