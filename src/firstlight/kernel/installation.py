"""Where an installation keeps its things."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


class WrongSetting(SystemExit):
    """A setting that cannot be used. Shown as it is, without a traceback."""


def data_folder(variables: Mapping[str, str]) -> Path:
    """FIRSTLIGHT_DATA, or a folder under the user's data home."""
    if chosen := variables.get("FIRSTLIGHT_DATA"):
        return Path(chosen).expanduser().resolve()
    home = variables.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "firstlight"
