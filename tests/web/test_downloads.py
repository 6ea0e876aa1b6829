"""Files that leave: evidence and lists. Nothing in them runs, nothing in their names surprises."""

from __future__ import annotations

import io

import openpyxl
import pytest

from firstlight.web.exporting import safe_name
from tests.web.conftest import Stage


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("minutes.pdf", "minutes.pdf"),
        ("../../etc/passwd", "etc passwd"),
        ("C:\\temp\\x.exe", "C temp x.exe"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ('a"; filename="evil.html', "a filename= evil.html"),
        ("line\r\nSet-Cookie: x=1", "lineSet-Cookie x=1"),
        ("nul\x00l.txt", "null.txt"),
        ("..", "file"),
        ("", "file"),
        ("Überblick – März.xlsx", "Überblick – März.xlsx"),
        ("x" * 300 + ".docx", "x" * 100 + ".docx"),
    ],
)
def test_a_file_name_is_made_harmless(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_evidence_is_a_download_whatever_it_is(stage: Stage) -> None:
    file = stage.evidence(b"<script>alert(1)</script>", "page\u202elmth.html")
    response = stage.get(f"evidence/{file.digest}/anything.html")
    assert response.content == b"<script>alert(1)</script>"
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="pagelmth.html"')


def test_the_name_of_the_file_is_the_one_it_was_kept_under(stage: Stage) -> None:
    file = stage.evidence(b"x", "Protokoll März.txt")
    response = stage.get(f"evidence/{file.digest}/evil.exe")
    disposition = response.headers["Content-Disposition"]
    assert "evil" not in disposition
    assert 'filename="Protokoll M_rz.txt"' in disposition
    assert "filename*=UTF-8''Protokoll%20M%C3%A4rz.txt" in disposition


def test_evidence_of_another_project_or_of_none_is_not_there(stage: Stage) -> None:
    assert stage.get(f"evidence/{'0' * 64}/x").status_code == 404
    assert stage.get("evidence/not-a-digest/x").status_code == 404


def test_evidence_that_was_tampered_with_is_not_given_out(stage: Stage) -> None:
    from firstlight.assurance.evidence import path_of

    file = stage.evidence(b"as it was", "a.txt")
    path = path_of(file.digest)
    path.chmod(0o644)
    path.write_bytes(b"as somebody wanted it")
    response = stage.get(f"evidence/{file.digest}/a.txt")
    assert response.status_code == 422
    assert b"was changed in the store" in response.content


def test_no_cell_of_a_list_runs_as_a_formula(stage: Stage) -> None:
    from firstlight.scope.models import Requirement
    from firstlight.testing.models import Result

    formula = '=HYPERLINK("https://evil.example","click")'
    Requirement.objects.filter(ref="R-1").update(title=formula)
    Result.objects.filter(outcome="failed").update(name="@SUM(1)", message="+cmd|' /C calc'!A0")
    for address, words in (("scope/requirements/", formula), ("testing/failing/", "@SUM(1)")):
        text = stage.get(f"{address}list.csv").content.decode("utf-8-sig")
        assert f"\"'{words[:2]}" in text.replace('""', '"')
        book = openpyxl.load_workbook(io.BytesIO(stage.get(f"{address}list.xlsx").content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        assert words in [cell.value for cell in cells]
