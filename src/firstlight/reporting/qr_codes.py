"""QR codes as one path of a drawing: no image, so a page needs no exception from its policy, and paper stays sharp."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import qrcode


@dataclass(frozen=True, slots=True)
class Picture:
    """A square of `size` units and the path of its dark fields."""

    size: int
    path: str


def picture_of(address: str) -> Picture:
    """The QR code of an address, with its quiet zone."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(address)
    rows = code.get_matrix()
    return Picture(len(rows), "".join(run for y, row in enumerate(rows) for run in _runs(row, y)))


def _runs(row: list[bool], y: int) -> Iterator[str]:
    x = 0
    for dark, fields in groupby(row):
        width = len(list(fields))
        if dark:
            yield f"M{x} {y}h{width}v1h-{width}z"
        x += width
