"""Zip files from strangers: whatever is in them, they give a folder or one sentence, and leave nothing behind."""

from __future__ import annotations

import io
import random
import stat
import tempfile
import zipfile
from pathlib import Path

import pytest

from firstlight.intake.folder import archives
from firstlight.intake.folder.archives import check_size, unpacked
from firstlight.intake.folder.giving import safe_part
from firstlight.kernel.errors import Invalid

PROJECT = ("project.yaml", b"name: x\n")


def zipped(*files: tuple[str, bytes], links: tuple[str, ...] = ()) -> io.BytesIO:
    """A zip file of these files; those in `links` are symbolic links."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = ((stat.S_IFLNK if name in links else stat.S_IFREG) | 0o644) << 16
            archive.writestr(info, data)
    return out


def refusal_of(file: io.BytesIO) -> str:
    """What is said of it; nothing is left of what was unpacked."""
    before = set(Path(tempfile.gettempdir()).glob("firstlight-folder-*"))
    with pytest.raises(Invalid) as refused, unpacked(file, "upload.zip"):
        pytest.fail("it was unpacked")
    assert set(Path(tempfile.gettempdir()).glob("firstlight-folder-*")) <= before
    return refused.value.sentence


@pytest.mark.parametrize("top", ["", "wave-1/"])
def test_the_folder_is_the_zip_or_the_one_folder_in_it(top: str) -> None:
    file = zipped((f"{top}project.yaml", b"a"), (f"{top}tests/x/r.xml", b"b"), ("__MACOSX/._project.yaml", b"c"))
    with unpacked(file, "upload.zip") as root:
        assert (root / "project.yaml").read_bytes() == b"a"
        assert (root / "tests/x/r.xml").read_bytes() == b"b"
        assert not list(root.rglob("._*"))


@pytest.mark.parametrize(
    "name",
    ["../out.txt", "/etc/passwd", "a/../../out.txt", "C:/out.txt", "a\\..\\out.txt", "a\nb.txt", "x" * 300, "a/" * 30],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    assert "leads elsewhere" in refusal_of(zipped(PROJECT, (f"{name}z", b"x")))


def test_links_are_refused() -> None:
    assert "is a link or a device" in refusal_of(zipped(PROJECT, ("evidence/a", b"/etc/passwd"), links=("evidence/a",)))


def test_two_files_of_one_name_are_refused() -> None:
    assert "two files of one name" in refusal_of(zipped(PROJECT, ("a.csv", b"1"), ("A.csv", b"2")))


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped(PROJECT, *((f"evidence/{number}.bin", bytes(15_000_000)) for number in range(2)))
    assert "times its size" in refusal_of(bomb)
    large = random.Random(1).randbytes(1_000_000) * 25
    assert "has 25 MB; at most 21 MB are read" in refusal_of(zipped(PROJECT, ("evidence/a.bin", large)))
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1000)
    assert "unpacks to" in refusal_of(zipped(PROJECT, ("a.bin", bytes(5000))))


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 3)
    many = zipped(PROJECT, *((f"{number}.txt", b"") for number in range(5)))
    assert "holds 6 files; at most 3" in refusal_of(many)


def test_what_is_no_zip_or_is_damaged_is_refused() -> None:
    assert "is no zip file" in refusal_of(io.BytesIO(b"<html>"))
    whole = zipped(PROJECT, ("a.csv", bytes(range(256)) * 50)).getvalue()
    assert "damaged" in refusal_of(io.BytesIO(whole[:-30]))
    broken = bytearray(whole)
    at = whole.index(b"a.csv") + 20
    broken[at : at + 20] = b"\xff" * 20
    assert "damaged" in refusal_of(io.BytesIO(bytes(broken)))


def test_an_entry_that_lies_about_its_size_gives_no_more_than_it_said() -> None:
    honest = zipped(PROJECT, ("a.csv", b"x" * 100_000)).getvalue()
    size = (100_000).to_bytes(4, "little")
    assert "damaged" in refusal_of(io.BytesIO(honest.replace(size, (10).to_bytes(4, "little"))))


def test_a_zip_without_a_project_is_refused() -> None:
    assert "holds no project.yaml" in refusal_of(zipped(("a/b/project.yaml", b"x")))
    assert "holds no project.yaml" in refusal_of(zipped())


def test_a_file_of_40_megabytes_is_refused_with_a_sentence() -> None:
    with pytest.raises(Invalid, match=r"has 42 MB; a project folder of at most 31 MB is taken"):
        check_size(42_000_000, "wave.zip")


@pytest.mark.parametrize(
    ("name", "safe"),
    [("a.txt", "a.txt"), ("..", "_"), ("CON.txt", "_CON.txt"), ("~$a.xlsx", "_~$a.xlsx"), (".git", "_.git"),
     ("a<b>:c", "a b c"), ("x. . ", "x"), ("\u202egpj.exe", "gpj.exe"), ("y" * 300 + ".pdf", "y" * 116 + ".pdf")],
)  # fmt: skip
def test_names_that_go_out_are_taken_by_every_disk(name: str, safe: str) -> None:
    assert safe_part(name) == safe


def test_a_plan_of_ms_project_may_be_larger_than_other_files_and_nothing_else_under_its_name() -> None:
    large = random.Random(1).randbytes(1_000_000) * 25
    with unpacked(zipped(PROJECT, ("cutover/plan.xml", large)), "upload.zip") as folder:
        assert (folder / "cutover" / "plan.xml").stat().st_size == 25_000_000
    assert "at most 21 MB are read" in refusal_of(zipped(PROJECT, ("evidence/plan.xml", large)))
