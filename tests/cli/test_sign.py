"""Signing content of a folder, and what happens to a signature when the content changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.conftest import Run


def signatures(firstlight: Run, folder: Path) -> list[dict[str, Any]]:
    document = firstlight("assess", folder, "--json").document
    return [one for one in document["signatures"] if one["on"] == "scope" and one["person"]]


def sign_scope(firstlight: Run, folder: Path, person: str = "es", role: str = "executive-sponsor") -> Any:
    return firstlight(
        "sign", folder, "--on", "scope", "--person", person, "--role", role, "--statement", "This is what we expect."
    )


def test_a_signature_goes_stale_with_the_difference_when_a_signed_thing_changes(firstlight: Run, folder: Path) -> None:
    assert sign_scope(firstlight, folder).code == 0
    (before,) = signatures(firstlight, folder)
    assert (before["state"], before["differences"]) == ("valid", [])
    words = (folder / "requirements.csv").read_text()
    (folder / "requirements.csv").write_text(words.replace("Confirm an order", "Confirm an order within a minute"))
    (after,) = signatures(firstlight, folder)
    assert after["state"] == "stale"
    assert any("Confirm an order within a minute" in sentence for sentence in after["differences"])
    assert len(after["differences"]) == 1


def test_a_note_beside_a_signed_thing_does_not_make_it_stale(firstlight: Run, folder: Path) -> None:
    sign_scope(firstlight, folder)
    rows = (folder / "requirements.csv").read_text().splitlines()
    (folder / "requirements.csv").write_text(
        "\n".join([rows[0] + ",Notes,Colour", *(row + ",remember,blue" for row in rows[1:])]) + "\n"
    )
    (after,) = signatures(firstlight, folder)
    assert after["state"] == "valid"


def test_a_typed_signature_counts_as_missing_until_it_is_bound(firstlight: Run, folder: Path) -> None:
    (folder / "signatures.csv").write_text(
        "On,Role,Person,Statement,Signed\nscope,Executive sponsor,es,Agreed.,2026-11-12 15:40\n"
    )
    (typed,) = signatures(firstlight, folder)
    assert typed["state"] == "missing"
    assert firstlight("sign", folder, "--bind").code == 0
    (bound,) = signatures(firstlight, folder)
    assert bound["state"] == "valid"


def test_signed_content_that_was_tampered_with_is_refused(firstlight: Run, folder: Path) -> None:
    sign_scope(firstlight, folder)
    (kept,) = (folder / "evidence" / "signed").glob("*.json")
    kept.write_bytes(kept.read_bytes().replace(b"Confirm an order", b"Confirm no order"))
    answer = firstlight("assess", folder)
    assert answer.code == 3
    assert "was changed after it was signed" in answer.err


def test_nobody_signs_in_a_role_they_do_not_hold(firstlight: Run, folder: Path) -> None:
    answer = sign_scope(firstlight, folder, person="pl")
    assert answer.code == 4
    assert "does not hold the role" in answer.err
    assert not (folder / "signatures.csv").exists()


def test_what_would_be_signed_can_be_read_first(firstlight: Run, folder: Path) -> None:
    answer = firstlight("sign", folder, "--on", "scope", "--show")
    assert answer.code == 0
    assert "R-2 Refuse an order over the credit limit" in answer.out
    assert not (folder / "evidence").exists()
