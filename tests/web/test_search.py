"""Words find pages, checks and records of this project, and nothing that the viewer may not see."""

from __future__ import annotations

from typing import Any

import pytest

from firstlight.workspace import policies
from tests.web.conftest import HOSTILE, Stage


def _found(stage: Stage, words: str, ref: str = "pl", **more: Any) -> str:
    response = stage.client(ref).get(f"/p/{stage.project.slug}/search/", {"q": words}, **more)
    assert response.status_code == 200
    return str(response.content.decode())


def test_words_find_checks_and_records_by_title_and_reference(stage: Stage) -> None:
    assert "Invoice by weight" in _found(stage, "weight")
    assert "Retest weights" in _found(stage, "A-1")
    assert "checks/scope.agreed/" in _found(stage, "scope.agreed")
    both = _found(stage, "bank statements")
    assert "Bank statements" in both
    assert "Ask the bank" not in both, "every word counts"


def test_without_words_the_pages_are_offered(stage: Stage) -> None:
    part = _found(stage, "", headers={"X-Firstlight-Part": "palette"})
    assert "<html" not in part
    assert f"/p/{stage.project.slug}/readiness/" in part


def test_what_is_not_found_is_said_with_the_words_as_text(stage: Stage) -> None:
    text = _found(stage, HOSTILE)
    assert HOSTILE not in text
    assert "has “&lt;script&gt;" in text


@pytest.mark.parametrize("words", ["\x00", "%", "_" * 300, "🌅"])
def test_odd_words_find_nothing_and_break_nothing(stage: Stage, words: str) -> None:
    _found(stage, words)


def test_records_of_a_subject_that_one_may_not_see_are_not_found(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Deposit" in _found(stage, "TC-1")
    without = stage.cast.context("pl").actor.rights - {policies.MAY_VIEW_TESTING.right}
    monkeypatch.setattr("firstlight.workspace.queries.rights_of", lambda roles: without)
    assert "Deposit" not in _found(stage, "TC-1")


def test_another_projects_records_are_not_found(stage: Stage) -> None:
    response = stage.outsider().get("/p/elsewhere/search/", {"q": "weight"})
    assert "Invoice by weight" not in response.content.decode()
