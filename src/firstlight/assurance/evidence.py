"""Where evidence files lie: by the SHA-256 of their bytes, so that a file cannot change under its name."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from firstlight.kernel.errors import Invalid

#: Larger files belong where they are, linked from an attestation.
MOST_BYTES = 25 * 1024 * 1024


def digest_of(data: bytes) -> str:
    """The name of a file in the store."""
    return hashlib.sha256(data).hexdigest()


def path_of(digest: str) -> Path:
    """Where the content of that digest lies."""
    if len(digest) != 64 or not all(letter in "0123456789abcdef" for letter in digest):
        raise Invalid("That is not the digest of a file.")
    return Path(settings.DATA_FOLDER) / "evidence" / digest[:2] / digest


def keep(data: bytes, *, most: int | None = None) -> str:
    """Store bytes under their digest, whole or not at all. Raises Invalid for more than `most` bytes (MOST_BYTES)."""
    most = MOST_BYTES if most is None else most
    if len(data) > most:
        raise Invalid(f"The file has {len(data):,} bytes; at most {most:,} are kept. Link it instead.")
    digest = digest_of(data)
    path = path_of(digest)
    if path.exists():
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            if settings.DURABLE:
                out.flush()
                os.fsync(out.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return digest


def size_of(digest: str) -> int | None:
    """How many bytes are stored under that digest; None where they are gone."""
    try:
        return path_of(digest).stat().st_size
    except FileNotFoundError:
        return None


def content(digest: str) -> bytes:
    """The bytes of that digest. Raises Invalid when they are gone or no longer are what they were."""
    try:
        data = path_of(digest).read_bytes()
    except FileNotFoundError:
        raise Invalid(f"The evidence {digest[:12]} is missing from the store.") from None
    if digest_of(data) != digest:
        raise Invalid(f"The evidence {digest[:12]} was changed in the store.")
    return data
