"""Nothing that is tracked knows the machine it was written on."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.conftest import REPOSITORY

#: Folders of a machine, addresses of files (but for the one that hostile documents ask for), package registries.
#: Put together here, so that this file does not find itself.
FORBIDDEN = re.compile("|".join(("/" + "work/", "/" + "root/", "file:/" + "//(?!etc/passwd)", "py" + "pi[.]")).encode())


def _tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=False)
    return [name for name in listed.stdout.decode().split("\0") if (REPOSITORY / name).is_file()]


def test_no_tracked_file_names_a_folder_of_a_machine_or_a_package_registry() -> None:
    files = _tracked()
    if not files:
        pytest.skip("this is not a clone")
    found = {
        name: match.group().decode() for name in files if (match := FORBIDDEN.search((REPOSITORY / name).read_bytes()))
    }
    assert found == {}
