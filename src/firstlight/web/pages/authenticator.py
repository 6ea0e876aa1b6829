"""What an authenticator app reads: a picture drawn as one path, and the secret in words that can be typed."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import qrcode


@dataclass(frozen=True, slots=True)
class Picture:
    """A square of `size` units and the path of its dark fields."""

    size: int
    path: str


def picture_of(address: str) -> Picture:
    """The QR code of an address, with its quiet zone. A path needs no image and no exception from the policy."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(address)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return Picture(len(rows), path)


def spoken_secret(secret: bytes) -> str:
    """The secret in groups of four, for those who cannot scan."""
    plain = base64.b32encode(secret).decode("ascii")
    return " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))
