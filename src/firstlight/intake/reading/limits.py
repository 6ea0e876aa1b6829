"""How much a file from a stranger may ask for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused before it can hurt. Sizes are bytes; a "cell" is text in characters.

    Some figures need a word. `ratio` holds only above `ratio_from`: real workbooks unpack to four to eight times their
    size, but a small worksheet of one repeated row may well reach a hundred, and ten megabytes hurt nobody.
    `area` is rows times columns of a worksheet, and cells of the workbook: the reader keeps a dense grid, so two far
    corners of an otherwise empty worksheet would cost as much as a full one. `text` are the texts of all cells, where
    one text may stand in many. `walked` are cells of a worksheet that no known program wrote: they take ten times as
    long.
    """

    file_bytes: int = 20_000_000
    members: int = 2_000
    unpacked: int = 200_000_000
    ratio: int = 50
    ratio_from: int = 10_000_000
    control_bytes: int = 5_000_000
    worksheets: int = 200
    strings: int = 1_000_000
    walked: int = 1_000_000
    text: int = 100_000_000
    rows: int = 100_000
    columns: int = 200
    area: int = 4_000_000
    cell: int = 32_767
