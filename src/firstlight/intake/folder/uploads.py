"""Zip files that were uploaded and not yet brought in: kept by their content for a day, whoever looks at them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from firstlight.intake.folder.archives import check_size
from firstlight.kernel.errors import NotFound

#: So long somebody may think about a preview.
KEPT = timedelta(days=1)


def keep_upload(file: BinaryIO, size: int, name: str, now: datetime) -> str:
    """Keep the zip file until it is brought in; its digest. Raises Invalid for one that is too large."""
    check_size(size, name)
    return hold(file, now)


def hold(file: BinaryIO, now: datetime) -> str:
    """Keep any file for a day, piece by piece; its digest. How large it may be is for the caller to say."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _forget(folder, now)
    digest = hashlib.sha256()
    handle, half = tempfile.mkstemp(dir=folder, prefix=".")
    try:
        with os.fdopen(handle, "wb") as out:
            while block := file.read(1024 * 1024):
                digest.update(block)
                out.write(block)
        Path(half).replace(folder / f"{digest.hexdigest()}.zip")
    except BaseException:
        Path(half).unlink(missing_ok=True)
        raise
    return digest.hexdigest()


def upload_of(digest: str) -> Path:
    """Where the file lies. NotFound when it was brought in, or a day has passed."""
    path = _folder() / f"{digest}.zip"
    if len(digest) != 64 or not digest.isalnum() or not path.is_file():
        raise NotFound("This upload is no longer there; upload the folder again.")
    return path


def forget_upload(digest: str) -> None:
    """It was brought in."""
    upload_of(digest).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA_FOLDER) / "uploads"


def _forget(folder: Path, now: datetime) -> None:
    for path in folder.iterdir():
        if path.stat().st_mtime < (now - KEPT).timestamp():
            path.unlink(missing_ok=True)
