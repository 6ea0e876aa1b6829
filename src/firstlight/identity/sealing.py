"""Secrets that are read again are sealed with the installation's key: a copied database is not enough."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from firstlight.kernel.errors import Conflict


def seal(secret: bytes) -> str:
    """The secret as text that only this installation can open."""
    return _box().encrypt(secret).decode("ascii")


def open_sealed(sealed: str) -> bytes:
    """The secret again. Raises Conflict when it was sealed with another key: a restore without the secret key."""
    try:
        return _box().decrypt(sealed.encode("ascii"))
    except InvalidToken as error:
        raise Conflict(
            "The secret of this authenticator app was sealed with another key of the installation. "
            "Use a recovery code, then add the app again."
        ) from error


def _box() -> Fernet:
    key = hashlib.sha256(b"firstlight.identity.sealing:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
