"""Nothing that is tracked knows the machine it was written on."""

from __future__ import annotations

import subprocess

import pytest

from tests.conftest import REPOSITORY

#: Put together here, so that this file does not find itself.
FORBIDDEN = tuple("".join(parts) for parts in (("/wo", "rk/"), ("file:", "///"), ("py", "pi."), ("/ro", "ot/")))

#: Files that have to name one of these, and why.
ALLOWED: dict[tuple[str, str], str] = {
    ("tests/intake/test_reading_xml.py", FORBIDDEN[1]): "a hostile file that asks for one of the machine's own",
}


def _tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=False)
    return [name for name in listed.stdout.decode().split("\0") if name]


def test_no_tracked_file_names_a_folder_of_a_machine_or_a_package_registry() -> None:
    files = _tracked()
    if not files:
        pytest.skip("this is not a clone")
    found = {
        (name, word)
        for name in files
        if (REPOSITORY / name).is_file()
        for word in FORBIDDEN
        if word.encode() in (REPOSITORY / name).read_bytes()
    }
    assert found == set(ALLOWED), "new ones, or exceptions that are no longer needed"
