"""Reading files from strangers. Whatever the bytes are, the outcome is tables or one `Unreadable` with a sentence."""

from __future__ import annotations

from firstlight.contracts.tables import Problem, Table, Unreadable
from firstlight.intake.reading.delimited import read_delimited
from firstlight.intake.reading.limits import Limits
from firstlight.intake.reading.workbook import read_workbook

__all__ = ["READABLE", "Limits", "read_tables"]

_READERS = {
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": read_delimited,
}

#: Suffixes of the files that `read_tables` takes.
READABLE = frozenset(_READERS)

_OTHER_SPREADSHEETS = {
    ".xls": "an old Excel workbook",
    ".xlsb": "a binary Excel workbook",
    ".xltx": "an Excel template",
    ".xltm": "an Excel template",
    ".ods": "an OpenDocument spreadsheet",
    ".numbers": "a Numbers document",
    ".gsheet": "a link to a Google sheet",
}


def read_tables(data: bytes, file: str, *, limits: Limits | None = None) -> tuple[Table, ...]:
    """Every worksheet of a workbook, or the one table of a CSV file.

    `file` is the name that refusals show and whose suffix says what the bytes should be. Worksheets that are not
    data (hidden or empty ones) come without rows and with the reason in `Table.aside`. Formulas are never run: the
    results stored in the file are read, and a formula without one is a problem of its table.

    Raises Unreadable when the bytes are not such a file, are damaged, or pass one of the limits.
    """
    limits = limits or Limits()
    suffix = "." + file.rpartition(".")[2].lower() if "." in file else ""
    if suffix not in _READERS:
        kind = _OTHER_SPREADSHEETS.get(suffix)
        what = f"this is {kind}; save it as .xlsx" if kind else "this kind of file is not read as a list"
        raise Unreadable(Problem(file, f"{what}. Accepted are .xlsx, .xlsm, .csv, .tsv and .txt."))
    if len(data) > limits.file_bytes:
        size, most = len(data) / 1_000_000, limits.file_bytes / 1_000_000
        raise Unreadable(Problem(file, f"the file has {size:.1f} MB; at most {most:.0f} MB are accepted."))
    if not data.strip():
        raise Unreadable(Problem(file, "the file is empty; a header and rows below it are expected."))
    return _READERS[suffix](data, file, limits)
