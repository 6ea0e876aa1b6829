"""Where an installation keeps its things."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstlight.kernel.installation import data_folder


@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({"FIRSTLIGHT_DATA": "/srv/data", "XDG_DATA_HOME": "/home/x"}, Path("/srv/data")),
        ({"XDG_DATA_HOME": "/home/x"}, Path("/home/x/firstlight")),
        ({"FIRSTLIGHT_DATA": "~/data"}, Path.home() / "data"),
        ({}, Path.home() / ".local" / "share" / "firstlight"),
    ],
)
def test_the_chosen_folder_or_one_among_the_users_data(variables: dict[str, str], folder: Path) -> None:
    assert data_folder(variables) == folder.resolve()
