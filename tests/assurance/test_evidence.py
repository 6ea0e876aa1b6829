"""Evidence is kept by its content: it cannot change under its name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.assurance import evidence
from firstlight.assurance.actions import keep_evidence
from firstlight.assurance.files import EVIDENCE, _instant_in
from firstlight.assurance.models import EvidenceFile
from firstlight.assurance.queries import evidence_file
from firstlight.contracts.rendering import Line, Rendering
from firstlight.kernel.errors import Invalid
from tests.cast import NOW, Cast

SIGNED = Rendering("scope", 1, "Scope of Wave 1", (Line("process:65", "65 Order to cash", "Level: End to end"),))


def test_what_is_kept_is_found_by_its_digest_and_is_what_it_was() -> None:
    digest = evidence.keep(b"minutes")
    assert evidence.keep(b"minutes") == digest == evidence.digest_of(b"minutes")
    assert evidence.content(digest) == b"minutes"
    assert [path.name for path in evidence.path_of(digest).parent.iterdir()] == [digest]


def test_what_was_changed_in_the_store_or_is_gone_is_not_taken_for_it() -> None:
    digest = evidence.keep(b"minutes")
    evidence.path_of(digest).write_bytes(b"others")
    with pytest.raises(Invalid, match="was changed in the store"):
        evidence.content(digest)
    evidence.path_of(digest).unlink()
    with pytest.raises(Invalid, match="is missing from the store"):
        evidence.content(digest)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 65, "g" * 64])
def test_what_is_no_digest_is_no_place(digest: str) -> None:
    with pytest.raises(Invalid, match="not the digest of a file"):
        evidence.path_of(digest)


def test_a_file_that_is_too_large_is_linked_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_BYTES", 3)
    with pytest.raises(Invalid, match=r"The file has 4 bytes; at most 3 are kept\. Link it instead"):
        evidence.keep(b"four")


def test_a_file_is_stored_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Path, target: Path) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(OSError, match="the disk is full"):
        evidence.keep(b"minutes")
    assert list(evidence.path_of(evidence.digest_of(b"minutes")).parent.iterdir()) == []


def _keep(cast: Cast, data: bytes = b"minutes", **values: Any) -> EvidenceFile:
    return keep_evidence(cast.context("wo"), data, **{"name": "minutes.txt", "effective": NOW, **values})


def test_the_time_it_speaks_of_is_not_the_time_it_came_in(cast: Cast) -> None:
    file = _keep(cast, effective=NOW - timedelta(days=8))
    assert (file.effective, file.kept, file.kept_by) == (NOW - timedelta(days=8), NOW, "Willem Oost")
    assert str(file) == "minutes.txt"


def test_the_same_file_again_changes_nothing_and_another_of_its_name_is_another(cast: Cast) -> None:
    first = _keep(cast)
    assert _keep(cast, effective=NOW - timedelta(days=3)) == first
    assert EvidenceFile.objects.get().effective == NOW
    assert _keep(cast, b"other minutes") != first


def test_evidence_is_found_by_its_digest_in_its_own_project(cast: Cast) -> None:
    from firstlight.workspace.models import Project

    first, second = _keep(cast), _keep(cast, name="a copy.txt")
    assert evidence_file(cast.project, first.digest) == second
    assert evidence_file(cast.project, first.digest, "minutes.txt") == first
    assert evidence_file(cast.project, "0" * 64) is None
    assert evidence_file(Project.objects.get(slug="elsewhere"), first.digest) is None


def test_evidence_does_not_expire_before_it_takes_effect(cast: Cast) -> None:
    with pytest.raises(Invalid, match="would expire before it takes effect"):
        _keep(cast, expires=NOW)


# in a project folder ------------------------------------------------------------------------------------------------


def _take(cast: Cast, path: str, data: bytes) -> tuple[str, ...]:
    return EVIDENCE.take(cast.machine, PurePosixPath(path), data)


def test_whatever_lies_in_the_folder_evidence_is_evidence() -> None:
    assert EVIDENCE.matches(PurePosixPath("evidence/plan.pdf"))
    assert EVIDENCE.matches(PurePosixPath("evidence/2026/plan.pdf"))
    assert not EVIDENCE.matches(PurePosixPath("evidence"))
    assert not EVIDENCE.matches(PurePosixPath("tests/evidence/plan.pdf"))


def test_a_name_that_begins_with_a_day_says_when_it_was_true(cast: Cast) -> None:
    _take(cast, "evidence/board/2026-11-12 minutes.pdf", b"minutes")
    _take(cast, "evidence/2027-01-01 plan.pdf", b"plan")
    _take(cast, "evidence/plan.pdf", b"another plan")
    found = {file.name: file.effective for file in EvidenceFile.objects.all()}
    assert found == {
        "board/2026-11-12 minutes.pdf": datetime(2026, 11, 12, tzinfo=UTC),
        "2027-01-01 plan.pdf": NOW,
        "plan.pdf": NOW,
    }


@given(st.text(max_size=14))
def test_any_name_is_a_name(name: str) -> None:
    found = _instant_in(name)
    assert found is None or found.tzinfo is not None


def test_an_empty_file_shows_nothing(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        _take(cast, "evidence/plan.pdf", b"")
    assert str(refused.value.problems[0]).startswith("evidence/plan.pdf: It is empty")


def test_a_file_that_is_too_large_is_named(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_BYTES", 3)
    with pytest.raises(Invalid) as refused:
        _take(cast, "evidence/plan.pdf", b"four")
    assert "evidence/plan.pdf: The file has 4 bytes" in str(refused.value.problems[0])


def test_signed_content_is_taken_under_its_own_digest(cast: Cast) -> None:
    data = SIGNED.canonical().encode()
    _take(cast, f"evidence/signed/{SIGNED.digest()}.json", data)
    assert evidence.content(SIGNED.digest()) == data


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("0" * 64, SIGNED.canonical(), "It was changed after it was signed"),
        (SIGNED.digest(), SIGNED.canonical().replace("Order", "Lead"), "It was changed after it was signed"),
        (SIGNED.digest(), SIGNED.canonical() + "\n", "It was changed after it was signed"),
        (SIGNED.digest(), "{}", "It is no signed content"),
        (SIGNED.digest(), "\udcff", "It is no signed content"),
    ],
)
def test_signed_content_that_was_touched_is_refused(name: str, data: str, sentence: str, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        _take(cast, f"evidence/signed/{name}.json", data.encode("utf-8", "surrogateescape"))
    assert sentence in str(refused.value.problems[0])
    assert not EvidenceFile.objects.exists()
