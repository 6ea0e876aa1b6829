"""What an authenticator app reads: a picture drawn as one path, and the secret in words that can be typed."""

from __future__ import annotations

import base64

from firstlight.reporting.qr_codes import Picture as Picture
from firstlight.reporting.qr_codes import picture_of as picture_of


def spoken_secret(secret: bytes) -> str:
    """The secret in groups of four, for those who cannot scan."""
    plain = base64.b32encode(secret).decode("ascii")
    return " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))
